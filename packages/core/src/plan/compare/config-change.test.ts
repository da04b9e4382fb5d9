import { describe, expect, it } from "vitest";
import { makeDriver, planText } from "../../../test/planning.ts";
import { apply } from "../../apply/apply.ts";
import type { ContainerSpec, MountSpec, OnConfigChange } from "../../desired/desired-state.ts";
import { HashikeError } from "../../errors.ts";
import { withSeenFiles } from "../../observed/file-versions.ts";
import type { FileVersion } from "../../observed/observed-state.ts";
import { containerSpec, createMemoryDriver, desiredState, type MemoryDriver } from "../../testing/index.ts";
import { plan } from "../plan.ts";
import { describeChanges } from "../steps/format-plan.ts";

const path = "/srv/site.conf";
const before: FileVersion = { file: "1", content: "10 100" };
const written: FileVersion = { file: "1", content: "12 200" };
const renamed: FileVersion = { file: "2", content: "12 200" };
const rules: Readonly<Record<string, OnConfigChange>> = {
  replace: { kind: "replace" },
  restart: { kind: "restart" },
  ignore: { kind: "ignore" },
  "signal:HUP": { kind: "signal", signal: "HUP" },
};

const conf = (more: object = {}) =>
  ({ type: "hostPath", path, pathType: "File", target: "/site.conf", readOnly: true, ...more }) as MountSpec;

function web(rule = "replace", more: Partial<ContainerSpec> = {}): ContainerSpec {
  const spec = containerSpec({ name: "web", mounts: [conf()], ...more });
  const onConfigChange = rules[rule];
  return { ...spec, update: { ...spec.update, ...(onConfigChange === undefined ? {} : { onConfigChange }) } };
}

/** Runs what is given with the file as it was before, and then has another one. */
async function changed(to: FileVersion | undefined, specs: readonly ContainerSpec[], driver = makeDriver()) {
  driver.engine.hostPaths.set(path, "file");
  driver.engine.fileVersions.set(path, before);
  expect((await applyTo(driver, specs)).status).toBe("done");
  if (to === undefined) driver.engine.fileVersions.delete(path);
  else driver.engine.fileVersions.set(path, to);
  return driver;
}

async function planFor(driver: MemoryDriver, specs: readonly ContainerSpec[]) {
  const desired = desiredState(specs);
  return plan(desired, await driver.observe(desired));
}

async function applyTo(driver: MemoryDriver, specs: readonly ContainerSpec[]) {
  return apply(await planFor(driver, specs), driver);
}

const nothingLeft = async (driver: MemoryDriver, specs: readonly ContainerSpec[]) =>
  expect(await planText(driver, desiredState(specs))).toBe("");

const theOne = (driver: MemoryDriver) => [...driver.engine.containers.values()][0];

describe("a file that a container mounts read-only and that changed", () => {
  it.each([
    ["was written to", "replace", written, "replace", "the new one becomes ready beside the old one"],
    ["is a new file", "replace", renamed, "replace", "the new one becomes ready beside the old one"],
    ["was written to", "restart", written, "update", "by a restart"],
    ["is a new file", "restart", renamed, "update", "by a restart"],
    ["was written to", "signal:HUP", written, "update", "without a restart"],
  ])("and %s: %s", async (_what, rule, to, kind, how) => {
    const specs = [web(rule)];
    const driver = await changed(to, specs);
    const made = await planFor(driver, specs);
    expect(made.changes.map((change) => change.kind)).toEqual([kind]);
    expect(describeChanges(made)[0]?.details).toEqual([`${path} changed on the host`, `how: ${how}`]);
    expect((await apply(made, driver)).status).toBe("done");
    await nothingLeft(driver, specs);
  });

  it("is told to its process by the signal, once for each change", async () => {
    const specs = [web("signal:HUP")];
    const driver = await changed(written, specs);
    const id = theOne(driver)?.id;
    await applyTo(driver, specs);
    await applyTo(driver, specs);
    driver.engine.fileVersions.set(path, { ...written, content: "14 300" });
    await applyTo(driver, specs);
    expect([theOne(driver)?.id, theOne(driver)?.signals]).toEqual([id, ["HUP", "HUP"]]);
  });

  it("and is a new file, is out of reach of a signal, and the plan says why it replaces", async () => {
    const specs = [web("signal:HUP")];
    const driver = await changed(renamed, specs);
    const made = await planFor(driver, specs);
    expect(made.changes.map(({ kind }) => kind)).toEqual(["replace"]);
    expect(describeChanges(made)[0]?.details[0]).toMatch(
      /changed on the host \(a new file, .* signal HUP would not help\)/,
    );
    await apply(made, driver);
    await nothingLeft(driver, specs);
  });

  it("is nothing to a container that ignores it", async () => {
    await nothingLeft(await changed(renamed, [web("ignore")]), [web("ignore")]);
  });

  it.each<[string, MountSpec[]]>([
    ["can be written to", [conf({ readOnly: false })]],
    ["is in a folder that can be", [conf(), conf({ path: "/srv", target: "/srv", readOnly: false })]],
    ["is made up by the kernel", [conf({ path: "/proc/cpuinfo" })]],
  ])("is nothing where it %s by the container", async (_what, mounts) => {
    const driver = makeDriver();
    driver.engine.fileVersions.set("/proc/cpuinfo", before);
    driver.engine.hostPaths.set("/proc/cpuinfo", "file").set("/srv", "directory");
    const specs = [web("replace", { mounts: mounts.map((m) => ({ ...m, pathType: "" }) as MountSpec) })];
    await changed(written, specs, driver);
    driver.engine.fileVersions.set("/proc/cpuinfo", written);
    await nothingLeft(driver, specs);
  });

  it("is found below a folder that is mounted by a part", async () => {
    const specs = [web("replace", { mounts: [conf({ path: "/srv", subPath: "site.conf", pathType: "" })] })];
    const driver = makeDriver();
    driver.engine.hostPaths.set("/srv", "directory");
    await changed(written, specs, driver);
    expect(await planText(driver, desiredState(specs))).toContain(`${path} changed on the host`);
  });

  it("replaces one for which it was no file before", async () => {
    const specs = [web("replace", { mounts: [conf({ pathType: "" })] })];
    const driver = makeDriver();
    driver.engine.hostPaths.set(path, "directory");
    await applyTo(driver, specs);
    driver.engine.hostPaths.set(path, "file");
    driver.engine.fileVersions.set(path, before);
    expect(await planText(driver, desiredState(specs))).toContain(`${path} changed on the host`);
  });

  it("is nothing to a container of which nobody knows what it had, or while it is gone", async () => {
    const specs = [web()];
    await nothingLeft(await changed(undefined, [web("replace", { mounts: [conf({ pathType: "" })] })]), [
      web("replace", { mounts: [conf({ pathType: "" })] }),
    ]);
    const driver = await changed(renamed, specs);
    delete theOne(driver)?.mountedFiles;
    await nothingLeft(driver, specs);
  });

  it("refuses the plan while a file that must be there is gone", async () => {
    const specs = [web()];
    const driver = await changed(undefined, specs);
    driver.engine.hostPaths.delete(path);
    await expect(planFor(driver, specs)).rejects.toMatchObject({ code: "PLAN_BLOCKED" });
  });

  it("runs an init container again, and replaces what comes after it", async () => {
    const specs = [
      web("replace", { name: "init", role: "init", restartPolicy: "OnFailure" }),
      containerSpec({ name: "web" }),
    ];
    const driver = await changed(written, specs);
    const made = await planFor(driver, specs);
    expect(made.changes.map(({ target, kind }) => [target.name, kind])).toEqual([
      ["init", "replace"],
      ["web", "replace"],
    ]);
    await apply(made, driver);
    await nothingLeft(driver, specs);
  });

  it.each(["restart", "signal:HUP"])(
    "is taken over by one that is started for another reason: %s",
    async (rule) => {
      const specs = [web(rule)];
      const driver = await changed(renamed, specs);
      Object.assign(theOne(driver) ?? {}, { state: "exited", exitCode: 1 });
      const made = await planFor(driver, specs);
      expect(
        made.actions.filter((a) => a.type === "container.stop" || a.type === "container.signal"),
      ).toEqual([]);
      await apply(made, driver);
      await nothingLeft(driver, specs);
    },
  );

  it("is nothing to a job that has done its work and is not started again", async () => {
    const specs = [web("restart", { restartPolicy: "Never" })];
    const driver = await changed(written, specs);
    Object.assign(theOne(driver) ?? {}, { state: "exited", exitCode: 0 });
    await nothingLeft(driver, specs);
  });

  it("is remembered no longer than the container is there", async () => {
    const specs = [web("signal:HUP")];
    const driver = await changed(written, specs);
    await applyTo(driver, specs);
    expect(driver.engine.revisions.size).toBe(1);
    driver.engine.fileVersions.set(path, renamed);
    await applyTo(driver, specs);
    expect(driver.engine.revisions.size).toBe(0);
  });
});

it("what an earlier container has taken over says nothing of its successor, and is forgotten", async () => {
  const specs = [web("signal:HUP")];
  const driver = await changed(written, specs);
  await applyTo(driver, specs);
  const [[key, note] = ["", undefined]] = driver.engine.revisions;
  if (note?.taken === undefined) throw new Error("nothing was noted");
  driver.engine.revisions.set(key, { ...note, taken: { ...note.taken, containerId: "an earlier one" } });
  const made = await planFor(driver, specs);
  const ids = ["container.signal/web", "revision.note/web:taken"];
  expect(made.actions.map(({ id }) => id)).toEqual(ids);
  driver.engine.fileVersions.set(path, before);
  const restored = await planFor(driver, specs);
  expect(restored.actions.map(({ id }) => id)).toEqual(["revision.note/web:forget"]);
});

describe("a new configuration that does not work", () => {
  function failing(): { driver: MemoryDriver; arm: () => void } {
    let armed = false;
    const driver = createMemoryDriver({
      beforeExecute: (action) => {
        if (armed && action.id === "container.wait/web") throw new HashikeError("DRIVER_NOT_READY", "no");
      },
    });
    driver.engine.images.set("app:1", { id: "app-id", digests: [] });
    const arm = () => {
      armed = true;
    };
    return { driver, arm };
  }

  it("leaves the old container, is held back, and the corrected one is tried at once", async () => {
    const { driver, arm } = failing();
    const specs = [web()];
    await changed(written, specs, driver);
    const id = theOne(driver)?.id;
    arm();
    expect((await applyTo(driver, specs)).status).toBe("failed");
    expect([...driver.engine.containers.keys()]).toEqual([id]);
    const held = await planFor(driver, specs);
    expect([held.actions, held.heldBack.length]).toEqual([[], 1]);
    driver.engine.fileVersions.set(path, { ...written, content: "13 300" });
    expect((await planFor(driver, specs)).changes.map(({ kind }) => kind)).toEqual(["replace"]);
  });

  it("restarts a container once, and not with every apply", async () => {
    const { driver, arm } = failing();
    const specs = [web("restart")];
    await changed(written, specs, driver);
    arm();
    expect((await applyTo(driver, specs)).status).toBe("failed");
    await nothingLeft(driver, specs);
  });
});

it("a plan rests on the files that it looked at", async () => {
  const specs = [web()];
  const driver = await changed(written, specs);
  const { facts } = await planFor(driver, specs);
  expect(facts[`mounted file ${path}`]).toBe("1 12 200");
});

describe("a mounted file of an engine elsewhere", () => {
  const checked = { pathType: "File" } as const;
  const also = () => containerSpec({ name: "also", mounts: [conf({ ...checked, target: "/also.conf" })] });
  const elsewhere = () => {
    const driver = makeDriver();
    driver.engine.isElsewhere = true;
    return driver;
  };
  /** Without what only a look by an inode could tell. */
  const unnumbered = ({ content }: FileVersion): FileVersion => ({ content });

  /** Adds a container whose host path has to be looked at, and gives the plan that follows that. */
  async function lookOnTheWay(driver: MemoryDriver, specs: readonly ContainerSpec[]) {
    const result = await applyTo(driver, specs);
    expect(result.status).toBe("done");
    const desired = desiredState(specs);
    return plan(desired, withSeenFiles(await driver.observe(desired), result.mountedFiles));
  }

  it("is not looked at by an apply that asks nothing there", async () => {
    const driver = await changed(renamed, [web()], elsewhere());
    await nothingLeft(driver, [web()]);
    expect((await applyTo(driver, [web()])).mountedFiles).toBeUndefined();
  });

  it("is looked at while another host path is, and what has an earlier one is replaced", async () => {
    const driver = await changed(written, [web()], elsewhere());
    const made = await lookOnTheWay(driver, [web(), also()]);
    expect(made.changes.map(({ target, kind }) => [target.name, kind])).toEqual([["web", "replace"]]);
    expect((await apply(made, driver)).status).toBe("done");
    expect((await lookOnTheWay(driver, [web(), also(), { ...also(), name: "third" }])).actions).toEqual([]);
    expect([...driver.engine.containers.values()].map((c) => c.mountedFiles)).toEqual(
      Array(3).fill({ [path]: written }),
    );
  });

  it("is not looked at by a check that only makes what is missing on the own host", async () => {
    const made = await planFor(makeDriver(), [
      web("replace", { mounts: [conf({ pathType: "FileOrCreate" })] }),
    ]);
    const checks = made.actions.filter((a) => a.type === "hostPath.check");
    expect(checks.map(({ files }) => files)).toEqual([undefined]);
  });

  it("is not told as changed while it is as it was", async () => {
    const driver = await changed(before, [web()], elsewhere());
    expect((await lookOnTheWay(driver, [web(), also()])).actions).toEqual([]);
  });

  it("says nothing of a container that was created while nobody looked", async () => {
    const untyped = web("replace", { mounts: [conf({ pathType: "" })] });
    const driver = await changed(written, [untyped], elsewhere());
    expect(theOne(driver)?.mountedFiles).toBeUndefined();
    expect((await lookOnTheWay(driver, [untyped, also()])).actions).toEqual([]);
  });

  it("is the same to a look that cannot tell its inode as to one that can", async () => {
    const driver = await changed(unnumbered(before), [web()]);
    driver.engine.isElsewhere = true;
    expect((await lookOnTheWay(driver, [web(), also()])).actions).toEqual([]);
    driver.engine.fileVersions.set(path, unnumbered(written));
    const made = await lookOnTheWay(driver, [web(), also(), { ...also(), name: "third" }]);
    expect(made.changes.map(({ target }) => target.name)).toEqual(["also", "web"]);
  });

  it("replaces a container that would be told by a signal, as the signal may be in vain", async () => {
    const specs = [web("signal:HUP")];
    const driver = await changed(unnumbered(written), specs, elsewhere());
    const made = await lookOnTheWay(driver, [...specs, also()]);
    expect(describeChanges(made)[0]?.details[0]).toBe(
      `${path} changed on the host (maybe a new file, which the container does not see: signal HUP might not help)`,
    );
  });

  it("is looked at by the check that may make it, and all others by the first check", async () => {
    const made = await planFor(elsewhere(), [
      web("replace", {
        mounts: [
          conf({ path: "/srv/a", pathType: "Directory", subPath: "x", target: "/a" }),
          conf({ path: "/srv/b", pathType: "FileOrCreate", target: "/b" }),
          conf({ path: "/srv/c", pathType: "", target: "/c" }),
        ],
      }),
    ]);
    const files = made.actions.flatMap((a) => (a.type === "hostPath.check" ? [[a.path, a.files]] : []));
    expect(files).toEqual([
      ["/srv/a", ["/srv/a/x", "/srv/c"]],
      ["/srv/b", ["/srv/b"]],
    ]);
  });
});
