import type { FieldOptions } from "../../../manifest/schema.ts";

/** Docker's rule, and the length that DNS allows: a longer name can be created, but does not resolve. */
export const containerNameRule: FieldOptions = {
  pattern: "^[a-zA-Z0-9][a-zA-Z0-9_.\\-]+$",
  maxLength: 63,
  patternErrorMessage:
    "must have at least 2 characters (Docker's rule): letters, digits, _, . and -, starting with a letter or digit",
  hint: "choose a name such as rest-api, of 2 to 63 characters",
};

export const volumeNameRule: FieldOptions = {
  pattern: "^[a-zA-Z0-9][a-zA-Z0-9_.\\-]+$",
  maxLength: 255,
  patternErrorMessage:
    "must have at least 2 characters (Docker's rule): letters, digits, _, . and -, starting with a letter or digit",
};

export const objectNameRule: FieldOptions = {
  pattern: "^[A-Za-z0-9][A-Za-z0-9._\\-]*$",
  maxLength: 253,
  patternErrorMessage: "must have letters, digits, ., _ and -, and start with a letter or digit",
};

export const absolutePathRule: FieldOptions = {
  pattern: "^/[^\\u0000]*$",
  patternErrorMessage: "must be an absolute path",
  hint: "start it with /",
};
