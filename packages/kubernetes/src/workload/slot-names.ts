/** `web-0`, `web-1`, … */
export function slotNames(name: string, count: number, first = 0): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${name}-${first + index}`);
}
