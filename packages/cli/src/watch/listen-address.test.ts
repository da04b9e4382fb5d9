import { expect, it } from "vitest";
import { readListenAddress } from "./listen-address.ts";

it.each([
  ["9120", { host: "127.0.0.1", port: 9120 }],
  ["0", { host: "127.0.0.1", port: 0 }],
  ["0.0.0.0:9120", { host: "0.0.0.0", port: 9120 }],
  ["localhost:80", { host: "localhost", port: 80 }],
  ["[::1]:9120", { host: "::1", port: 9120 }],
])("--listen %s is %j", (text, address) => {
  expect(readListenAddress(text)).toEqual(address);
});

it.each(["", "web", "65536", ":80", "::1:80", "1.2.3.4", "-1"])("--listen %s is wrong usage", (text) => {
  expect(() => readListenAddress(text)).toThrow(/is no port/);
});
