import { apply, type ContainerSpec, type DesiredState, type Plan, plan } from "@hashike/core";
import { withSandbox } from "@hashike/core/kinds";
import { desiredState as stateOf } from "@hashike/core/testing";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { testDriver } from "./support/driver.ts";
import { engine } from "./support/engine.ts";
import { busybox, nginx } from "./support/images.ts";
import { inspect } from "./support/inspect.ts";
import { freePort, type OwnThings, ownThings } from "./support/own-things.ts";
import { page, untilPage } from "./support/pages.ts";
import { containerSpec } from "./support/specs.ts";

let own: OwnThings;
const driver = testDriver();

beforeAll(async () => {
  own = await ownThings("pod");
});

afterAll(() => own.removeAll());

let pods = 0;
let name: string;
let hostPort: number;

beforeEach(async () => {
  pods += 1;
  name = own.name(`p${pods}`);
  hostPort = await freePort();
});

afterEach(() => own.removeAll());

interface PodOptions {
  readonly text?: string;
  readonly web?: Partial<ContainerSpec>;
  readonly peer?: Partial<ContainerSpec>;
}

/** A server that is published, and a peer that asks it by `localhost` and prints what it answered. */
function pod({ text = "one", web = {}, peer = {} }: PodOptions = {}): DesiredState {
  const owner = { kind: "Pod", namespace: "default", name };
  const update = { ...containerSpec().update, drainSeconds: 0, progressDeadlineSeconds: 20 };
  const serve = `echo ${text} > /usr/share/nginx/html/index.html; exec nginx -g "daemon off;"`;
  const ask = "until wget -qO- http://localhost:80/; do sleep 0.05; done; exec sleep 3600";
  const containers = [
    containerSpec({
      name: `${name}_web`,
      owner,
      image: nginx,
      command: ["sh", "-c", serve],
      ports: [{ containerPort: 80, hostPort, hostIp: "", protocol: "tcp" }],
      networks: [own.name("net")],
      stopTimeoutSeconds: 1,
      update,
      probes: { readiness: probe(80) },
      ...web,
    }),
    containerSpec({
      name: `${name}_peer`,
      owner,
      image: busybox,
      command: ["sh", "-c", ask],
      networks: [own.name("net")],
      stopTimeoutSeconds: 1,
      update,
      ...peer,
    }),
  ];
  const whole = withSandbox({ containers }, { name });
  const state = stateOf(whole.containers ?? []);
  return {
    ...state,
    networks: [{ name: own.name("net"), external: false }],
    images: [
      ...state.images.filter(({ reference }) => !reference.startsWith("hashike:")),
      ...(whole.images ?? []),
    ],
    containers: whole.containers ?? [],
  };
}

function probe(port: number): NonNullable<ContainerSpec["probes"]["readiness"]> {
  return {
    handler: { kind: "httpGet", scheme: "http", port, path: "/", headers: [] },
    initialDelaySeconds: 0,
    periodSeconds: 1,
    timeoutSeconds: 1,
    successThreshold: 1,
    failureThreshold: 3,
  };
}

async function applied(state: DesiredState): Promise<Plan> {
  const made = plan(state, await driver.observe(state), { allowDestroy: true });
  const result = await apply(made, driver);
  expect(result.failed).toEqual([]);
  expect(result.status).toBe("done");
  return made;
}

async function idOf(container: string): Promise<string> {
  return (await engine.json<{ Id: string }>("GET", `/containers/${container}/json`)).Id;
}

async function changesOf(state: DesiredState): Promise<readonly string[]> {
  const { changes } = plan(state, await driver.observe(state), { allowDestroy: true });
  return changes.map(({ kind, target }) => `${kind} ${target.name.replace(name, "pod")}`);
}

async function post(path: string): Promise<void> {
  await engine.json("POST", path);
}

const address = () => `http://127.0.0.1:${hostPort}/`;

async function logOf(container: string): Promise<string> {
  return (await engine.text("GET", `/containers/${container}/logs?stdout=1`)).text;
}

describe("a pod of two containers", () => {
  it("shares its network, is published by its sandbox, and is as wanted afterwards", async () => {
    await applied(pod());
    await untilPage(address(), "one");
    const sandbox = await idOf(name);
    for (const member of ["web", "peer"]) {
      const { HostConfig } = await inspect(await idOf(`${name}_${member}`));
      expect(HostConfig).toMatchObject({
        NetworkMode: `container:${sandbox}`,
        IpcMode: `container:${sandbox}`,
      });
    }
    await expect.poll(() => logOf(`${name}_peer`), { timeout: 10_000 }).toContain("one");
    expect(await changesOf(pod())).toEqual([]);
  });

  it("is replaced as one by a change of one of its containers, and the port passes when all are ready", async () => {
    await applied(pod());
    await untilPage(address(), "one");
    const before = await Promise.all([name, `${name}_web`, `${name}_peer`].map(idOf));
    const made = await applied(pod({ text: "two" }));
    expect(made.changes.map(({ kind, target, rollout }) => [kind, target.name, rollout?.rung])).toEqual([
      ["replace", name, "switch"],
      ["replace", `${name}_peer`, "side-by-side"],
      ["replace", `${name}_web`, "side-by-side"],
    ]);
    expect(await page(address())).toBe("two");
    const after = await Promise.all([name, `${name}_web`, `${name}_peer`].map(idOf));
    expect(after.filter((id) => before.includes(id))).toEqual([]);
    expect(await changesOf(pod({ text: "two" }))).toEqual([]);
  });

  it("goes on serving when its new revision does not get ready", async () => {
    await applied(pod());
    await untilPage(address(), "one");
    const before = await Promise.all([name, `${name}_web`, `${name}_peer`].map(idOf));
    const broken = pod({
      text: "two",
      web: {
        update: { ...containerSpec().update, progressDeadlineSeconds: 3 },
        probes: { readiness: probe(81) },
      },
    });
    const result = await apply(plan(broken, await driver.observe(broken)), driver);
    expect(result.status).toBe("failed");
    expect(await page(address())).toBe("one");
    expect(await Promise.all([name, `${name}_web`, `${name}_peer`].map(idOf))).toEqual(before);
  });

  it("is put right when its sandbox has started again and its containers are in a dead network", async () => {
    await applied(pod());
    await untilPage(address(), "one");
    const web = await idOf(`${name}_web`);
    await post(`/containers/${name}/restart?t=0`);
    expect(await changesOf(pod())).toEqual(["update pod_peer", "update pod_web"]);
    await applied(pod());
    await untilPage(address(), "one");
    expect(await idOf(`${name}_web`)).toBe(web);
    expect(await changesOf(pod())).toEqual([]);
  });

  it("comes back when its sandbox was stopped, or removed, by hand", async () => {
    await applied(pod());
    await untilPage(address(), "one");
    await post(`/containers/${name}/stop?t=0`);
    await applied(pod());
    await untilPage(address(), "one");
    await engine.json("DELETE", `/containers/${name}?force=1`);
    await applied(pod());
    await untilPage(address(), "one");
    expect(await changesOf(pod())).toEqual([]);
  });

  it("gets a container that was removed by hand back, and keeps the others", async () => {
    await applied(pod());
    await untilPage(address(), "one");
    const [sandbox, peer] = await Promise.all([name, `${name}_peer`].map(idOf));
    await engine.json("DELETE", `/containers/${name}_web?force=1`);
    await applied(pod());
    await untilPage(address(), "one");
    expect(await Promise.all([name, `${name}_peer`].map(idOf))).toEqual([sandbox, peer]);
  });
});
