import { expect, it } from "vitest";
import { type EngineInfo, type Surroundings, sharesFiles } from "./shares-files.ts";

const info: EngineInfo = {
  Name: "box",
  OperatingSystem: "Debian GNU/Linux 12",
  DockerRootDir: "/var/lib/docker",
};
const here: Surroundings = {
  platform: "linux",
  hostname: "box",
  exists: (path) => path === "/var/lib/docker",
  mountInfo: () => "22 1 0:21 / /proc rw - proc proc rw\n",
};

it("an engine on this machine shares its files", () => {
  expect(sharesFiles(info, here)).toBe(true);
});

it.each<[string, Partial<EngineInfo>, Partial<Surroundings>]>([
  ["Docker Desktop's machine", { OperatingSystem: "Docker Desktop" }, {}],
  ["a machine of another name", { Name: "colima" }, {}],
  ["another system than Linux", {}, { platform: "darwin" }],
  ["a process without the engine's folder", {}, { exists: () => false }],
  [
    "a container on the host's network with the host's folder mounted",
    {},
    { mountInfo: () => "5 1 8:1 /var/lib/docker/containers/x/hosts /etc/hosts rw - ext4 /dev/sda1 rw\n" },
  ],
])("%s does not", (_what, otherInfo, surroundings) => {
  expect(sharesFiles({ ...info, ...otherInfo }, { ...here, ...surroundings })).toBe(false);
});
