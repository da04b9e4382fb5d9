import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { unpack, withLibraries } from "../apt.mjs";
import { debianRelease } from "../other-release.mjs";
import { cache } from "../paths.mjs";
import { say } from "../say.mjs";

/** What every engine needs: its networks, and a shell to start it with. */
const common = ["iptables", "nftables", "iproute2", "busybox-static"];

const configurationOfPodman = ["golang-github-containers-common", "golang-github-containers-image"];

const programsOf = {
  docker: { engine: "docker.io", others: ["containerd", "runc"] },
  podman: {
    engine: "podman",
    others: ["conmon", "runc", "netavark", "aardvark-dns", ...configurationOfPodman, "catatonit"],
  },
};

/**
 * Makes sure of a root folder with an engine of a Debian release and all it needs to run: unpacked, not installed.
 * @param {import("./engines.mjs").OtherEngine} engine
 * @returns {Promise<{root: string, version: string}>} `version`: of the package, such as "26.1.5+dfsg1-9"
 */
export async function ensureEngineRoot({ kind, release }) {
  const folder = `${cache}/debian/${kind}-${release}`;
  const about = `${folder}/etc/hashike-engine`;
  if (!existsSync(about)) {
    const { engine, others } = programsOf[kind];
    say(`Fetching ${engine} of Debian ${release} ...`);
    const from = await debianRelease(release);
    const programs = await withLibraries([engine, ...others, ...common], from);
    const versions = await unpack(programs, folder, from);
    complete(folder);
    writeFileSync(about, versions.get(engine));
  }
  return { root: folder, version: readFileSync(about, "utf8") };
}

/** What the packages' installation would have made. */
function complete(folder) {
  // Packages before Debian 13 have files in both; on a machine they come to the same.
  for (const name of ["bin", "sbin", "lib", "lib64"]) {
    if (existsSync(`${folder}/${name}`))
      cpSync(`${folder}/${name}`, `${folder}/usr/${name}`, { recursive: true, verbatimSymlinks: true });
    rmSync(`${folder}/${name}`, { recursive: true, force: true });
    symlinkSync(`usr/${name}`, `${folder}/${name}`);
  }
  for (const place of ["proc", "sys", "dev", "run", "tmp", "root", "var/tmp", "etc"])
    mkdirSync(`${folder}/${place}`, { recursive: true });
  if (!existsSync(`${folder}/var/run`)) symlinkSync("../run", `${folder}/var/run`);
  for (const program of ["iptables", "ip6tables"].flatMap((table) => [
    table,
    `${table}-save`,
    `${table}-restore`,
  ]))
    if (!existsSync(`${folder}/usr/sbin/${program}`))
      symlinkSync("xtables-nft-multi", `${folder}/usr/sbin/${program}`);
  writeFileSync(`${folder}/etc/hosts`, "127.0.0.1 localhost\n");
  writeFileSync(`${folder}/etc/passwd`, "root:x:0:0::/root:/bin/sh\n");
  writeFileSync(`${folder}/etc/group`, "root:x:0:\n");
  // The world outside has no name server, and says so at once.
  writeFileSync(`${folder}/etc/resolv.conf`, "nameserver 10.98.0.2\n");
}
