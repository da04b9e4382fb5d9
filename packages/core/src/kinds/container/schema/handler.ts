import { choice, list, mapping, optional, type Static, text } from "../../../manifest/schema.ts";

const hostRule = {
  pattern: "^[^\\s/@]+$",
  patternErrorMessage: "must be a host name or an address",
  hint: "write it without scheme, port and path",
};

/** A port of the container: a number, or a name in its `ports`. Its text tells which of the two it is. */
export const portRefSchema = text(
  "Port that the container listens on: a number, or the name of one of its ports.",
  {
    minLength: 1,
    acceptsScalars: ["number"],
  },
);

export const hostSchema = text(
  "Where to connect to. Left out: the container's own address. It is looked up where Hashike runs.",
  hostRule,
);

/** Source: kubernetes/api core/v1/types.go, ExecAction. */
export const execSchema = mapping("Exec", "Runs a command in the container, without a shell.", {
  command: list("Program and arguments; exit code 0 is a success.", text("An argument."), { minItems: 1 }),
});

/** Source: kubernetes/api core/v1/types.go, HTTPGetAction. */
export const httpGetSchema = mapping("HttpGet", "Asks by HTTP; a status from 200 to 399 is a success.", {
  port: portRefSchema,
  path: optional(
    text("Path to ask for, and perhaps a query.", {
      default: "/",
      pattern: "^[^\\s\\u0000-\\u001f\\u007f]*$",
      patternErrorMessage: "must be a path without spaces",
      hint: "write %20 for a space",
    }),
  ),
  host: optional(hostSchema),
  scheme: optional(
    choice("HTTPS is asked without looking at the certificate.", ["HTTP", "HTTPS"], {
      default: "HTTP",
      ignoreCase: true,
    }),
  ),
  httpHeaders: optional(
    list(
      "Headers to send. What looks like a credential (Authorization, Cookie, …) is kept out of output and labels.",
      mapping("HttpHeader", "A header.", {
        name: text("Name of the header.", {
          pattern: "^[A-Za-z0-9-]+$",
          patternErrorMessage: "must have letters, digits and -",
        }),
        value: text("Value of the header.", { acceptsScalars: ["number", "boolean"] }),
      }),
    ),
  ),
});

export type HttpGetManifest = Static<typeof httpGetSchema>;
