const teller = new URL("./tell-loaded-files.mjs", import.meta.url).href;

/** With this in its environment the command tells on standard error what it loads. */
export const tellLoadedFiles = { NODE_OPTIONS: `--import=${teller}` };

/** @returns the files that were told, such as `bin.js`, and what else was said */
export function loadedFiles(stderr: string): { readonly files: readonly string[]; readonly rest: string } {
  const line = /^loaded (.*)\n/gm;
  return { files: [...stderr.matchAll(line)].map(([, file = ""]) => file), rest: stderr.replace(line, "") };
}
