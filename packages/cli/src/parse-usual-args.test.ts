import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { commandTable, optionTable } from "./command-table.ts";
import { parseArgs } from "./parse-args.ts";
import { parseUsualArgs } from "./parse-usual-args.ts";

describe("a usual line", () => {
  it.each([
    ["apply a.yml", ["a.yml"], {}],
    ["apply --quiet --network a --network b a.yml -", ["a.yml", "-"], { quiet: true, network: ["a", "b"] }],
    ["plan a.yml -o json --log-level debug", ["a.yml"], { output: "json", logLevel: "debug" }],
    ["get -A", [], { allNamespaces: true }],
    ["delete a.yml --host tcp://a:1 --host tcp://b:1", ["a.yml"], { host: "tcp://b:1" }],
  ])("%s is read without commander", (line, args, options) => {
    expect(parseUsualArgs(line.split(" "))).toEqual({
      kind: "command",
      command: line.split(" ")[0],
      args,
      options,
    });
  });
});

it.each([
  "",
  "aply a.yml",
  "--quiet apply a.yml",
  "apply",
  "apply a.yml --help",
  "apply a.yml --dryrun",
  "apply a.yml --network=a",
  "apply a.yml --network",
  "apply a.yml -o yaml",
  "apply a.yml --concurrency 2",
  "apply -- a.yml",
  "logs -ft web",
  "image push app:1 oci+s3://b/app:1",
  "completion tcsh",
  "schema now",
])("%j is left to commander", (line) => {
  expect(parseUsualArgs(line.split(" "))).toBeUndefined();
});

it("reads what it reads as commander does", () => {
  const option = fc.constantFrom(...Object.values(optionTable).flatMap(namesOf));
  const value = fc.constantFrom(
    "a.yml",
    "-",
    "",
    "3",
    "json",
    "debug",
    "tcp://a:1",
    "containers",
    "bash",
    "x y",
  );
  const command = fc.constantFrom(...commandTable.map(({ name }) => name), "help", "a.yml");
  const line = fc.tuple(command, fc.array(fc.oneof(value, option), { maxLength: 6 }));
  fc.assert(
    fc.property(line, ([first, rest]) => {
      const words = [first, ...rest];
      const read = parseUsualArgs(words);
      if (read !== undefined) expect(parseArgs(words)).toEqual(read);
    }),
    { numRuns: 3000 },
  );
});

function namesOf({ long, short }: { readonly long: string; readonly short?: string }): readonly string[] {
  return [`--${long}`, ...(short === undefined ? [] : [`-${short}`])];
}
