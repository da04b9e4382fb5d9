import { hideValues, shortLength } from "./hide-values.ts";

/** What a container wrote, without control characters and secret values. */
export function showableLine(line: string, secrets: Readonly<Record<string, string>>): string {
  // What looks like `scheme://user:password@` goes too, whoever wrote it.
  const safe = stripControls(line).replace(/([a-z0-9+.-]:\/\/[^\s/:@]*:)[^\s/@]+@/gi, "$1***@");
  const hidden = Object.values(secrets).filter((value) => value.length >= shortLength);
  return hideValues(safe, hidden);
}

/** Drops terminal escape sequences and all other control characters but the tab. */
export function stripControls(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
      .replace(/\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\-_])/g, "")
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
      .replace(/[\u0000-\u0008\u000a-\u001f\u007f-\u009f]/g, "")
  );
}
