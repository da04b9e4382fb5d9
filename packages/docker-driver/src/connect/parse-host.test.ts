import { expect, it } from "vitest";
import { parseHost } from "./parse-host.ts";

it.each([
  ["unix:///var/run/docker.sock", { kind: "unix", socketPath: "/var/run/docker.sock" }],
  ["unix://", { kind: "unix", socketPath: "/var/run/docker.sock" }],
  ["tcp://build.example:2376", { kind: "tcp", scheme: "tcp", host: "build.example", port: 2376 }],
  ["tcp://build.example", { kind: "tcp", scheme: "tcp", host: "build.example" }],
  ["tcp://:2375", { kind: "tcp", scheme: "tcp", host: "localhost", port: 2375 }],
  ["tcp://[::1]:2375", { kind: "tcp", scheme: "tcp", host: "::1", port: 2375 }],
  ["tcp://proxy:80/engine/", { kind: "tcp", scheme: "tcp", host: "proxy", port: 80, basePath: "/engine" }],
  ["build.example:2375", { kind: "tcp", scheme: "tcp", host: "build.example", port: 2375 }],
  ["http://build.example:80", { kind: "tcp", scheme: "http", host: "build.example", port: 80 }],
  ["HTTPS://build.example:443", { kind: "tcp", scheme: "https", host: "build.example", port: 443 }],
  ["ssh://build.example", { kind: "ssh", host: "build.example" }],
  ["ssh://me@build.example:2222", { kind: "ssh", user: "me", host: "build.example", port: 2222 }],
  ["ssh://a%40corp@build.example", { kind: "ssh", user: "a@corp", host: "build.example" }],
  [
    "ssh://me@[fe80::1]/run/user/1/docker.sock",
    { kind: "ssh", user: "me", host: "fe80::1", path: "/run/user/1/docker.sock" },
  ],
])("reads %s", (text, expected) => {
  expect(parseHost(text, "DOCKER_HOST")).toEqual(expected);
});

it.each([
  ["npipe:////./pipe/docker_engine", /DOCKER_HOST: named pipes of Windows are not supported/],
  ["fd://", /DOCKER_HOST: fd:\/\/ is not supported/],
  ["unix://docker.sock", /a socket's path must begin with \//],
  ["tcp://build.example:99999", /99999 is not a port/],
  ["tcp://build.example:0", /0 is not a port/],
  ["tcp://build.example:port", /not an engine's address: tcp:\/\/build.example:port/],
  ["tcp://build.example:2375?x=1", /not an engine's address/],
  ["tcp://bob:s3cret@build.example", /cannot hold a user or password/],
  ["ssh://bob:s3cret@build.example", /cannot hold a password/],
  ["ssh://-oProxyCommand=x", /not an address for ssh/],
  ["ssh://@build.example", /not an address for ssh/],
  ["ssh://%zz@build.example", /not percent-encoded correctly/],
])("refuses %s without showing secrets", (text, message) => {
  let error: unknown;
  try {
    parseHost(text, "DOCKER_HOST");
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toMatchObject({ code: "DRIVER_ENDPOINT_INVALID", message: expect.stringMatching(message) });
  expect(String(error)).not.toContain("s3cret");
});
