import { placeholdersIn, type Secrets, secretPlaceholder } from "@hashike/core/kinds";
import { decodeBase64, encodeBase64, textOf } from "./base64.ts";

/** Of a Secret. */
interface SecretData {
  readonly data?: Readonly<Record<string, unknown>> | undefined;
  readonly stringData?: Readonly<Record<string, unknown>> | undefined;
}

/** What stands for a value of a Secret. */
export interface HiddenValue {
  /** Its fingerprint. */
  readonly secret: string;
  /** How it is kept where it is no text. */
  readonly encoding?: "base64";
}

const binary = "base64 ";

/**
 * By key. Equal values of one key are the same to whoever uses them, whether the Secret is applied or was noted by an
 * earlier apply.
 */
export function hiddenValues(
  { data = {}, stringData = {} }: SecretData,
  secrets: Secrets,
): Readonly<Record<string, HiddenValue>> {
  const hideText = (key: string, text: string): HiddenValue => ({ secret: secrets.add(key, text) });
  const hideBytes = (key: string, base64: string): HiddenValue => ({
    secret: secrets.add(`${binary}${key}`, base64),
    encoding: "base64",
  });
  const ofData = (key: string, value: string): HiddenValue => {
    const noted = notedValue(value);
    if (noted !== undefined) return noted;
    const text = textOf(decodeBase64(value) ?? new Uint8Array());
    return isText(text) ? hideText(key, text) : hideBytes(key, value.replace(/[\r\n]/g, ""));
  };
  const ofText = (key: string, text: string): HiddenValue =>
    isText(text) ? hideText(key, text) : hideBytes(key, encodeBase64(new TextEncoder().encode(text)));
  return Object.fromEntries([
    ...entriesOf(data)
      .filter(([key]) => !Object.hasOwn(stringData, key))
      .map(([key, value]) => [key, ofData(key, value)] as const),
    ...entriesOf(stringData).map(([key, text]) => [key, ofText(key, text)] as const),
  ]);
}

/** The data of a Secret as it is noted: what stands for each value, which is no base64. */
export function withoutValues(
  secret: SecretData,
  secrets: Secrets,
): { readonly data: Readonly<Record<string, string>>; readonly stringData: undefined } {
  const hidden = Object.entries(hiddenValues(secret, secrets));
  const data = hidden.map(([key, { secret: id, encoding }]) => [
    key,
    `${encoding === undefined ? "" : binary}${secretPlaceholder(id)}`,
  ]);
  return { data: Object.fromEntries(data), stringData: undefined };
}

/** No variable can hold a NUL. */
function isText(text: string | undefined): text is string {
  return text !== undefined && !text.includes("\0");
}

function notedValue(value: string): HiddenValue | undefined {
  const [secret] = placeholdersIn(value);
  if (secret === undefined) return undefined;
  return value.startsWith(binary) ? { secret, encoding: "base64" } : { secret };
}

/** A key without a value has an empty text. */
function entriesOf(data: Readonly<Record<string, unknown>>): readonly (readonly [string, string])[] {
  return Object.entries(data).map(([key, value]) => [key, typeof value === "string" ? value : ""]);
}
