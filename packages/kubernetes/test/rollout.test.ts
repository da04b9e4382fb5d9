import { describe, expect, it } from "vitest";
import { applyOn, deployment, engineWithImages, failing, planOn, running, workload } from "./workload.ts";

const three = (revision: string) => deployment(revision, "replicas: 3");

async function engineRunning(text: string) {
  const engine = engineWithImages();
  expect((await applyOn(engine, text)).status).toBe("done");
  return engine;
}

describe("a rollout", () => {
  it("leaves the other pods as they are when one fails, also when it is applied again and again", async () => {
    const engine = await engineRunning(three("1"));
    engine.behave = failing("2", "1");
    expect((await applyOn(engine, three("2"))).status).toBe("failed");
    const half = { "default_web-0_c": "app:2", "default_web-1_c": "app:1", "default_web-2_c": "app:1" };
    expect(running(engine)).toEqual(half);
    for (let times = 0; times < 3; times += 1) {
      await applyOn(engine, three("2"));
      expect(running(engine)).toEqual(half);
      engine.nowSeconds += 31 * 60;
    }
  });

  it("is taken back as a whole with --atomic", async () => {
    const engine = await engineRunning(three("1"));
    engine.behave = failing("2", "1");
    expect((await applyOn(engine, three("2"), { atomic: true })).status).toBe("failed");
    expect(new Set(Object.values(running(engine)))).toEqual(new Set(["app:1"]));
  });

  it("goes on when a better revision is applied", async () => {
    const engine = await engineRunning(three("1"));
    engine.behave = failing("2", "0");
    await applyOn(engine, three("2"));
    expect((await applyOn(engine, three("3"))).status).toBe("done");
    expect(Object.values(running(engine))).toEqual(["app:3", "app:3", "app:3"]);
  });

  it("does not go beyond a StatefulSet's pod that cannot be created", async () => {
    const engine = engineWithImages();
    engine.behave = failing("1", "1");
    const text = workload("StatefulSet", "1", ["replicas: 3"]);
    expect((await applyOn(engine, text)).status).toBe("failed");
    expect([...engine.containers.values()].map(({ name }) => name)).toEqual([
      "default_web-0_c",
      "default_web-1_c",
    ]);
  });
});

describe("pods of a workload", () => {
  it("come back when they were removed by hand, and the others are left alone", async () => {
    const engine = await engineRunning(three("1"));
    const gone = [...engine.containers.values()].find(({ name }) => name === "default_web-1_c");
    engine.containers.delete(gone?.id ?? "");
    const made = await planOn(engine, three("1"));
    expect(made.changes.map(({ kind, target }) => `${kind} ${target.name}`)).toEqual([
      "create default_web-1_c",
    ]);
    await applyOn(engine, three("1"));
    expect(Object.keys(running(engine))).toHaveLength(3);
  });

  it("go when there are to be fewer, the highest numbers first, without a guard in the way", async () => {
    const engine = await engineRunning(three("1"));
    expect((await applyOn(engine, deployment("1", "replicas: 1"))).status).toBe("done");
    expect(Object.keys(running(engine))).toEqual(["default_web-0_c"]);
    expect((await applyOn(engine, deployment("1", "replicas: 0"))).status).toBe("done");
    expect(running(engine)).toEqual({});
  });

  it("leave the data of a StatefulSet, which comes back with them", async () => {
    const claims = "volumeClaimTemplates: [{metadata: {name: d}, spec: {accessModes: [ReadWriteOnce]}}]";
    const of = (replicas: number) =>
      workload("StatefulSet", "1", [`replicas: ${replicas}`, claims], {
        container: ", volumeMounts: [{name: d, mountPath: /d}]",
      });
    const engine = await engineRunning(of(2));
    await applyOn(engine, of(0));
    expect([...engine.volumes.keys()]).toEqual(["default_d-web-0", "default_d-web-1"]);
    const made = await planOn(engine, of(2));
    expect(made.actions.filter(({ type }) => type === "volume.create")).toEqual([]);
  });
});
