import { describe, expect, it } from "vitest";
import { explain } from "./known-failures.ts";
import { parsePortConflict } from "./port-conflict.ts";
import { stripControls } from "./showable-line.ts";

const runc =
  "failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process";

// Messages of Docker Engine 20.10 and Podman 4.3, as they sent them.
describe("explain", () => {
  it.each([
    [`${runc}: exec: "nope": executable file not found in $PATH: unknown`, undefined, 'no program "nope"'],
    ['exec: "docker-init": executable file not found in $PATH', undefined, "or leave out init"],
    [`${runc}: exec: "/nope": stat /nope: no such file or directory: unknown`, undefined, "no file /nope"],
    [`${runc}: exec: "/etc": permission denied: unknown`, undefined, "/etc is not an executable file"],
    [
      'invalid mount config for type "bind": bind source path does not exist: /nope/x',
      "DRIVER_HOST_PATH",
      "create /nope/x",
    ],
    [
      `${runc}: error during container init: error mounting "/etc/passwd" to rootfs at "/etc": mount /etc/passwd:/etc (via /proc/self/fd/6), flags: 0x5000: not a directory: unknown`,
      "DRIVER_HOST_PATH",
      "/etc/passwd and /etc differ",
    ],
    ["No such image: sha256:00", "DRIVER_IMAGE_UNAVAILABLE", "apply again"],
    ["network nonet not found", "DRIVER_NETWORK_FAILED", "docker network create nonet"],
    [
      "container create: unable to find network with name or ID nonet: network not found",
      "DRIVER_NETWORK_FAILED",
      "docker network create nonet",
    ],
    ["Minimum memory limit allowed is 6MB", undefined, "check resources"],
    [
      "write /var/lib/docker/tmp/GetImageBlob1: no space left on device",
      "DRIVER_DISK_FULL",
      "hashike image prune",
    ],
    [
      "Cannot update container b5dec563: runc did not terminate successfully: exit status 1: unable to set memory limit to 8388608 (current usage: 42364928, peak usage: 43782144)",
      undefined,
      "choose a larger memory limit",
    ],
    [
      'failed to add interface veth509b1d8 to sandbox: error setting interface "veth509b1d8" IP to 172.21.0.3/16: cannot program address 172.21.0.3/16 in sandbox interface because it conflicts with existing route {Ifindex: 31 Dst: 172.21.0.0/16}',
      undefined,
      "docker restart",
    ],
    [
      "error while removing network: network hknet id ce6cb has active endpoints",
      undefined,
      "remove or disconnect the containers",
    ],
  ])("%s", (reason, code, hint) => {
    const known = explain(reason);
    expect(known?.code).toBe(code);
    expect(known?.hint).toContain(hint);
  });

  it("has no advice for what it does not know", () => {
    expect(explain("something new")).toBeUndefined();
  });
});

describe("parsePortConflict", () => {
  it.each([
    [
      "driver failed programming external connectivity on endpoint web (37eb): Bind for 0.0.0.0:8080 failed: port is already allocated",
      8080,
    ],
    [
      "driver failed programming external connectivity on endpoint web (3): Error starting userland proxy: listen tcp4 0.0.0.0:80: bind: address already in use",
      80,
    ],
    ["Bind for :::443 failed: port is already allocated", 443],
    ["cannot listen on the TCP port: listen tcp4 :23999: bind: address already in use", 23999],
    ["Error starting userland proxy: listen tcp6 [::1]:53: bind: address already in use", 53],
    ["network nonet not found", undefined],
  ])("%s", (reason, port) => {
    expect(parsePortConflict(reason)).toBe(port);
  });
});

describe("stripControls", () => {
  it("drops colours, cursor movements and titles, and keeps tabs", () => {
    expect(stripControls("\u001b[1;31mred\u001b[0m\tend\u001b[2K\u001b]0;title\u0007!\r\u0000\u009b")).toBe(
      "red\tend!",
    );
  });
});
