import type { DriverSpec } from "../../desired/desired-state.ts";
import { revealSecrets } from "../../desired/secret-values.ts";
import { withoutSensitive } from "../../desired/sensitive.ts";
import { safeText } from "../../manifest/safe-text.ts";

/**
 * What of something that exists was made otherwise than is wanted, in words without secrets: `o=size=8m instead of
 * o=size=16m`. Empty when it is as wanted, and when either is not known.
 */
export function driverDifferences(
  wanted: DriverSpec | undefined,
  found: DriverSpec | undefined,
  secrets: Readonly<Record<string, string>>,
): readonly string[] {
  if (wanted === undefined || found === undefined) return [];
  // Another driver means other things by the same options.
  if (withoutLatest(wanted.name) !== withoutLatest(found.name))
    return [`driver ${found.name} instead of ${wanted.name}`];
  const names = [...new Set([...Object.keys(wanted.options), ...Object.keys(found.options)])].sort();
  return names.flatMap((name) => {
    const [want, has] = [wanted.options[name], found.options[name]];
    const revealed = want === undefined ? undefined : revealSecrets(want, secrets);
    if (revealed === has) return [];
    if (revealed !== want) return [`another ${name}, which holds a secret`];
    return [`${option(name, has)} instead of ${option(name, want)}`];
  });
}

function option(name: string, value: string | undefined): string {
  if (value === undefined) return `no ${name}`;
  return safeText(`${name}=${withoutSensitive(name, value, () => "…")}`, 200);
}

/** The engine knows a plugin by its tag. */
function withoutLatest(driver: string): string {
  return driver.replace(/:latest$/, "");
}
