import { HashikeError } from "@hashike/core";
import { printable } from "../connect/printable.ts";

/** Far longer than anything an engine sends in a line. */
const defaultMaxLineLength = 1024 * 1024;

/**
 * Reads a stream of JSON values, one to a line, as engines send progress. The last line needs no end, blank ones are
 * skipped. Ending early ends the source.
 * @throws HashikeError `DRIVER_ENGINE_ERROR` for a line that is not JSON, or longer than `maxLineLength` characters;
 * what the source throws
 */
export async function* jsonLines(
  source: AsyncIterable<Uint8Array>,
  { maxLineLength = defaultMaxLineLength }: { readonly maxLineLength?: number } = {},
): AsyncGenerator<unknown> {
  let number = 0;
  for await (const line of textLines(source, maxLineLength)) {
    number += 1;
    if (line.trim() !== "") yield parseLine(line, number);
  }
}

async function* textLines(source: AsyncIterable<Uint8Array>, maxLength: number): AsyncGenerator<string> {
  // Keeps the bytes of a character that the next chunk completes.
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of source) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
    if (rest.length > maxLength) {
      throw new HashikeError(
        "DRIVER_ENGINE_ERROR",
        `the engine sent a line of more than ${maxLength} characters`,
      );
    }
  }
  yield rest + decoder.decode();
}

function parseLine(line: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    const start = printable(line.slice(0, 80));
    throw new HashikeError(
      "DRIVER_ENGINE_ERROR",
      `line ${number} of the engine's answer is not JSON: ${start}`,
      {
        hint: "check that the address is that of a Docker Engine, without a proxy that answers for it",
        cause,
      },
    );
  }
}
