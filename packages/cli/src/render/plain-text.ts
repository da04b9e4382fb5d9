// biome-ignore-all lint/suspicious/noControlCharactersInRegex: finding them is what this is for
/** Escape sequences as a whole: CSI (colours, cursor), OSC (titles, links) and the short ones. */
const escapeSequences =
  /\u001b\[[0-?]*[ -/]*[@-~]|\u001b[\]PX^_][^\u0007\u001b]*(?:\u0007|\u001b\\)?|\u001b[ -/]*[0-~]/g;
const colourSequence = /^\u001b\[[\d;:]*m$/;
/** C0, C1 and the marks that reorder text on a terminal, which could make a line say something else. */
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/**
 * Text from elsewhere (a daemon, a registry, a manifest), made safe to show: no control characters but line ends;
 * tabs become spaces.
 */
export function plainText(text: string): string {
  return text.replace(/\r\n/g, "\n").replace(escapeSequences, "").replace(/\t/g, "  ").replace(controls, "");
}

/** As {@link plainText}, on one line. */
export function plainLine(text: string): string {
  return plainText(text)
    .trim()
    .replace(/\s+/g, (space) => (space.includes("\n") ? " " : space));
}

/**
 * A line that a container logged. Tabs stay, and its colours where they can be shown; nothing that moves the
 * cursor or sets a title.
 */
export function plainLogLine(text: string, options: { readonly colour: boolean }): string {
  const kept: string[] = [];
  const parts = text.split(escapeSequences);
  const sequences = text.match(escapeSequences) ?? [];
  let coloured = false;
  for (const [i, part] of parts.entries()) {
    kept.push(part.replace(controls, ""));
    const sequence = sequences[i];
    if (sequence === undefined || !options.colour || !colourSequence.test(sequence)) continue;
    kept.push(sequence);
    coloured = true;
  }
  return coloured ? `${kept.join("")}\u001b[0m` : kept.join("");
}
