import { apply } from "../apply/apply.ts";
import type { Owner } from "../desired/desired-state.ts";
import { desiredState } from "./builders.ts";
import { type ContractCase, check, equal, idOf, rejects, withWorld } from "./contract-world.ts";
import { foundDownContract } from "./found-down-contract.ts";
import { lockContract } from "./lock-contract.ts";
import { objectContract } from "./object-contract.ts";
import { passedPortContract } from "./passed-port-contract.ts";
import { probeContract } from "./probe-contract.ts";
import { safeUpdateContract } from "./safe-update-contract.ts";

/** The contract suite as data, for any test runner. Each case makes what it needs and removes it again. */
export const driverContract: readonly ContractCase[] = [
  {
    name: "creates what is missing, and plans nothing afterwards",
    run: withWorld(async (world) => {
      const web = world.spec("web", { env: [{ name: "MY_ENV", value: "test" }] });
      const result = await world.apply([web, world.spec("store", { mounts: [world.volume("data")] })]);
      check(result.status === "done", "the apply is done", result);
      equal(result.created.map((t) => t.name).sort(), world.names("data", "net", "store", "web"), "created");
      equal((await world.container("web"))?.state, "running", "state of web");
      equal(
        await world.replan([web, world.spec("store", { mounts: [world.volume("data")] })]),
        "",
        "plan afterwards",
      );
    }),
  },
  {
    name: "replaces only the container that changed, and names the field",
    run: withWorld(async (world) => {
      const store = world.spec("store");
      await world.apply([world.spec("web", { env: [{ name: "MY_ENV", value: "test" }] }), store]);
      const before = await world.containers();
      const changed = [world.spec("web", { env: [{ name: "MY_ENV", value: "prod" }] }), store];
      check(
        (await world.replan(changed)).includes('env.MY_ENV: "test" -> "prod"'),
        "the plan names env.MY_ENV with old and new",
      );
      const result = await world.apply(changed);
      equal(
        result.replaced.map((t) => t.name),
        world.names("web"),
        "replaced",
      );
      const after = await world.containers();
      equal(after.map((c) => c.name).sort(), world.names("store", "web"), "containers afterwards");
      equal(idOf(after, world.name("store")), idOf(before, world.name("store")), "id of store");
      check(idOf(after, world.name("web")) !== idOf(before, world.name("web")), "web is another container");
      equal((await world.container("web"))?.state, "running", "state of web");
    }),
  },
  {
    name: "replaces a container whose image changed",
    run: withWorld(async (world, harness) => {
      await world.apply([world.spec("web")]);
      const result = await world.apply([world.spec("web", { image: harness.otherImage })]);
      equal(
        result.replaced.map((t) => t.name),
        world.names("web"),
        "replaced",
      );
      equal(await world.replan([world.spec("web", { image: harness.otherImage })]), "", "plan afterwards");
    }),
  },
  {
    name: "removes what is no longer wanted, and nothing else",
    run: withWorld(async (world) => {
      await world.apply([world.spec("web"), world.spec("store")]);
      const result = await world.apply([world.spec("web")]);
      equal(
        result.removed.map((t) => t.name),
        world.names("store"),
        "removed",
      );
      equal(
        (await world.containers()).map((c) => c.name),
        world.names("web"),
        "containers afterwards",
      );
    }),
  },
  {
    name: "leaves the containers of another owner alone",
    run: withWorld(async (world) => {
      const other: Owner = { ...world.owner, name: `${world.owner.name}-other` };
      await world.apply([world.spec("web")]);
      await world.apply([world.spec("api", { owner: other })]);
      equal((await world.containers()).map((c) => c.name).sort(), world.names("api", "web"), "containers");
      await world.remove([other]);
      equal(
        (await world.containers()).map((c) => c.name),
        world.names("web"),
        "containers after the other's delete",
      );
    }),
  },
  {
    name: "refuses a name that a stranger holds, and does not touch it",
    run: withWorld(async (world, harness) => {
      await harness.byHand.createForeign(world.name("web"));
      const before = await world.container("web");
      await rejects(() => world.apply([world.spec("web")]), "PLAN_BLOCKED");
      const after = await world.container("web");
      equal([after?.id, after?.state], [before?.id, "running"], "the stranger");
      await harness.byHand.remove(world.name("web"));
    }),
  },
  {
    name: "puts right what somebody stopped, paused, removed or disconnected by hand",
    run: withWorld(async (world, { byHand }) => {
      const specs = ["stopped", "paused", "gone", "cut"].map((name) => world.spec(name));
      await world.apply(specs);
      await byHand.stop(world.name("stopped"));
      await byHand.pause(world.name("paused"));
      await byHand.remove(world.name("gone"));
      await byHand.disconnect(world.name("cut"), world.name("net"));
      const text = await world.replan(specs);
      check(text.includes('state: "exited" -> "running"'), "the plan says that one was stopped", text);
      check(
        text.includes(`networks.${world.name("net")}: "disconnected"`),
        "the plan says that one was disconnected",
        text,
      );
      const result = await world.apply(specs);
      check(result.status === "done", "the apply is done", result);
      equal(result.updated.map((t) => t.name).sort(), world.names("cut", "paused", "stopped"), "updated");
      equal(
        result.created.map((t) => t.name),
        world.names("gone"),
        "created",
      );
      equal(await world.replan(specs), "", "plan afterwards");
    }),
  },
  {
    name: "runs init containers in order, to their end, and once",
    run: withWorld(async (world) => {
      const volume = world.volume("shared");
      const inits = [
        world.spec("one", { ...world.init("echo one >> /shared/log"), mounts: [volume] }),
        world.spec("two", {
          ...world.init("grep one /shared/log && echo two >> /shared/log"),
          mounts: [volume],
        }),
      ];
      const specs = [...inits, world.spec("web")];
      const first = await world.apply(specs);
      check(first.status === "done", "the apply is done", first);
      const before = await world.containers();
      equal(await world.replan(specs), "", "plan afterwards");
      const second = await world.apply([...inits, world.spec("web"), world.spec("api")]);
      equal(
        second.created.map((t) => t.name),
        world.names("api"),
        "created by the second apply",
      );
      const after = await world.containers();
      equal(
        idOf(after, world.name("one")),
        idOf(before, world.name("one")),
        "id of the first init container",
      );
    }),
  },
  {
    name: "does not run a finished init container again when somebody prunes it",
    run: withWorld(async (world, { byHand }) => {
      const specs = [world.spec("one", world.init("true")), world.spec("web")];
      await world.apply(specs);
      await byHand.remove(world.name("one"));
      equal(await world.replan(specs), "", "plan afterwards");
    }),
  },
  {
    name: "stops at an init container that fails, with what it said last",
    run: withWorld(async (world) => {
      const specs = [world.spec("one", world.init("echo out of luck; exit 3")), world.spec("web")];
      const result = await world.apply(specs);
      equal(
        result.failed.map((f) => f.error.code),
        ["DRIVER_INIT_FAILED"],
        "failures",
      );
      check(
        result.failed[0]?.error.details?.includes("out of luck") === true,
        "the error has the last lines",
        result.failed,
      );
      equal(await world.container("web"), undefined, "web");
      const again = await world.apply([world.spec("one", world.init("true")), world.spec("web")]);
      check(again.status === "done", "a corrected one lets the rest go on", again);
    }),
  },
  {
    name: "puts the old container back when the new one cannot be started",
    run: withWorld(async (world) => {
      await world.apply([world.spec("web")]);
      const before = await world.container("web");
      const result = await world.apply([world.spec("web", { command: ["/no/such/program"] })]);
      equal(
        result.failed.map((f) => f.error.code),
        ["DRIVER_CONTAINER_START_FAILED"],
        "failures",
      );
      const after = await world.containers();
      equal(
        after.map((c) => [c.name, c.id, c.state]),
        [[world.name("web"), before?.id, "running"]],
        "containers afterwards",
      );
    }),
  },
  {
    name: "keeps volumes on replace and delete, and removes them when asked",
    run: withWorld(async (world) => {
      const mounts = [world.volume("data")];
      await world.apply([world.spec("web", { mounts })]);
      await world.apply([world.spec("web", { mounts, env: [{ name: "A", value: "1" }] })]);
      await world.remove([world.owner]);
      equal(await world.containers(), [], "containers after delete");
      check((await world.volumes()).includes(world.name("data")), "the volume outlives a delete");
      await world.remove([world.owner], true);
      equal(await world.volumes(), [], "volumes after delete --volumes");
    }),
  },
  {
    name: "joins every wanted network",
    run: withWorld(async (world) => {
      const networks = [world.name("net"), world.name("front")];
      await world.apply([world.spec("web", { networks })]);
      const web = await world.container("web");
      equal(web?.networks.map((n) => n.network).sort(), [...networks].sort(), "networks");
    }),
  },
  {
    name: "takes what was applied in place for what was last applied, as long as the container is there",
    run: withWorld(async (world, { driver }) => {
      const on = (...networks: string[]) => [world.spec("web", { networks: networks.map(world.name) })];
      const records = async () => (await driver.observe(desiredState(on("net")))).records;
      await world.apply(on("net"));
      const id = (await world.container("web"))?.id;
      if ((await records()) === undefined) return;
      await world.apply(on("net", "more"));
      equal(await world.replan(on("net", "more")), "", "the plan after the update");
      equal(
        (await records())?.map((note) => note.containerId),
        [id],
        "whom the note is about",
      );
      await world.apply(on("net"));
      const web = await world.container("web");
      equal([web?.id, web?.networks.map((n) => n.network)], [id, [world.name("net")]], "what goes back");
      await world.remove([world.owner]);
      equal(await records(), [], "what is noted of one that is gone");
    }),
  },
  {
    name: "fails an action on a container that is gone, and says so",
    run: withWorld(async (world, { driver, byHand }) => {
      await world.apply([world.spec("web")]);
      const old = await world.plan([world.spec("web", { args: ["x"] })]);
      await byHand.remove(world.name("web"));
      const result = await apply(old, driver);
      equal(
        result.failed.map((f) => f.error.code),
        ["DRIVER_CONTAINER_GONE"],
        "failures",
      );
      equal(await world.containers(), [], "nothing is left of the attempt");
    }),
  },
  {
    name: "gives the lines that a container logged",
    run: withWorld(async (world, { driver }) => {
      await world.apply([world.spec("one", world.init("echo first; echo second"))]);
      const container = await world.container("one");
      if (driver.logs === undefined || container === undefined) throw new Error("no logs to read");
      const lines: string[] = [];
      for await (const line of driver.logs(container, { tail: 1 })) lines.push(line.text);
      equal(lines, ["second"], "the last line");
    }),
  },
  ...safeUpdateContract,
  ...passedPortContract,
  ...foundDownContract,
  ...lockContract,
  ...objectContract,
  ...probeContract,
];
