import { expect, it } from "vitest";
import { ignored, list, mapping, optional, text, unsupported } from "./schema.ts";
import { takeOutMeaningless } from "./take-out-meaningless.ts";

const schema = mapping(
  "Whole",
  "All.",
  {
    parts: optional(
      list(
        "Parts.",
        mapping("Part", "One.", { name: text("Name.") }, { ignoredKeys: ignored("colour", "it is dark") }),
      ),
    ),
  },
  { droppedKeys: ["status"], unsupportedKeys: unsupported("wheels") },
);

it("takes out what means nothing, and tells each ignored key once", () => {
  const object = {
    status: { wheels: 1 },
    wheels: null,
    parts: [{ name: "a", colour: "red" }, { colour: "blue" }, { name: null, colour: "" }],
    other: null,
  };
  expect(takeOutMeaningless(schema, object)).toEqual([
    { severity: "notice", path: ["parts", 0, "colour"], on: "key", message: "is ignored: it is dark" },
  ]);
  expect(object).toEqual({ parts: [{ name: "a" }, {}, { name: null }], other: null });
});

it("leaves what is refused, and what has no shape", () => {
  const object = { wheels: 4, parts: "many" };
  expect(takeOutMeaningless(schema, object)).toEqual([]);
  expect(object).toEqual({ wheels: 4, parts: "many" });
  expect(takeOutMeaningless(schema, null)).toEqual([]);
});
