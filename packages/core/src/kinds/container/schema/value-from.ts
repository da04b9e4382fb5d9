import { flag, mapping, optional, text, unsupported } from "../../../manifest/schema.ts";

export const useOutsideFile =
  "write {file: PATH}: a file of the machine that runs Hashike keeps the value out of the manifest";

/** @param about how files are taken, and what becomes of a value that is optional and not there */
export function valueFromSchema(about: {
  readonly title: string;
  readonly file: string;
  readonly optional: string;
}) {
  return mapping(
    about.title,
    "Where a value is that is not in the manifest. It is never shown.",
    {
      file: optional(
        text(
          `A file of the machine that runs Hashike; ${about.file}. A relative path is beside the manifest where that is a file, else below \`--secret-dir\`.`,
          { minLength: 1 },
        ),
      ),
      env: optional(
        text("A variable of the environment of Hashike itself.", {
          pattern: "^[^=\\0]+$",
          patternErrorMessage: "must be the name of a variable",
        }),
      ),
      optional: optional(flag(about.optional, { default: false })),
    },
    {
      hint: "write {file: PATH} or {env: NAME}",
      unsupportedKeys: {
        ...unsupported("secretKeyRef configMapKeyRef fileKeyRef", useOutsideFile),
        ...unsupported("fieldRef resourceFieldRef", "write the value under value"),
      },
    },
  );
}
