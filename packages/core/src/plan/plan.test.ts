import { describe, expect, it } from "vitest";
import { apply } from "../apply/apply.ts";
import type { ContainerSpec, DesiredState, HostPathType, ImagePolicy } from "../desired/desired-state.ts";
import { isHashikeError } from "../errors.ts";
import type { HostPathKind, RemoteImage } from "../observed/observed-state.ts";
import {
  containerSpec,
  createMemoryDriver,
  createMemoryEngine,
  desiredState,
  findByName,
  type MemoryContainer,
  type MemoryDriver,
  testOwner,
} from "../testing/index.ts";
import { describeChanges, formatPlan, summarizePlan } from "./format-plan.ts";
import { plan } from "./plan.ts";
import type { PlanOptions } from "./plan-types.ts";

function makeDriver(): MemoryDriver {
  const engine = createMemoryEngine();
  engine.images.set("app:1", { id: "app-id", digests: [] });
  return createMemoryDriver({ engine });
}

async function driverRunning(...specs: readonly ContainerSpec[]): Promise<MemoryDriver> {
  const driver = makeDriver();
  const desired = desiredState(specs);
  await apply(plan(desired, await driver.observe(desired)), driver);
  return driver;
}

async function planText(driver: MemoryDriver, desired: DesiredState, options?: PlanOptions): Promise<string> {
  return formatPlan(plan(desired, await driver.observe(desired), options));
}

async function refusal(driver: MemoryDriver, desired: DesiredState, options?: PlanOptions) {
  try {
    plan(desired, await driver.observe(desired), options);
  } catch (error) {
    if (isHashikeError(error) && error.code === "PLAN_BLOCKED") return error.diagnostics;
    throw error;
  }
  throw new Error("the plan was not refused");
}

function add(driver: MemoryDriver, fields: Partial<MemoryContainer> & { readonly name: string }): void {
  driver.engine.containers.set(`id-${fields.name}`, {
    id: `id-${fields.name}`,
    ownership: { kind: "foreign" },
    state: "running",
    exitCode: 0,
    createdAtSeconds: 0,
    image: "postgres:16",
    imageId: "pg",
    networks: [],
    ports: [],
    lines: [],
    ...fields,
  });
}

const port = (hostPort: number) => ({ containerPort: 80, hostPort, hostIp: "", protocol: "tcp" }) as const;

describe("images", () => {
  const digest = { status: "current", digest: "sha256:new" } as const;
  const down = { status: "unreachable", reason: "registry.example: no route to host" } as const;
  const gone = { status: "not-found", reason: "manifest unknown" } as const;
  const same = { status: "current", digest: "sha256:old" } as const;
  const unread = { status: "unread", version: "etag-2" } as const;
  const invalid = { status: "invalid", reason: "the archive holds no app:1" } as const;

  it.each<[ImagePolicy, boolean, RemoteImage, string]>([
    ["Always", true, same, "use"],
    ["Always", true, digest, "pull"],
    ["Always", true, down, "use with notice"],
    ["Always", false, digest, "pull"],
    ["Always", false, down, "refuse"],
    ["IfPossible", true, same, "use"],
    ["IfPossible", true, digest, "pull"],
    ["IfPossible", true, down, "use with notice"],
    ["IfPossible", true, gone, "use with notice"],
    ["IfPossible", false, gone, "refuse"],
    ["IfPossible", true, unread, "pull"],
    ["IfPossible", false, unread, "pull"],
    ["IfPossible", true, invalid, "refuse"],
    ["IfPossible", false, invalid, "refuse"],
    ["IfNotPresent", true, digest, "use"],
    ["IfNotPresent", false, digest, "pull"],
    ["Never", true, digest, "use"],
    ["Never", false, digest, "refuse"],
  ])("policy %s, local %s, registry %j: %s", async (policy, isLocal, remote, wanted) => {
    const driver = makeDriver();
    if (isLocal) driver.engine.images.set("app:1", { id: "app-id", digests: ["sha256:old"] });
    else driver.engine.images.clear();
    driver.engine.remotes.set("app:1", remote);
    const base = desiredState([containerSpec({ name: "web" })]);
    const desired = { ...base, images: base.images.map((image) => ({ ...image, policy })) };
    if (wanted === "refuse") {
      expect(await refusal(driver, desired)).toEqual([expect.objectContaining({ path: "image app:1" })]);
      return;
    }
    const made = plan(desired, await driver.observe(desired));
    expect(made.actions.some((a) => a.type === "image.pull")).toBe(wanted === "pull");
    expect(made.notices.length).toBe(wanted === "use with notice" ? 1 : 0);
  });

  it("says what an image of an archive costs to load", async () => {
    const driver = makeDriver();
    const reference = "docker-archive+s3://bucket/misc.tar/app:1";
    const transfer = { bytes: 1_118_000, totalBytes: 501_001_216, layers: 1, totalLayers: 6 };
    driver.engine.remotes.set(reference, { status: "current", digest: "sha256:new", transfer });
    const desired = desiredState([containerSpec({ name: "web", image: reference })]);
    const made = plan(desired, await driver.observe(desired));
    expect(describeChanges(made)).toContainEqual({
      symbol: "+",
      title: `image ${reference} will be loaded`,
      details: ["load 1 of 6 layers, 1.1 MB of 501 MB"],
    });
    expect(made.facts[`image ${reference}`]).toBe("absent, at its source sha256:new");
  });

  it("replaces a container whose reference means another image now, and tells both IDs", async () => {
    const driver = await driverRunning(containerSpec({ name: "web" }));
    driver.engine.images.set("app:1", { id: "rebuilt", digests: [] });
    expect(await planText(driver, desiredState([containerSpec({ name: "web" })]))).toContain(
      'container.create/web (image: "app-id" -> "rebuilt")',
    );
  });
});

describe("names", () => {
  it("says who holds a name, without touching him", async () => {
    const driver = makeDriver();
    add(driver, { name: "web" });
    const [problem] = await refusal(driver, desiredState([containerSpec({ name: "web" })]));
    expect(problem?.message).toContain("held by container id-web (postgres:16), which Hashike did not make");
  });

  it("says which owner holds a name, and replaces his container only when told to", async () => {
    const driver = await driverRunning(containerSpec({ name: "web" }));
    const other = { ...testOwner, name: "other" };
    const desired = desiredState([containerSpec({ name: "web", owner: other })]);
    const [problem] = await refusal(driver, desired);
    expect(problem?.message).toContain("held by a container of Hashike/default/app");
    expect(await planText(driver, desired, { takeOver: true })).toContain(
      "container.stop/web (taken over from Hashike/default/app)",
    );
  });

  it("adopts what the Python original made", async () => {
    const driver = makeDriver();
    add(driver, { name: "web", ownership: { kind: "unowned" } });
    const desired = desiredState([containerSpec({ name: "web" })]);
    const made = plan(desired, await driver.observe(desired));
    expect(summarizePlan(made).replace).toBe(1);
    expect(made.notices.map((n) => n.message)).toContain(
      "container web was made by hashike-py; it is taken over",
    );
  });

  it("tells every reason at once", async () => {
    const driver = makeDriver();
    add(driver, { name: "web" });
    add(driver, { name: "store" });
    const desired = desiredState(["web", "store", "api"].map((name) => containerSpec({ name })));
    expect(await refusal(driver, desired)).toHaveLength(2);
  });
});

describe("host ports", () => {
  it("refuses a port that a stranger holds, whatever its address", async () => {
    const driver = makeDriver();
    add(driver, { name: "pg", ports: [{ ...port(8000), hostIp: "127.0.0.1" }] });
    const [problem] = await refusal(
      driver,
      desiredState([containerSpec({ name: "web", ports: [port(8000)] })]),
    );
    expect(problem?.message).toBe("host port 8000/tcp is held by container pg");
  });

  it("is one reason, not two, when the stranger holds the name as well", async () => {
    const driver = makeDriver();
    add(driver, { name: "web", ports: [port(8000)] });
    const problems = await refusal(
      driver,
      desiredState([containerSpec({ name: "web", ports: [port(8000)] })]),
    );
    expect(problems).toHaveLength(1);
  });

  it("lets two containers swap their ports", async () => {
    const driver = await driverRunning(
      containerSpec({ name: "api", ports: [port(8001)] }),
      containerSpec({ name: "web", ports: [port(8000)] }),
    );
    const desired = desiredState([
      containerSpec({ name: "api", ports: [port(8000)] }),
      containerSpec({ name: "web", ports: [port(8001)] }),
    ]);
    const result = await apply(plan(desired, await driver.observe(desired)), driver);
    expect(result.failed).toEqual([]);
    expect(result.replaced.map((t) => t.name)).toEqual(["api", "web"]);
  });

  it("gives a port of a container that goes to one that comes", async () => {
    const driver = await driverRunning(containerSpec({ name: "web", ports: [port(8000)] }));
    const desired = desiredState([containerSpec({ name: "web2", ports: [port(8000)] })]);
    const made = plan(desired, await driver.observe(desired), { allowDestroy: true });
    const result = await apply(made, driver);
    expect(result.status).toBe("done");
    expect(findByName(driver.engine, "web")).toBeUndefined();
  });

  it("lets a sidecar take a port over from a main container", async () => {
    const driver = await driverRunning(containerSpec({ name: "web", ports: [port(8000)] }));
    const desired = desiredState([
      containerSpec({ name: "proxy", role: "sidecar", ports: [port(8000)] }),
      containerSpec({ name: "web" }),
    ]);
    const result = await apply(plan(desired, await driver.observe(desired)), driver);
    expect(result.failed).toEqual([]);
    expect(await planText(driver, desired)).toBe("");
  });
});

describe("host paths", () => {
  it.each<[HostPathType, HostPathKind, "good" | "act" | "refuse"]>([
    ["", "missing", "good"],
    ["", "file", "good"],
    ["", "unknown", "good"],
    ["Directory", "directory", "good"],
    ["Directory", "missing", "refuse"],
    ["Directory", "file", "refuse"],
    ["Directory", "unknown", "act"],
    ["DirectoryOrCreate", "missing", "good"],
    ["DirectoryOrCreate", "file", "refuse"],
    ["File", "file", "good"],
    ["File", "missing", "refuse"],
    ["FileOrCreate", "missing", "act"],
    ["FileOrCreate", "directory", "refuse"],
    ["Socket", "socket", "good"],
    ["Socket", "file", "refuse"],
    ["CharDevice", "charDevice", "good"],
    ["CharDevice", "blockDevice", "refuse"],
    ["BlockDevice", "blockDevice", "good"],
    ["BlockDevice", "missing", "refuse"],
  ])("type %j on %s: %s", async (pathType, kind, wanted) => {
    const driver = makeDriver();
    driver.engine.hostPaths.set("/srv/x", kind);
    const at = { file: "m.yml", line: 7, column: 5 };
    const mount = { type: "hostPath", path: "/srv/x", pathType, target: "/x", readOnly: false } as const;
    const base = desiredState([containerSpec({ name: "web", mounts: [mount] })]);
    const desired = { ...base, hostPaths: base.hostPaths.map((p) => ({ ...p, origin: at })) };
    if (wanted === "refuse") {
      expect(await refusal(driver, desired)).toEqual([
        expect.objectContaining({ path: "hostPath /srv/x", at }),
      ]);
      return;
    }
    const made = plan(desired, await driver.observe(desired));
    const check = made.actions.find((a) => a.type === "hostPath.check");
    expect(check !== undefined).toBe(wanted === "act");
    if (check === undefined) return;
    for (const action of made.actions.filter(
      (a) => a.type === "network.create" || a.type === "container.create",
    )) {
      expect(action.dependsOn).toContain(check.id);
    }
  });
});

it("looks at no host path again while nothing new mounts it", async () => {
  const mount = {
    type: "hostPath",
    path: "/srv/x",
    pathType: "Directory",
    target: "/x",
    readOnly: false,
  } as const;
  const web = containerSpec({ name: "web", mounts: [mount] });
  const driver = makeDriver();
  driver.engine.hostPaths.set("/srv/x", "unknown");
  const first = plan(desiredState([web]), await driver.observe(desiredState([web])));
  expect(first.actions[0]?.type).toBe("hostPath.check");
  await apply(first, driver);
  expect(await planText(driver, desiredState([web]))).toBe("");
});

describe("containers that ended by themselves", () => {
  it.each([
    ["Always", 0, true],
    ["OnFailure", 0, false],
    ["OnFailure", 1, true],
    ["Never", 0, false],
    ["Never", 1, false],
  ] as const)(
    "restartPolicy %s, exit code %i: started again is %s",
    async (restartPolicy, exitCode, started) => {
      const driver = await driverRunning(containerSpec({ name: "web", restartPolicy }));
      Object.assign(findByName(driver.engine, "web") ?? {}, { state: "exited", exitCode });
      const text = await planText(driver, desiredState([containerSpec({ name: "web", restartPolicy })]));
      expect(text.includes("container.start/web")).toBe(started);
    },
  );
});

describe("what an interrupted apply left", () => {
  const changed = containerSpec({ name: "web", args: ["new"] });

  it("removes a candidate and begins again", async () => {
    const driver = await driverRunning(containerSpec({ name: "web" }));
    const web = findByName(driver.engine, "web");
    add(driver, {
      name: "web.hashike-new",
      specName: "web",
      ownership: { kind: "owned", owner: testOwner },
      state: "created",
    });
    const desired = desiredState([changed]);
    const result = await apply(plan(desired, await driver.observe(desired)), driver);
    expect(result.failed).toEqual([]);
    expect([...driver.engine.containers.values()].map((c) => c.name)).toEqual(["web"]);
    expect(findByName(driver.engine, "web")?.id).not.toBe(web?.id);
  });

  it("gives the old container its name back when it is all there is, and starts it", async () => {
    const driver = await driverRunning(containerSpec({ name: "web" }));
    const web = findByName(driver.engine, "web");
    Object.assign(web ?? {}, { name: "web.hashike-old", state: "exited" });
    const desired = desiredState([containerSpec({ name: "web" })]);
    await apply(plan(desired, await driver.observe(desired)), driver);
    expect(findByName(driver.engine, "web")).toMatchObject({ id: web?.id, state: "running" });
  });

  it("removes the old container when the new one, in its place, is ready", async () => {
    const driver = await driverRunning(containerSpec({ name: "web" }));
    add(driver, {
      name: "web.hashike-old",
      specName: "web",
      ownership: { kind: "owned", owner: testOwner },
      state: "exited",
    });
    expect(await planText(driver, desiredState([containerSpec({ name: "web" })]))).toContain(
      "[container.wait/web:resume] -> container.remove/web.hashike-old:leftover (left by an interrupted apply)\n",
    );
  });
});

describe("init containers", () => {
  const migrate = containerSpec({ name: "migrate", role: "init", restartPolicy: "Never" });
  const web = containerSpec({ name: "web" });

  it("runs again what failed, in place, and then the rest", async () => {
    const driver = makeDriver();
    const usual = driver.engine.behave;
    driver.engine.behave = (spec) => (spec.role === "init" ? { state: "exited", exitCode: 1 } : usual(spec));
    const desired = desiredState([migrate, web]);
    await apply(plan(desired, await driver.observe(desired)), driver);
    expect(await planText(driver, desired, { retryFailed: true })).toBe(
      [
        "[] -> container.start/migrate (did not complete before)",
        "[container.start/migrate] -> container.wait/migrate (did not complete before)",
        "[container.wait/migrate] -> container.create/web (missing)",
        "    undo: container.remove/web:undo",
        "[container.create/web] -> container.start/web (missing)",
        "[container.wait/migrate] -> revision.note/migrate (did not complete before)",
        "failure of container/migrate -> revision.note/migrate:failed",
        "failure of container/web -> revision.note/web:failed",
        "",
      ].join("\n"),
    );
  });

  it("replaces what comes after a changed one, because it runs again", async () => {
    const driver = await driverRunning(migrate, web);
    const text = await planText(driver, desiredState([{ ...migrate, args: ["v2"] }, web]));
    expect(text).toContain('container.remove/migrate:previous (args: (none) -> ["v2"])');
    expect(text).toContain(
      "[container.wait/migrate] -> container.create/web (init container migrate runs before it)",
    );
  });

  it("leaves alone what comes after one that was taken out of the manifest", async () => {
    const driver = await driverRunning(migrate, web);
    const text = await planText(driver, desiredState([web]));
    expect(text).toBe("[] -> container.remove/migrate:orphan (no longer wanted)\n");
  });

  it("replaces what comes after one whose image was rebuilt, also when the apply was cut in between", async () => {
    const driver = await driverRunning(migrate, web);
    driver.engine.images.set("app:1", { id: "app-id", digests: [] });
    const other = containerSpec({ ...migrate, image: "tool:1" });
    driver.engine.images.set("tool:1", { id: "tool-1", digests: [] });
    const desired = desiredState([other, web]);
    await apply(plan(desired, await driver.observe(desired)), driver);
    driver.engine.images.set("tool:1", { id: "tool-2", digests: [] });
    const made = plan(desired, await driver.observe(desired));
    expect(formatPlan(made)).toContain("container.create/web (init container migrate runs before it)");
    const cut = { ...made, actions: made.actions.filter((a) => a.target.name === "migrate") };
    await apply({ ...cut, changes: [] }, driver);
    expect(await planText(driver, desired)).toContain(
      "container.create/web (init container migrate runs before it)",
    );
  });
});

describe("sidecars", () => {
  it("are all waited for, also those before one that only changes in place", async () => {
    const proxy = (value: string) =>
      containerSpec({ name: "proxy", role: "sidecar", order: 0, env: [{ name: "REVISION", value }] });
    const cache = (memoryLimitBytes: number) =>
      containerSpec({ name: "cache", role: "sidecar", order: 1, resources: { memoryLimitBytes } });
    const main = (value: string) => containerSpec({ name: "web", env: [{ name: "REVISION", value }] });
    const driver = await driverRunning(proxy("1"), cache(64), main("1"));
    const desired = desiredState([proxy("2"), cache(128), main("2")]);
    const { actions } = plan(desired, await driver.observe(desired));
    expect(actions.find((a) => a.id === "container.create/web")?.dependsOn).toEqual([
      "container.rename/proxy:promote",
      "container.update/cache",
      "container.wait/proxy",
    ]);
  });
});

describe("describeChanges", () => {
  it("tells changes with symbols and reasons", async () => {
    const driver = await driverRunning(
      containerSpec({ name: "web", env: [{ name: "MY_ENV", value: "test" }] }),
      containerSpec({ name: "store" }),
      containerSpec({ name: "api" }),
    );
    Object.assign(findByName(driver.engine, "api") ?? {}, { state: "exited" });
    const desired = desiredState([
      containerSpec({ name: "web", env: [{ name: "MY_ENV", value: "prod" }] }),
      containerSpec({ name: "api" }),
      containerSpec({ name: "new" }),
    ]);
    expect(describeChanges(plan(desired, await driver.observe(desired)))).toEqual([
      {
        symbol: "~",
        title: "container api will be updated in place",
        details: ['changed by hand: state: "exited" -> "running"'],
      },
      { symbol: "+", title: "container new will be created", details: [] },
      { symbol: "-", title: "container store will be removed", details: ["no longer wanted"] },
      {
        symbol: "-/+",
        title: "container web will be replaced",
        details: ['env.MY_ENV: "test" -> "prod"', "how: the new one becomes ready beside the old one"],
      },
    ]);
  });
});
