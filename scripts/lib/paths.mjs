import { fileURLToPath } from "node:url";

/** The repository's root folder, without a slash at its end. */
export const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

/** Everything the scripts keep between runs: logs, downloads, registry data. Git ignores it; safe to remove. */
export const cache = `${root}/.cache`;
