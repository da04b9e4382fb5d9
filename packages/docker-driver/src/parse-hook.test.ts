import type { HookSpec } from "@hashike/core";
import { describe, expect, it } from "vitest";
import { parseHook } from "./parse-hook.ts";

const hooks: readonly HookSpec[] = [
  { kind: "exec", command: ["sh", "-c", "drain --key=$(secret:0123456789abcdef0123456789abcdef)"] },
  { kind: "sleep", seconds: 5 },
  { kind: "httpGet", scheme: "http", port: 80, path: "/drain", headers: [{ name: "A", value: "b" }] },
  { kind: "httpGet", scheme: "https", port: 443, path: "/", host: "127.0.0.1", headers: [] },
];

describe("a hook in a label", () => {
  it.each(hooks)("is read back as it was: $kind", (hook) => {
    expect(parseHook(JSON.stringify(hook))).toEqual(hook);
  });

  it.each([
    "",
    "{",
    "null",
    '"sleep"',
    '{"kind":"dance"}',
    '{"kind":"sleep","seconds":"5"}',
    '{"kind":"exec","command":"rm"}',
    '{"kind":"exec","command":[1]}',
    '{"kind":"httpGet","scheme":"ftp","port":1,"path":"/","headers":[]}',
    '{"kind":"httpGet","scheme":"http","port":1,"path":"/"}',
    '{"kind":"httpGet","scheme":"http","port":1,"path":"/","headers":[{"name":"A"}]}',
    '{"kind":"httpGet","scheme":"http","port":1,"path":"/","host":7,"headers":[]}',
  ])("is none when it is something else: %s", (text) => {
    expect(parseHook(text)).toBeUndefined();
  });
});
