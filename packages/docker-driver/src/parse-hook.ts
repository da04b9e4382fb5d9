import type { HookSpec } from "@hashike/core";

/**
 * Reads a hook back that was kept as JSON.
 * @returns `undefined` for what is none: cut, edited, of another version
 */
export function parseHook(text: string): HookSpec | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isHook(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isHook(value: unknown): value is HookSpec {
  if (!isObject(value)) return false;
  switch (value.kind) {
    case "exec":
      return isListOf(value.command, (part) => typeof part === "string");
    case "sleep":
      return typeof value.seconds === "number";
    case "httpGet":
      return (
        (value.scheme === "http" || value.scheme === "https") &&
        typeof value.port === "number" &&
        typeof value.path === "string" &&
        ["undefined", "string"].includes(typeof value.host) &&
        isListOf(value.headers, isHeader)
      );
    default:
      return false;
  }
}

function isHeader(value: unknown): boolean {
  return isObject(value) && typeof value.name === "string" && typeof value.value === "string";
}

function isListOf(value: unknown, isItem: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isItem);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
