import type { CommandName, HelpTopic } from "./command-table.ts";
import type { RawOptions } from "./options.ts";

/** What a command line asks for. */
export type ParsedArgs =
  | { readonly kind: "help"; readonly command: HelpTopic | undefined }
  | { readonly kind: "version" }
  | {
      readonly kind: "command";
      readonly command: CommandName;
      readonly args: readonly string[];
      readonly options: RawOptions;
    };
