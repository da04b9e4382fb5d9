import type { IncomingMessage } from "node:http";
import { HashikeError } from "@hashike/core";
import { printable } from "../connect/printable.ts";
import type { Call } from "./call.ts";
import { EngineError } from "./faults/engine-error.ts";
import { withoutUnseen } from "./faults/without-unseen.ts";

type Asked = Pick<Call, "method" | "path">;

/** An error's text is for people; what is longer is a web page. */
const maxErrorBytes = 16 * 1024;

/**
 * @returns the value of a JSON body; `undefined` for an empty one
 * @throws HashikeError `DRIVER_ENGINE_ERROR` when it is not JSON
 */
export async function readJson(response: IncomingMessage, { method, path }: Asked): Promise<unknown> {
  const text = await readText(response, Number.POSITIVE_INFINITY);
  if (text.trim() === "") return undefined;
  try {
    return JSON.parse(text);
  } catch (cause) {
    const start = printable(text.slice(0, 80));
    throw new HashikeError("DRIVER_ENGINE_ERROR", `${method} ${path}: the answer is not JSON: ${start}`, {
      hint: "check that the address is that of a Docker Engine, without a proxy that answers for it",
      cause,
    });
  }
}

/** Reads an answer with an error status. */
export async function readError(response: IncomingMessage, asked: Asked): Promise<EngineError> {
  const text = await readText(response, maxErrorBytes);
  const { statusCode = 0, statusMessage = "" } = response;
  return new EngineError(asked.method, asked.path, statusCode, errorMessage(text) || statusMessage);
}

/** By events: iterating over the chunks takes twice as long, and the answers of an observation are many. */
export function readText(response: IncomingMessage, maxBytes: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const end = () => resolve(Buffer.concat(chunks).toString("utf8"));
    const cutOff = () => reject(response.errored ?? new Error("the answer ended before its end"));
    if (response.destroyed) return cutOff();
    response.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes < maxBytes) return;
      end();
      response.destroy();
    });
    response.on("end", end);
    response.on("error", reject);
    response.on("close", cutOff);
  });
}

/** Docker and Podman answer `{"message": "..."}`; whatever stands between answers text or a web page. */
function errorMessage(text: string): string {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && "message" in value) return String(value.message);
  } catch {
    // Not JSON: taken as text.
  }
  return withoutUnseen(text).replace(/<[^<>]*>/g, " ");
}
