import { describe, expect, it } from "vitest";
import { makeDriver, planText, refusal } from "../../../test/planning.ts";
import { apply } from "../../apply/apply.ts";
import type { HostPathType } from "../../desired/desired-state.ts";
import type { HostPathKind } from "../../observed/observed-state.ts";
import { containerSpec, desiredState } from "../../testing/index.ts";
import { plan } from "../plan.ts";

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
