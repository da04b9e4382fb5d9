import { describe, expect, it } from "vitest";
import { driverRunning, makeDriver } from "../../../test/planning.ts";
import { apply } from "../../apply/apply.ts";
import type { ContainerSpec, HostPathType, MountSpec } from "../../desired/desired-state.ts";
import { HashikeError } from "../../errors.ts";
import { containerSpec, createMemoryDriver, desiredState, type MemoryDriver } from "../../testing/index.ts";
import { plan } from "../plan.ts";

const path = "/srv/x.conf";

function mounting(more: Partial<MountSpec> & { readonly pathType?: HostPathType } = {}): MountSpec {
  return { type: "hostPath", path, pathType: "", target: "/x.conf", readOnly: true, ...more } as MountSpec;
}

const web = (mount = mounting(), more: Partial<ContainerSpec> = {}) =>
  containerSpec({ name: "web", mounts: [mount], ...more });

async function planFor(specs: readonly ContainerSpec[], driver = makeDriver()) {
  const desired = desiredState(specs);
  return plan(desired, await driver.observe(desired));
}

const noticesAbout = (made: Awaited<ReturnType<typeof planFor>>) =>
  made.notices.filter((n) => n.message.includes(path));

describe("a host path that is missing", () => {
  it("is told where a new container mounts it without a type, with where it is written", async () => {
    const at = { file: "m.yml", line: 7, column: 5 };
    const base = desiredState([web()]);
    const desired = { ...base, hostPaths: base.hostPaths.map((p) => ({ ...p, origin: at })) };
    expect(plan(desired, await makeDriver().observe(desired)).notices).toEqual([
      {
        message: `host path ${path} does not exist: a folder will be made`,
        hint: expect.stringContaining("type: File"),
        at,
      },
    ]);
  });

  it("is told once for all who mount it", async () => {
    const twice = web(mounting(), { mounts: [mounting(), mounting({ target: "/y" })] });
    expect(noticesAbout(await planFor([twice, { ...twice, name: "api" }]))).toHaveLength(1);
  });

  it.each<HostPathType>(["DirectoryOrCreate", "FileOrCreate"])(
    "is what type %s expects",
    async (pathType) => {
      expect(noticesAbout(await planFor([web(mounting({ pathType }))]))).toEqual([]);
    },
  );

  it("is not told again of a container that is there", async () => {
    const driver = await driverRunning(web());
    driver.engine.hostPaths.delete(path);
    const made = await planFor([web()], driver);
    expect([made.actions, made.notices]).toEqual([[], []]);
  });
});

/** An engine on which the container fails at one of its steps. */
function failingAt(id: string): MemoryDriver {
  const driver = createMemoryDriver({
    beforeExecute: (action) => {
      if (action.id === id) throw new HashikeError("DRIVER_NOT_READY", "no", { hint: "look" });
    },
  });
  driver.engine.images.set("app:1", { id: "app-id", digests: [] });
  return driver;
}

async function failsAt(id: string, specs: readonly ContainerSpec[], driver = failingAt(id)) {
  const result = await apply(await planFor(specs, driver), driver);
  expect(result.failed.map((f) => f.actionId)).toEqual([id]);
  const left = [...driver.engine.containers.values()].map((c) => c.name);
  return { hint: result.failed[0]?.error.hint, folder: driver.engine.hostPaths.get(path), left };
}

describe("a container that fails with a folder in the place of a missing host path", () => {
  it.each(["container.start/web", "container.wait/web"])(
    "at %s says so, and goes with the folder",
    async (id) => {
      const { hint, folder, left } = await failsAt(id, [web()]);
      expect(hint).toMatch(/^\/srv\/x\.conf was not there, and a folder was made: .* type: File; else look$/);
      expect([folder, left]).toEqual([undefined, []]);
    },
  );

  it("stays with its folder, when it could write to it and has run", async () => {
    const { hint, folder, left } = await failsAt("container.wait/web", [web(mounting({ readOnly: false }))]);
    expect(hint).toContain(path);
    expect([folder, left]).toEqual(["directory", ["web"]]);
  });

  it("goes with its folder, when it could write to it and has not run", async () => {
    const { folder, left } = await failsAt("container.start/web", [web(mounting({ readOnly: false }))]);
    expect([folder, left]).toEqual([undefined, []]);
  });

  it("goes with it also as an init container", async () => {
    const { hint, folder, left } = await failsAt("container.wait/web", [
      web(mounting(), { role: "init", restartPolicy: "OnFailure" }),
    ]);
    expect(hint).toContain(path);
    expect([folder, left]).toEqual([undefined, []]);
  });

  it.each([path, "/srv", `${path}/below`])(
    "leaves the folder to another one that mounts %s",
    async (other) => {
      const api = containerSpec({ name: "api", mounts: [mounting({ path: other } as Partial<MountSpec>)] });
      const { folder, hint } = await failsAt("container.wait/web", [web(), api]);
      expect(folder).toBe("directory");
      expect(hint).toContain(path);
    },
  );

  it("leaves the folder to the one that it was to replace", async () => {
    const driver = failingAt("container.wait/web");
    const before = web(mounting(), { env: [{ name: "MY_ENV", value: "before" }] });
    const first = await planFor([before], driver);
    await apply({ ...first, actions: first.actions.filter((a) => a.type !== "container.wait") }, driver);
    driver.engine.hostPaths.delete(path);
    const { folder, left } = await failsAt("container.wait/web", [web()], driver);
    expect([folder, left]).toEqual(["directory", ["web"]]);
  });
});

it("a failure of a container that had all it mounts has no hint about folders", async () => {
  const driver = failingAt("container.wait/web");
  driver.engine.hostPaths.set(path, "file");
  const { hint, left } = await failsAt("container.wait/web", [web()], driver);
  expect([hint, left]).toEqual(["look", ["web"]]);
});
