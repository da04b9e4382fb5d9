const longestEcho = 60;

// C0 and C1 controls, what turns the direction of text or hides in it, line separators, and lone surrogates.
const unsafe = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** The user's text, fit to be shown: control characters escaped, long texts cut. */
export function safeText(text: string, longest: number = longestEcho): string {
  const characters = [...text.slice(0, 2 * longest + 2)];
  const cut = characters.length > longest || text.length > 2 * longest + 2;
  const shown = cut ? `${characters.slice(0, longest - 1).join("")}…` : text;
  return shown.replace(unsafe, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `\\u${code.toString(16).padStart(4, "0")}`;
  });
}

/** The user's text in quotes, fit to be shown. Passwords in URLs are left out. */
export function quote(text: string): string {
  return `"${safeText(text.slice(0, 4096).replace(/:\/\/[^/@\s]*@/g, "://…@"))}"`;
}

/** `a, b or c` */
export function alternatives(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} or ${last}`;
}

/** `1 mistake`, `3 mistakes` */
export function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? "" : "s"}`;
}
