const seconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** Reads `10m` or `1h30m`. @returns seconds; `undefined` for what is no duration */
export function readDuration(text: string): number | undefined {
  if (!/^(\d+[smhd])+$/.test(text)) return undefined;
  const parts = text.match(/(?<!\d)\d+[smhd]/g) ?? [];
  return parts.reduce((sum, part) => sum + Number.parseInt(part, 10) * (seconds[part.slice(-1)] ?? 0), 0);
}
