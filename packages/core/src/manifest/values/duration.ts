const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

const grammar = /^(?:\d+(?:\.\d+)?(?:ms|[smh]))+$/;

/** For schemas: a duration as Compose writes one: `1m30s`, `500ms`, `1.5h`. */
export const durationPattern: string = grammar.source;

/** @returns milliseconds, rounded up; `undefined` for what is no duration */
export function parseDuration(text: string): number | undefined {
  if (!grammar.test(text)) return undefined;
  const parts = text.split(/(?<=[smh])(?!s)/);
  const ms = parts.reduce((sum, part) => {
    return sum + Number.parseFloat(part) * (unitMs[part.replace(/^[\d.]+/, "")] ?? 0);
  }, 0);
  return Math.ceil(ms);
}
