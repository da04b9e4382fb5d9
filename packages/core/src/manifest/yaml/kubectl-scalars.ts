/**
 * What `kubectl` sees in a scalar without quotes: it reads YAML 1.1, and this package 1.2.
 * Source: sigs.k8s.io/yaml goyaml.v2, resolve.go.
 */

const yes = /^(y|yes|on|true)$/i;
const no = /^(n|no|off|false)$/i;
const whole = /^[-+]?(0b[01]+|0o?[0-7]+|0x[0-9a-f]+|0|[1-9][0-9]*)$/i;
const fraction = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)(e[-+]?[0-9]+)?$/i;

/** @returns `undefined` for what is no boolean */
export function asBoolean(source: string): boolean | undefined {
  if (yes.test(source)) return true;
  return no.test(source) ? false : undefined;
}

/** 0644 and 0o644 are octal, 1_000 is a thousand. @returns `undefined` for what is no whole number */
export function asWholeNumber(source: string): number | undefined {
  const text = source.replaceAll("_", "");
  if (!whole.test(text)) return undefined;
  const digits = text.replace(/^[-+]/, "").replace(/^0(?=[0-7])/, "0o");
  return text.startsWith("-") ? -Number(digits) : Number(digits);
}

/** @returns `undefined` for what `kubectl` takes for text as well */
export function seenByKubectl(source: string): "a boolean" | "a number" | undefined {
  if (asBoolean(source) !== undefined) return "a boolean";
  const isNumber = asWholeNumber(source) !== undefined || fraction.test(source.replaceAll("_", ""));
  return isNumber ? "a number" : undefined;
}
