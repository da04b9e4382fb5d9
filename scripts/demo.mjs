// `npm run demo`: from a fresh clone to the quickstart's containers answering, on whatever engine can be had.
import { pidFilesOfRunning } from "./lib/background.mjs";
import { buildPackages } from "./lib/build.mjs";
import { hashike, show } from "./lib/hashike.mjs";
import { holderOf, isFree } from "./lib/port-holder.mjs";
import { onPath } from "./lib/run.mjs";
import { heading, main, Stop, say } from "./lib/say.mjs";
import { setUp } from "./lib/setup.mjs";
import { waitFor } from "./lib/wait-for.mjs";

const manifest = "examples/quickstart/my-manifest.yml";
const page = "http://localhost:8000/";
const publishedPorts = [8000, 6379];

await main(async () => {
  heading("Setting up");
  await buildPackages();
  const { engine } = await setUp();
  const { Version } = await engine.version();
  say(`Ready: Docker Engine ${Version} at ${engine.dockerHost}.`);
  for (const port of publishedPorts) await refuseTakenPort(engine, port);

  heading("Applying the quickstart");
  await hashike(["apply", manifest]);

  heading("The containers");
  if (onPath("docker")) {
    const format = "{{.ID}} {{.Names}} {{.Ports}} {{.Networks}}";
    await show("docker", ["container", "ls", "--filter", "label=hashike", "--format", format]);
  } else {
    await hashike(["get"]);
  }

  heading("The page from the published port");
  say(`GET ${page} -> ${await titleOfPage()}`);

  heading("Applying again");
  const second = await hashike(["apply", manifest]);
  if (!/nothing to do/i.test(second)) throw new Stop("the second apply should have had nothing to do.");

  sayHowToGoOn();
});

/** A port held by a container of Hashike's is an earlier demo's, or `hashike apply` will say whose. */
async function refuseTakenPort(engine, port) {
  const containers = await engine.containers();
  const container = containers.find(({ Ports }) => Ports.some(({ PublicPort }) => PublicPort === port));
  if (container && "hashike" in container.Labels) return;
  if (container) {
    const name = container.Names[0].slice(1);
    throw new Stop(
      `port ${port}, which the quickstart publishes, is taken by the container ${name}.`,
      `Stop it (docker stop ${name}), then run this again.`,
    );
  }
  if (await isFree(port)) return;
  throw new Stop(
    `port ${port}, which the quickstart publishes, is taken by ${holderOf(port) ?? "another program"}.`,
    "Stop that, then run this again.",
  );
}

async function titleOfPage() {
  const fetchPage = async () => {
    const response = await fetch(page, { signal: AbortSignal.timeout(2000) });
    return response.ok && response.text();
  };
  const text = await waitFor(() => fetchPage().catch(() => ""), { seconds: 15 });
  if (!text) throw new Stop(`${page} does not answer.`, "See `docker logs web` for what the container says.");
  return /<title>(.*)<\/title>/.exec(text)?.[1] ?? text.slice(0, 80);
}

function sayHowToGoOn() {
  heading("Look further");
  say("  npx hashike get");
  say("  npx hashike logs web");
  say(`  edit ${manifest}, then: npx hashike plan ${manifest}`);

  heading("Remove it all");
  say(`  npx hashike delete ${manifest} --volumes`);
  say("  docker image rm nginx:alpine-slim redis:alpine hashike-test/busybox:1");
  const pidFiles = pidFilesOfRunning({ dockerd: "dockerd", registry: "docker-registry" });
  if (pidFiles.length > 0) say(`  kill $(cat ${pidFiles.join(" ")})   # what this started in the background`);
  say("  rm -rf .cache node_modules packages/*/node_modules packages/*/dist");
}
