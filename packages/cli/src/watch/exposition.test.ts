import { expect, it } from "vitest";
import { exposition } from "./exposition.ts";

it("writes metrics in Prometheus' text format, escaped", () => {
  const text = exposition([
    { name: "a_total", help: "One \\ two\nthree.", type: "counter", samples: [{ value: 3 }] },
    {
      name: "b",
      help: "B.",
      type: "gauge",
      samples: [
        { labels: { state: 'a"b\\c\nd', more: "x" }, value: 0.5 },
        { labels: { state: "e" }, value: 1_700_000_000 },
      ],
    },
    { name: "c", help: "None yet.", type: "gauge", samples: [] },
  ]);
  expect(text).toBe(
    [
      "# HELP a_total One \\\\ two\\nthree.",
      "# TYPE a_total counter",
      "a_total 3",
      "# HELP b B.",
      "# TYPE b gauge",
      'b{state="a\\"b\\\\c\\nd",more="x"} 0.5',
      'b{state="e"} 1700000000',
      "# HELP c None yet.",
      "# TYPE c gauge",
      "",
    ].join("\n"),
  );
});
