const maxLength = 1000;

/**
 * Makes text from outside (an engine, a registry, a setting) fit for a message: one line without control characters,
 * without user and password in URLs, at most 1000 characters.
 */
export function printable(text: string): string {
  const line = stripControls(text).replace(/\s+/g, " ").trim();
  // Controls are gone by now: one hidden inside a URL would keep the pattern from matching. No scheme is longer:
  // without a bound the pattern would take forever on long text.
  const safe = line.replace(/([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/@]*@/gi, "$1");
  return safe.length > maxLength ? `${safe.slice(0, maxLength)}...` : safe;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: it is what is looked for
const escapeSequence = /\u001b\[[0-9;?]*[ -/]*[@-~]/g;
/** C0, DEL, C1, the line ends of Unicode, and what turns the direction of text around. */
const controls = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

function stripControls(text: string): string {
  // Whole escape sequences first, or their visible half would remain.
  return text.replace(escapeSequence, "").replace(controls, (c) => (/\s/.test(c) ? " " : ""));
}
