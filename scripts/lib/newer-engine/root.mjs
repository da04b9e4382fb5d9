import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { unpack, withLibraries } from "../apt.mjs";
import { debianRelease } from "../other-release.mjs";
import { cache } from "../paths.mjs";
import { say } from "../say.mjs";

const release = "trixie";

const folder = `${cache}/debian/newer-engine`;

/** What the engine runs, and a shell to start it with. */
const programs = ["docker.io", "containerd", "runc", "busybox-static"];

/**
 * Makes sure of a root folder with a newer Docker Engine than Debian's stable one before, and all it needs to run:
 * unpacked, not installed.
 * @returns {Promise<{root: string, name: string}>} `name`: of the package, such as "docker.io 26.1.5+dfsg1-9"
 */
export async function ensureEngineRoot() {
  const about = `${folder}/etc/hashike-engine`;
  if (!existsSync(about)) {
    say(`Fetching the Docker Engine of Debian ${release} ...`);
    const from = await debianRelease(release);
    const versions = await unpack(await withLibraries(programs, from), folder, from);
    complete();
    writeFileSync(about, `docker.io ${versions.get("docker.io")}`);
  }
  return { root: folder, name: readFileSync(about, "utf8") };
}

/** What the packages' installation would have made. */
function complete() {
  for (const link of ["bin", "sbin", "lib", "lib64"])
    if (!existsSync(`${folder}/${link}`)) symlinkSync(`usr/${link}`, `${folder}/${link}`);
  for (const place of ["proc", "sys", "dev", "run", "tmp", "root", "data", "var"])
    mkdirSync(`${folder}/${place}`, { recursive: true });
  symlinkSync("../run", `${folder}/var/run`);
  writeFileSync(`${folder}/etc/hosts`, "127.0.0.1 localhost\n");
  writeFileSync(`${folder}/etc/passwd`, "root:x:0:0::/root:/bin/sh\n");
  writeFileSync(`${folder}/etc/group`, "root:x:0:\n");
}
