import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { hasApt } from "../../scripts/lib/apt.mjs";
import { debianMirror } from "../../scripts/lib/debian-mirror.mjs";
import { cache } from "../../scripts/lib/paths.mjs";
import { mustRun, onPath, run } from "../../scripts/lib/run.mjs";
import { say } from "../../scripts/lib/say.mjs";

const folder = `${cache}/bench/docker-compose`;

/** The first release of Debian with version 2 of docker compose. */
const release = "trixie";

/**
 * Finds docker compose, version 2: on the PATH, as a plugin of docker, or from a newer release of Debian, in a folder
 * of our own.
 * @returns {Promise<string[] | undefined>} the command line before its arguments; undefined when it cannot be had
 */
export async function findCompose() {
  if (onPath("docker-compose") && (await isVersion2(["docker-compose"]))) return ["docker-compose"];
  if (onPath("docker") && (await isVersion2(["docker", "compose"]))) return ["docker", "compose"];
  if (!existsSync(folder)) {
    if (!hasApt()) return undefined;
    say(`Fetching docker compose from Debian ${release} ...`);
    await fetchCompose();
  }
  const places = ["usr/libexec/docker/cli-plugins", "usr/lib/docker/cli-plugins", "usr/bin"];
  const program = places.map((place) => `${folder}/${place}/docker-compose`).find((path) => existsSync(path));
  return program !== undefined && (await isVersion2([program])) ? [program] : undefined;
}

export async function composeVersion([file, ...args]) {
  return (await mustRun(file, [...args, "version", "--short"])).stdout.trim();
}

async function isVersion2([file, ...args]) {
  const { code, stdout } = await run(file, [...args, "version", "--short"]);
  return code === 0 && /^v?[2-9]/.test(stdout.trim());
}

/** With lists of its own, so that the machine's package lists stay as they are. Signatures are checked as always. */
async function fetchCompose() {
  const work = `${folder}.unfinished`;
  rmSync(work, { recursive: true, force: true });
  for (const name of ["state/lists/partial", "cache/archives/partial", "debs"]) {
    mkdirSync(`${work}/${name}`, { recursive: true });
  }
  const keyring = "/usr/share/keyrings/debian-archive-keyring.gpg";
  writeFileSync(`${work}/list`, `deb [signed-by=${keyring}] ${debianMirror()} ${release} main\n`);
  const options = [
    ["Dir::State", `${work}/state`],
    ["Dir::Cache", `${work}/cache`],
    ["Dir::Etc::SourceList", `${work}/list`],
    ["Dir::Etc::SourceParts", "/dev/null"],
    ["APT::Sandbox::User", "root"],
  ].flatMap(([name, value]) => ["-o", `${name}=${value}`]);
  await mustRun("apt-get", [...options, "update"]);
  await mustRun("apt-get", [...options, "download", "docker-compose"], { cwd: `${work}/debs` });
  for (const deb of readdirSync(`${work}/debs`)) {
    await mustRun("dpkg-deb", ["--extract", `${work}/debs/${deb}`, `${work}/root`]);
  }
  renameSync(`${work}/root`, folder);
  rmSync(work, { recursive: true, force: true });
}
