import { readlinkSync } from "node:fs";
import { basename } from "node:path";

/**
 * Whether the process of this number runs this program. Its number alone does not tell: it may belong to another
 * program by now, or to a dead process that nobody has waited for, which has a name still but no executable.
 */
export function runs(pid, program) {
  try {
    return basename(readlinkSync(`/proc/${pid}/exe`)).replace(/ \(deleted\)$/, "") === program;
  } catch {
    return false;
  }
}
