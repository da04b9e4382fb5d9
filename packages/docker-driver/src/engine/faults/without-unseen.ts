const begin = /<(style|script|head)\b/gi;
const end = /<\/(style|script|head)>/gi;

/** A web page without the elements that nobody sees. */
export function withoutUnseen(page: string): string {
  const ends = endsByName(page);
  let seen = "";
  let from = 0;
  for (const { index, 1: name = "" } of page.matchAll(begin)) {
    if (index < from) continue;
    const following = ends.get(name.toLowerCase()) ?? [];
    while ((following.at(-1)?.begin ?? Number.POSITIVE_INFINITY) < index) following.pop();
    const last = following.at(-1);
    if (last === undefined) continue;
    seen += `${page.slice(from, index)} `;
    from = last.end;
  }
  return seen + page.slice(from);
}

interface End {
  readonly begin: number;
  readonly end: number;
}

/** The last one first, so that those behind us can be taken off. Found once: to search from each beginning takes for ever. */
function endsByName(page: string): Map<string, End[]> {
  const ends = new Map<string, End[]>();
  for (const { index, 0: tag, 1: name = "" } of [...page.matchAll(end)].reverse()) {
    const found = ends.get(name.toLowerCase()) ?? [];
    found.push({ begin: index, end: index + tag.length });
    ends.set(name.toLowerCase(), found);
  }
  return ends;
}
