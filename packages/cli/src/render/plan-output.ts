import { getFormats, textFormats } from "../args/command-table.ts";
import { type RawOptions, text } from "../args/options.ts";
import { usageError } from "../args/usage-error.ts";

export interface PlanOutput {
  readonly json: boolean;
  /** Where to save the plan. */
  readonly file: string | undefined;
}

const formats: readonly string[] = textFormats;
/** Words that somebody would type for a format, not for a file. */
const otherFormats: readonly string[] = [...getFormats, "yaml", "yml", "plain", "tty"];

/**
 * `plan -o json` and `-o text` are formats, as with every command; anything else is a file, as with terraform.
 * @throws HashikeError `USAGE` for two files, or a format that plan does not have
 */
export function readPlanOutput(raw: RawOptions): PlanOutput {
  const output = text(raw, "output");
  const out = text(raw, "out");
  if (output === undefined || formats.includes(output)) return { json: output === "json", file: out };
  if (otherFormats.includes(output)) {
    throw usageError(
      `plan has no format ${output}`,
      `formats are text and json; for a file of that name write ./${output}`,
    );
  }
  if (out !== undefined) throw usageError(`the plan can be saved once: to ${output} or to ${out}`);
  return { json: false, file: output };
}
