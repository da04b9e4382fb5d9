import fc from "fast-check";

// Texts in YAML that are right, nearly right, or wrong, as far as a reader of manifests may take them for the former.

const words = [
  "web",
  "nginx:alpine-slim",
  "a b",
  "/data",
  "80",
  "1.5",
  "0x1f",
  "1e3",
  "-1",
  "-c",
  "--port=80",
  "007",
  "~",
  "null",
];
const odd = [
  "true",
  "No",
  "a: b",
  "a #b",
  "a#b",
  "- a",
  "-a",
  "*a",
  "&a b",
  "!x",
  "|",
  ">",
  "%a",
  "@a",
  "`a",
  "",
];
const more = [
  "{}",
  "[]",
  "{a: 1}",
  "[a]",
  "{{ x }}",
  "? a",
  "a:",
  ":a",
  "127.0.0.1",
  "2026-01-01",
  ".5",
  "+1",
  "日本語",
];
const quotes = ['"a"', "'a'", '"a: b"', "'it''s'", '"a\\nb"', '"a" b', "'#'", '"', "''", '"a"#b', '"a" # b'];

const space = fc.constantFrom("", "", "", " ", " ", "  ");
const spaced = <T extends string>(text: fc.Arbitrary<T>) =>
  fc.tuple(space, text, space).map(([before, t, after]) => before + t + after);
const inFlow = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...words, '"a"', "'a, b'", '"[x]"', "'{'", '"a: b"', "''", '""') },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...odd, ...more, ...quotes, "a]", "a}", "b[", ",", "a:b", "a :b", "-", "a#"),
  },
);
const flowKey = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom("name", "a", "b", "c-d", "e/f.g", "null", "true", "X_1") },
  {
    weight: 1,
    arbitrary: fc.constantFrom('"q"', "80", "", "a b", "__proto__", "<<", "? a", "[a]", "*a", "-a"),
  },
);
const colon = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(": ", ":  ") },
  { weight: 1, arbitrary: fc.constantFrom(":", " : ", "", " :") },
);
/** Mostly right: a sign that is wrong or missing ends the reading of all of it. */
const sign = <T extends string>(right: T, ...wrong: readonly string[]) =>
  fc.oneof(
    { weight: 40, arbitrary: fc.constant(right) },
    { weight: 1, arbitrary: fc.constantFrom("", ...wrong) },
  );
const members = (one: fc.Arbitrary<string>) =>
  fc
    .tuple(fc.array(spaced(one), { maxLength: 4 }), sign(",", ",,", ";", ", #"), sign("", ",", " ,"))
    .map(([all, comma, last]) => all.join(comma) + last);

/** Collections in brackets on one line, as people write them, and nearly so. */
export const { flow } = fc.letrec<{ flow: string; value: string; pair: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", maxDepth: 3 },
    { weight: 4, arbitrary: inFlow },
    { weight: 1, arbitrary: tie("flow") },
  ),
  pair: fc.tuple(flowKey, colon, tie("value")).map((all) => all.join("")),
  flow: fc.oneof(
    fc.tuple(sign("["), members(tie("value")), sign("]", "}", "]]")).map((all) => all.join("")),
    fc.tuple(sign("{"), members(tie("pair")), sign("}", "]", "}}")).map((all) => all.join("")),
    fc.tuple(sign("{"), members(fc.oneof(tie("pair"), tie("value"))), sign("}")).map((all) => all.join("")),
  ),
}));

// Mostly such as do not end the reading, so that what stands beside them is compared.
const scalar = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...words) },
  { weight: 2, arbitrary: flow },
  { weight: 1, arbitrary: fc.constantFrom(...odd, ...more, ...quotes) },
);
const key = fc.constantFrom("name", "a", "b", "c-d", "e/f.g", "null", "80", '"q"', "__proto__", "<<", "true");
const tail = fc.constantFrom("", "", "", " ", " # why", "#no", "\t");

/** Lines that are nearly right, or right, as people indent them. */
const line = fc
  .tuple(
    fc.nat({ max: 3 }),
    fc.constantFrom("", "", "- ", "-   ", "- - ", "-"),
    key,
    fc.constantFrom(": ", ":", ":  ", ""),
    scalar,
    tail,
  )
  .map(
    ([indent, dash, k, colon, s, t]) =>
      `${"  ".repeat(indent)}${dash}${colon === "" ? s : `${k}${colon}${s}`}${t}`,
  );
export const anyLine = fc.oneof(
  { weight: 12, arbitrary: line },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "",
      "# note",
      "   # note",
      "---",
      "...",
      "--- a",
      "%YAML 1.2",
      " ",
      "\u2028",
      "\r",
    ),
  },
);

/** A tree, written out in one of the ways that are usual. */
export const { tree } = fc.letrec<{ tree: readonly string[] }>((tie) => ({
  tree: fc.oneof(
    { depthSize: "small", maxDepth: 4 },
    fc
      .uniqueArray(fc.tuple(fc.constantFrom("name", "a", "b", "c-d", "null"), scalar), {
        minLength: 1,
        maxLength: 4,
        selector: ([k]) => k,
      })
      .map((all) => all.map(([k, v]) => `${k}: ${v}`)),
    fc
      .tuple(tie("tree"), fc.constantFrom("", "  ", "    "))
      .map(([lines, by]) => [
        "key:",
        ...(lines[0]?.startsWith("- ") ? lines.map((l) => by + l) : lines.map((l) => `  ${l}`)),
      ]),
    fc
      .array(tie("tree"), { minLength: 1, maxLength: 3 })
      .map((all) => all.flatMap(([first, ...rest]) => [`- ${first}`, ...rest.map((l) => `  ${l}`)])),
    fc.array(scalar, { minLength: 1, maxLength: 3 }).map((all) => all.map((s) => `- ${s}`)),
  ),
}));
