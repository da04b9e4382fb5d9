import { apply } from "../apply/apply.ts";
import type { NotedObject, ObjectSpec, Owner } from "../desired/desired-state.ts";
import { fingerprint } from "../desired/fingerprint.ts";
import { secretPlaceholder } from "../desired/secret-values.ts";
import { plan } from "../plan/plan.ts";
import { desiredState } from "./builders.ts";
import { type ContractCase, type ContractHarness, check, equal, withWorld } from "./contract-world.ts";

/** What a driver has to do that keeps notes of objects. */
export const objectContract: readonly ContractCase[] = [
  {
    name: "notes objects, gives back what it noted last, and forgets them",
    run: withWorld(async (world, harness) => {
      const { owner } = world;
      if (harness.driver.objects === undefined) return;
      const of = async () =>
        (await harness.driver.objects?.())?.filter((one) => one.owner.name === owner.name) ?? [];
      await note(harness, objectOf(owner, { LEVEL: "info" }), { source: "/srv/app.yml" });
      const [first] = await of();
      equal(told(first), [{ LEVEL: "info" }, "/srv/app.yml", 1], "what is noted");
      const again = await note(harness, objectOf(owner, { LEVEL: "info" }));
      equal(again, 0, "actions of an apply that changes nothing");
      await note(harness, objectOf(owner, { LEVEL: "debug" }));
      const [second] = await of();
      equal(told(second), [{ LEVEL: "debug" }, undefined, 2], "what is noted later");
      equal(second?.createdAtSeconds, first?.createdAtSeconds, "when it was noted first");
      const { volumes } = await harness.driver.observe(desiredState([]));
      check(!JSON.stringify(volumes).includes(owner.name), "a note is no volume", volumes);
      await world.remove([owner]);
      equal(await of(), [], "what is noted after a delete");
    }),
  },
  {
    name: "keeps values that must not be shown apart from their note",
    run: withWorld(async (world, harness) => {
      const { driver } = harness;
      if (driver.objects === undefined) return;
      const values = [`${world.owner.name} hunter2\n`, `${world.owner.name} $& \u00e4`];
      const ids = values.map((value) => fingerprint(`PASS=${value}`));
      const secrets = Object.fromEntries(ids.map((id, index) => [id, values[index] ?? ""]));
      const object = objectOf(
        world.owner,
        Object.fromEntries(ids.map((id, index) => [`KEY${index}`, secretPlaceholder(id)])),
      );
      await note(harness, object, { secrets });
      const seen = JSON.stringify([await driver.objects(), await driver.observe(desiredState([]))]);
      check(!seen.includes("hunter2"), "no look shows a value");
      equal(await driver.notedValues?.([...ids, "none"]), secrets, "the values");
      const [id = ""] = ids;
      await note(harness, objectOf(world.owner, { KEY0: secretPlaceholder(id) }), { secrets });
      equal(await driver.notedValues?.(ids), { [id]: values[0] }, "the values of what is noted last");
      await world.remove([world.owner]);
      equal(await driver.notedValues?.(ids), {}, "the values after a delete");
    }),
  },
  {
    name: "tells of owners that have containers and no note, and where they came from",
    run: withWorld(async (world, { driver }) => {
      if (driver.objects === undefined) return;
      const web = desiredState([world.spec("web")]);
      const desired = { ...web, sources: { [`Hashike/contract/${world.owner.name}`]: "/srv/web.yml" } };
      await apply(plan(desired, await driver.observe(desired)), driver);
      const known = (await driver.objects()).filter((one) => one.owner.name === world.owner.name);
      equal(
        known.map(({ source, manifest }) => [source, manifest]),
        [["/srv/web.yml", undefined]],
        "what is known",
      );
    }),
  },
];

function objectOf(owner: Owner, data: Readonly<Record<string, string>>): ObjectSpec {
  const manifest = { apiVersion: "v1", kind: owner.kind, metadata: { name: owner.name }, data };
  return { owner, manifest };
}

/** Applies an object alone. @returns how many actions it took */
async function note(
  { driver }: ContractHarness,
  object: ObjectSpec,
  { source, secrets = {} }: { readonly source?: string; readonly secrets?: Record<string, string> } = {},
): Promise<number> {
  const { kind, namespace, name } = object.owner;
  const sources: Record<string, string> =
    source === undefined ? {} : { [`${kind}/${namespace}/${name}`]: source };
  const desired = desiredState([], { owners: [object.owner], objects: [object], sources, secrets });
  const made = plan(desired, await driver.observe(desired));
  const result = await apply(made, driver);
  check(result.status === "done", "the apply is done", result);
  return made.actions.length;
}

function told(object: NotedObject | undefined) {
  const manifest = object?.manifest as { readonly data?: unknown } | undefined;
  return [manifest?.data, object?.source, object?.generation];
}
