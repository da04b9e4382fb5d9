import { expect, it } from "vitest";
import { parseEnvFile } from "./env-file.ts";

it("takes lines as docker does: everything after the first = is the value", () => {
  const text = '\uFEFF# comment\r\n\r\nA=b=c\r\n  B= "quoted" \nC=\nHOME\n\t#D=1\nE=#no comment\nF=$(A)\n';
  expect(parseEnvFile(text)).toEqual({
    entries: [
      { line: 3, name: "A", value: "b=c" },
      { line: 4, name: "B", value: ' "quoted" ' },
      { line: 5, name: "C", value: "" },
      { line: 6, name: "HOME", value: undefined },
      { line: 8, name: "E", value: "#no comment" },
      { line: 9, name: "F", value: "$(A)" },
    ],
    mistakes: [],
  });
});

it("finds every line that is no variable, and shows none of them", () => {
  const { entries, mistakes } = parseEnvFile("=hunter2\nexport A=hunter2\nB =hunter2\nGOOD=1");
  expect(entries).toEqual([{ line: 4, name: "GOOD", value: "1" }]);
  expect(mistakes.map(({ line }) => line)).toEqual([1, 2, 3]);
  expect(JSON.stringify(mistakes)).not.toContain("hunter2");
});
