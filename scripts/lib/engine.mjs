import { existsSync } from "node:fs";
import { hasApt, install, isRoot } from "./apt.mjs";
import { startInBackground } from "./background.mjs";
import { createEngine } from "./engine-api.mjs";
import { onPath } from "./run.mjs";
import { Stop, say } from "./say.mjs";
import { clearStaleFiles } from "./stale-files.mjs";

const defaultHost = "unix:///var/run/docker.sock";

/**
 * Makes sure that a Docker Engine answers: the one there is, else one installed and started here.
 * @param {{mirror: string | undefined}} options `mirror`: registry that an engine started here asks for Docker Hub's names
 */
export async function ensureEngine({ mirror }) {
  const engine = createEngine(process.env.DOCKER_HOST || defaultHost);
  const reason = await engine.whyNot();
  if (!reason) return engine;
  refuseWhatWeCannotMend(engine, reason);
  if (!onPath("dockerd")) await installEngine();
  if (await engine.whyNot()) await startEngine(engine, mirror);
  return engine;
}

function refuseWhatWeCannotMend(engine, reason) {
  if (engine.dockerHost !== defaultHost) {
    throw new Stop(
      `no Docker Engine answers at DOCKER_HOST=${engine.dockerHost}: ${reason.message}`,
      "Start that engine, or unset DOCKER_HOST to use the one of this machine.",
    );
  }
  if (reason.code === "EACCES") {
    throw new Stop(
      `you may not use the Docker Engine of this machine: ${reason.message}`,
      "Run this as root, or join the group docker and log in again: sudo usermod -aG docker $USER",
    );
  }
  if (!isRoot()) {
    throw new Stop(
      `no Docker Engine answers (${reason.message}), and only root may start one.`,
      hasApt()
        ? "Run this as root, or do it yourself: sudo apt-get install docker.io && sudo service docker start"
        : "Install and start Docker (https://docs.docker.com/engine/install/), then run this again.",
    );
  }
  if (!onPath("dockerd") && !hasApt()) {
    throw new Stop(
      `no Docker Engine answers (${reason.message}), and these scripts can install one on Debian only.`,
      "Install and start Docker (https://docs.docker.com/engine/install/), then run this again.",
    );
  }
}

async function installEngine() {
  say("No Docker Engine here. Installing docker.io from Debian ...");
  const packages = ["docker.io", "iptables", "ca-certificates"];
  // A kernel with AppArmor on makes the engine refuse every container until this package's parser is there.
  if (existsSync("/sys/module/apparmor")) packages.push("apparmor");
  await install(packages, ["docker-cli"]);
}

async function startEngine(engine, mirror) {
  say("Starting the Docker Engine (dockerd); it stays when this is done ...");
  await clearStaleFiles();
  const args = mirror ? ["--registry-mirror", `http://${mirror}`] : [];
  const answers = async () => !(await engine.whyNot());
  const failure = await startInBackground("dockerd", args, { name: "dockerd", seconds: 60, answers });
  if (!failure) return;
  throw new Stop(
    `dockerd does not start: ${failure}`,
    "Mend what the log names, then run this again. Is this a container? Then dockerd needs it to be --privileged.",
  );
}
