import { fingerprint } from "./fingerprint.ts";

/** Where sensitive values are put. */
export interface Secrets {
  /**
   * @param value what stands for secrets in it is put in, as far as these are known
   * @returns the fingerprint by which the value is found again
   */
  add(name: string, value: string): string;
}

/**
 * Collects sensitive values while a desired state is built, and gives out what stands for them.
 * The variable's name goes into the fingerprint, so that equal values of two variables do not show as equal.
 */
export class SecretValues implements Secrets {
  readonly #values: Record<string, string> = {};

  add(name: string, value: string): string {
    const id = fingerprint(`${name}=${value}`);
    this.#values[id] = revealSecrets(value, this.#values);
    return id;
  }

  /** By fingerprint. */
  get all(): Readonly<Record<string, string>> {
    return this.#values;
  }
}

/** What stands for a secret within a longer text, e.g. an argument that a `$(DB_PASSWORD)` was written in. */
export function secretPlaceholder(id: string): string {
  return `$(secret:${id})`;
}

const placeholder = /\$\(secret:([0-9a-f]{32})\)/g;

/** For drivers: the text with its secrets put in. What is not known stays as it is. */
export function revealSecrets(text: string, secrets: Readonly<Record<string, string>>): string {
  return text.replace(placeholder, (whole, id: string) =>
    Object.hasOwn(secrets, id) ? (secrets[id] ?? whole) : whole,
  );
}

/** The fingerprints that a text refers to. */
export function placeholdersIn(text: string): readonly string[] {
  return [...text.matchAll(placeholder)].map(([, id]) => id ?? "");
}
