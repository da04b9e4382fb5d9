import { type EnvVar, HashikeError } from "@hashike/core";

/**
 * `NAME=value` lines with secrets put in. The engine merges them over the image's by name.
 * @param secrets values of sensitive variables by fingerprint
 * @throws HashikeError `PLAN_SECRET_MISSING` naming the variable, when a value is not among them
 */
export function envLines(
  env: readonly EnvVar[],
  secrets: Readonly<Record<string, string>>,
): readonly string[] {
  return env.map((variable) => `${variable.name}=${lookUp(variable, secrets)}`);
}

function lookUp(variable: EnvVar, secrets: Readonly<Record<string, string>>): string {
  if ("value" in variable) return variable.value;
  const value = Object.hasOwn(secrets, variable.secret) ? secrets[variable.secret] : undefined;
  if (value !== undefined) return value;
  throw new HashikeError(
    "PLAN_SECRET_MISSING",
    `the value of the secret variable ${variable.name} is not at hand`,
    {
      hint: "apply from the manifest: a saved plan does not hold secret values",
    },
  );
}
