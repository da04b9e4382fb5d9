import { type Problem, quote } from "@hashike/core/kinds";
import { decodeBase64 } from "./base64.ts";

const keyRule = /^[-._a-zA-Z0-9]{1,253}$/;

type Data = Readonly<Record<string, string | undefined>> | undefined;

/** Keys and values of one map. Values are never shown. */
export function* checkData(map: string, data: Data, form: "text" | "base64"): Generator<Problem> {
  for (const [key, value] of Object.entries(data ?? {})) {
    const path = [map, key];
    if (!keyRule.test(key) || key === "." || key === "..") {
      yield { path, on: "key", message: "must have letters, digits, -, _ and . only" };
    }
    if (form === "base64" && value !== undefined && decodeBase64(value) === undefined) {
      const hint =
        map === "data"
          ? "write it in clear under stringData, or encode it: base64 -w0 FILE"
          : "encode it: base64 -w0 FILE";
      yield { path, message: "is not base64", hint };
    }
  }
}

/** Of ConfigMaps; a Secret's stringData wins over its data. */
export function* checkGivenOnce(data: Data = {}, binaryData: Data = {}): Generator<Problem> {
  for (const key of Object.keys(binaryData)) {
    if (!Object.hasOwn(data, key)) continue;
    yield { path: ["binaryData", key], on: "key", message: `gives ${quote(key)}, which data gives as well` };
  }
}
