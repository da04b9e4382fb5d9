import { hasApt, install, isRoot } from "./apt.mjs";
import { onPath } from "./run.mjs";
import { Stop, say } from "./say.mjs";

// Program to Debian package: Podman is the second engine that the driver is tested on, openssl makes the
// certificates of its TLS tests, script gives the command line a terminal, skopeo reads and writes stores of images,
// systemd-analyze reads unit files.
const packageOf = {
  podman: "podman",
  openssl: "openssl",
  script: "bsdutils",
  skopeo: "skopeo",
  "systemd-analyze": "systemd",
};

/** Makes sure of the programs that only tests need. */
export async function ensureTestTools() {
  const missing = Object.keys(packageOf).filter((program) => !onPath(program));
  if (missing.length === 0) return;
  const packages = missing.map((program) => packageOf[program]);
  if (!hasApt() || !isRoot()) {
    throw new Stop(
      `the tests need ${missing.join(", ")}.`,
      hasApt()
        ? `Install them: sudo apt-get install ${packages.join(" ")}`
        : "Install them, then run this again.",
    );
  }
  say(`Installing what the tests need: ${packages.join(", ")} ...`);
  await install(packages);
}
