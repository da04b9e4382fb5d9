import { apply, type DesiredState, type Driver, plan } from "@hashike/core";
import { createMemoryDriver } from "@hashike/core/testing";
import { describe, expect, it } from "vitest";
import { containerWith, desired, podWith } from "./pod.ts";

/** An engine that texts are applied to one after the other, as files of their own. */
function host() {
  const driver = createMemoryDriver();
  driver.engine.images.set("posts:1", { id: "posts", digests: [] });
  driver.engine.images.set("a:latest", { id: "a", digests: [] });
  driver.engine.remotes.set("a:latest", { status: "current", digest: "a" });
  driver.engine.hostPaths.set("/srv/pv", "directory");
  const read = async (text: string, file = "/srv/pod.yml"): Promise<DesiredState> =>
    desired(text, undefined, {
      noted: await driver.objects?.(),
      read: [file],
      resolveSource: () => file,
    });
  return {
    driver,
    read,
    async apply(text: string, file?: string) {
      const wanted = await read(text, file);
      const made = plan(wanted, await driver.observe(wanted));
      const result = await apply(made, driver);
      expect(result.failed).toEqual([]);
      return made;
    },
  };
}

const config = (level = "info") =>
  `{apiVersion: v1, kind: ConfigMap, metadata: {name: app}, data: {LEVEL: ${level}}}\n`;
const secret = (pass = "hunter2") =>
  `{apiVersion: v1, kind: Secret, metadata: {name: app}, stringData: {PASS: ${pass}}, data: {KEY: //8=}}\n`;

const pod = podWith(
  "containers:",
  "- name: posts",
  "  image: posts:1",
  '  args: ["$(PASS)"]',
  "  envFrom: [{configMapRef: {name: app}}]",
  "  env:",
  "  - {name: PASS, valueFrom: {secretKeyRef: {name: app, key: PASS}}}",
  "  - {name: URL, value: db://$(PASS)@db}",
  "  volumeMounts: [{name: keys, mountPath: /keys}]",
  "volumes: [{name: keys, secret: {secretName: app}}]",
);

/** With what must not be shown put in, as the engine has it. */
function envOf(driver: ReturnType<typeof host>["driver"], secrets: Readonly<Record<string, string>>) {
  const container = [...driver.engine.containers.values()].find(
    ({ specName }) => specName === "default_posts_posts",
  );
  return container?.spec?.env.map((v) => ("value" in v ? v.value : secrets[v.secret]));
}

describe("a pod that is applied alone", () => {
  it("finds the ConfigMap and the Secret of an earlier apply, and is as if it had come with them", async () => {
    const apart = host();
    await apart.apply([config(), secret()].join("---\n"), "/srv/config.yml");
    let secrets: Readonly<Record<string, string>> = {};
    const executing: Driver = {
      ...apart.driver,
      execute: (action, context) => {
        secrets = context.secrets;
        return apart.driver.execute(action, context);
      },
    };
    const wanted = await apart.read(pod);
    expect(Object.values(wanted.secrets)).not.toContain("hunter2");
    expect((await apply(plan(wanted, await apart.driver.observe(wanted)), executing)).failed).toEqual([]);
    expect(envOf(apart.driver, secrets)).toEqual(["info", "hunter2", "db://hunter2@db"]);
    expect(Object.values(secrets)).toContain("//8=");
    const together = host();
    await together.apply([config(), secret(), pod].join("---\n"));
    const recordOf = ({ engine }: typeof apart.driver) =>
      [...engine.containers.values()].map((c) => c.record);
    expect(recordOf(apart.driver)).toEqual(recordOf(together.driver));
    expect(JSON.stringify([...apart.driver.engine.objects])).not.toMatch(/hunter2|\/\/8=/);
  });

  it("is left alone when what it refers to changes, and replaced by its own next apply", async () => {
    const { apply: applied, driver } = host();
    const changes = async (text: string, file?: string) =>
      (await applied(text, file)).changes.map(({ kind, target }) => `${kind} ${target.name}`);
    await applied([config(), secret()].join("---\n"), "/srv/config.yml");
    await applied(pod);
    expect(await changes([config(), secret("other")].join("---\n"), "/srv/config.yml")).toEqual([
      "update secret/app",
    ]);
    expect(await changes(pod)).toEqual(["replace default_posts_posts"]);
    expect(driver.executed.filter((id) => id.startsWith("container.create"))).toHaveLength(2);
  });

  it("makes nobody read a value when there is nothing to do", async () => {
    const { apply: applied, driver, read } = host();
    await applied([config(), secret()].join("---\n"), "/srv/config.yml");
    await applied(pod);
    const notedValues = () => Promise.reject(new Error("values were read"));
    const wanted = await read(pod);
    const again = plan(wanted, await driver.observe(wanted));
    expect((await apply(again, { ...driver, notedValues })).status).toBe("done");
  });

  it("is refused without them, naming both ways", () => {
    expect(() => desired(pod)).toThrow('there is no Secret "app" in namespace default');
  });
});

it("what a file does not name any more goes, and is not there to be referred to", async () => {
  const { apply: applied, driver, read } = host();
  await applied([config(), secret(), pod].join("---\n"));
  await expect(read([secret(), pod].join("---\n"))).rejects.toThrow('no ConfigMap "app"');
  const other = containerWith().replace("name: posts,", "name: other,");
  await applied([secret(), config(), pod, other].join("---\n"));
  const made = await applied([secret(), config(), pod].join("---\n"));
  expect(made.changes.map(({ kind, target }) => `${kind} ${target.name}`)).toEqual([
    "remove default_other_posts",
  ]);
  expect([...driver.engine.objects.keys()].toSorted()).toEqual([
    "ConfigMap/default/app",
    "Pod/default/posts",
    "Secret/default/app",
  ]);
});

it("a missing note takes nothing away, and the next apply of the source makes it anew", async () => {
  const { apply: applied, driver } = host();
  const all = [config(), secret(), pod].join("---\n");
  await applied(all);
  const before = [...driver.engine.containers.keys()];
  driver.engine.objects.clear();
  const made = await applied(all);
  expect([...driver.engine.containers.keys()]).toEqual(before);
  expect(made.changes.map(({ kind, target }) => `${kind} ${target.kind}`)).toEqual([
    "create object",
    "create object",
  ]);
  expect(driver.engine.objects.size).toBe(3);
});

describe("a claim", () => {
  const claim =
    "{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: db}, spec: {accessModes: [ReadWriteOnce]}}\n";
  const volume = (name: string) =>
    `{apiVersion: v1, kind: PersistentVolume, metadata: {name: ${name}}, spec: {hostPath: {path: /srv/${name}}, accessModes: [ReadWriteOnce]}}\n`;
  const mounting = podWith(
    "volumes: [{name: data, persistentVolumeClaim: {claimName: db}}]",
    "containers: [{name: a, image: a, volumeMounts: [{name: data, mountPath: /data}]}]",
  );
  const pathOf = ({ hostPaths }: DesiredState) => hostPaths.map(({ path }) => path);

  it("that was bound stays bound to the same PersistentVolume, which may be applied apart", async () => {
    const { apply: applied, read } = host();
    await applied(volume("pv"), "/srv/pv.yml");
    await applied(claim, "/srv/claim.yml");
    expect(pathOf(await read(mounting))).toEqual(["/srv/pv"]);
    await applied(volume("a-smaller-one"), "/srv/pv2.yml");
    expect(pathOf(await read(mounting))).toEqual(["/srv/pv"]);
    expect(pathOf(await read([claim, mounting].join("---\n"), "/srv/claim.yml"))).toEqual(["/srv/pv"]);
  });

  it("that has a volume of the engine keeps it when a PersistentVolume comes that fits", async () => {
    const { apply: applied, read } = host();
    await applied(claim, "/srv/claim.yml");
    await applied(volume("pv"), "/srv/pv.yml");
    const { volumes, hostPaths } = await read(mounting);
    expect([volumes.map(({ name }) => name), hostPaths]).toEqual([["default_db"], []]);
  });

  it("is refused when the PersistentVolume that it is bound to has gone", async () => {
    const { apply: applied, read, driver } = host();
    await applied([volume("pv"), claim].join("---\n"), "/srv/claim.yml");
    driver.engine.objects.delete("PersistentVolume/default/pv");
    const lost = 'PersistentVolumeClaim "db" is bound to PersistentVolume "pv", which is not there any more';
    await expect(read(mounting)).rejects.toThrow(lost);
    await expect(read(claim, "/srv/claim.yml")).rejects.toThrow(lost);
  });
});

it("notes what kubectl was given, without its own copy of it", () => {
  const text = `apiVersion: v1
kind: Secret
metadata:
  name: app
  annotations:
    kubectl.kubernetes.io/last-applied-configuration: '{"stringData":{"PASS":"hunter2"}}'
stringData: {PASS: hunter2}
`;
  expect(JSON.stringify(desired(text).objects)).not.toContain("hunter2");
});
