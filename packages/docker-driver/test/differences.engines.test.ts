import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { testDriver } from "./support/driver.ts";
import { engine } from "./support/engine.ts";
import { busybox } from "./support/images.ts";
import { freePort, type OwnThings, ownThings } from "./support/own-things.ts";
import { registry } from "./support/registry.ts";
import { desiredState } from "./support/specs.ts";

type Kind = "docker" | "podman4" | "podman5";

let own: OwnThings;
let kind: Kind;

beforeAll(async () => {
  own = await ownThings("differences");
  const { engine: facts } = await testDriver().observe(desiredState());
  const { Version } = await engine.json<{ Version: string }>("GET", "/version");
  const podman = Version.startsWith("4.") ? "podman4" : "podman5";
  kind = facts.description.startsWith("Podman") ? podman : "docker";
});

afterAll(() => own.removeAll());

interface Difference extends Readonly<Record<Kind, unknown>> {
  readonly what: string;
  readonly ask: () => Promise<unknown>;
}

async function createContainer(name: string, more: object = {}): Promise<string> {
  const body = { Image: busybox, Cmd: ["sleep", "600"], ...more };
  return (await engine.json<{ Id: string }>("POST", `/containers/create?name=${own.name(name)}`, body)).Id;
}

/** As docs/engines.md lists them: an engine that has learned something is noticed. */
const differences: readonly Difference[] = [
  {
    what: "says which digest a registry has",
    docker: true,
    podman4: false,
    podman5: false,
    ask: async () => (await engine.status("GET", `/distribution/${registry}/${busybox}/json`)) === 200,
  },
  {
    what: "changes the restart policy of a container that is there",
    docker: "always",
    podman4: "no",
    podman5: "always",
    ask: async () => {
      const id = await createContainer("policy", { HostConfig: { RestartPolicy: { Name: "no" } } });
      await engine.text("POST", `/containers/${id}/update`, { RestartPolicy: { Name: "always" } });
      const { HostConfig } = await engine.json<{ HostConfig: { RestartPolicy: { Name: string } } }>(
        "GET",
        `/containers/${id}/json`,
      );
      return HostConfig.RestartPolicy.Name;
    },
  },
  {
    what: "answers a name in use with a conflict",
    docker: 409,
    podman4: 500,
    podman5: 500,
    ask: async () => {
      await createContainer("twice");
      const body = { Image: busybox };
      return (await engine.text("POST", `/containers/create?name=${own.name("twice")}`, body)).status;
    },
  },
  {
    what: "lists an image of Docker Hub without its registry",
    docker: true,
    podman4: false,
    podman5: false,
    ask: async () => {
      const images = await engine.json<{ RepoTags: string[] | null }[]>("GET", "/images/json");
      return images.some(({ RepoTags }) => RepoTags?.includes(busybox));
    },
  },
  {
    what: "gives a host port at IPv6 addresses, too, where the network has none",
    docker: true,
    podman4: false,
    podman5: false,
    ask: async () => {
      const port = await freePort();
      await engine.json("POST", "/networks/create", { Name: own.name("net") });
      const id = await createContainer("port", {
        Cmd: ["httpd", "-f", "-p", "80"],
        ExposedPorts: { "80/tcp": {} },
        HostConfig: { NetworkMode: own.name("net"), PortBindings: { "80/tcp": [{ HostPort: `${port}` }] } },
      });
      await engine.json("POST", `/containers/${id}/start`);
      const answers = (host: string) => fetch(`http://${host}:${port}/`).then(Boolean, () => false);
      await vi.waitUntil(() => answers("127.0.0.1"), { timeout: 20_000 });
      return answers("[::1]");
    },
  },
];

it.each(differences.map((difference) => [difference.what, difference] as const))(
  "whether an engine %s is as listed",
  async (_, difference) => {
    expect(await difference.ask()).toBe(difference[kind]);
  },
);
