import { describe, expect, it } from "vitest";
import { addContainer, driverRunning, makeDriver, planText, refusal } from "../../../test/planning.ts";
import { apply } from "../../apply/apply.ts";
import { containerSpec, desiredState, findByName, testOwner } from "../../testing/index.ts";
import { plan } from "../plan.ts";
import { summarizePlan } from "../steps/format-plan.ts";

const port = (hostPort: number) => ({ containerPort: 80, hostPort, hostIp: "", protocol: "tcp" }) as const;

describe("names", () => {
  it("says who holds a name, without touching him", async () => {
    const driver = makeDriver();
    addContainer(driver, { name: "web" });
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

  it("adopts what hashike-py made", async () => {
    const driver = makeDriver();
    addContainer(driver, { name: "web", ownership: { kind: "unowned" } });
    const desired = desiredState([containerSpec({ name: "web" })]);
    const made = plan(desired, await driver.observe(desired));
    expect(summarizePlan(made).replace).toBe(1);
    expect(made.notices.map((n) => n.message)).toContain(
      "container web was made by hashike-py; it is taken over",
    );
  });

  it("tells every reason at once", async () => {
    const driver = makeDriver();
    addContainer(driver, { name: "web" });
    addContainer(driver, { name: "store" });
    const desired = desiredState(["web", "store", "api"].map((name) => containerSpec({ name })));
    expect(await refusal(driver, desired)).toHaveLength(2);
  });
});

describe("host ports", () => {
  it("refuses a port that a stranger holds, whatever its address", async () => {
    const driver = makeDriver();
    addContainer(driver, { name: "pg", ports: [{ ...port(8000), hostIp: "127.0.0.1" }] });
    const [problem] = await refusal(
      driver,
      desiredState([containerSpec({ name: "web", ports: [port(8000)] })]),
    );
    expect(problem?.message).toBe("host port 8000/tcp is held by container pg");
  });

  it("is one reason, not two, when the stranger holds the name as well", async () => {
    const driver = makeDriver();
    addContainer(driver, { name: "web", ports: [port(8000)] });
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

  it.each(["published", "listened on"] as const)(
    "of a container on the host's network is not to be %s by another owner's, though the engine tells no port of it",
    async (how) => {
      const onHost = {
        hostNetwork: true,
        networks: [],
        ports: [{ ...port(8000), containerPort: 8000 }],
      } as const;
      const driver = await driverRunning(containerSpec({ name: "web", ...onHost }));
      expect((await driver.observe(desiredState([]))).containers[0]?.publishedPorts).toEqual([]);
      const owner = { ...testOwner, name: "other" };
      const wanted = how === "published" ? { ports: [port(8000)] } : onHost;
      const [problem] = await refusal(
        driver,
        desiredState([containerSpec({ name: "other", owner, ...wanted })]),
      );
      expect(problem?.message).toBe("host port 8000/tcp is held by container web of Hashike/default/app");
    },
  );

  it("passes from a container on the host's network to one that publishes it, and back", async () => {
    const onHost = {
      hostNetwork: true,
      networks: [],
      ports: [{ ...port(8000), containerPort: 8000 }],
    } as const;
    const states = [
      [containerSpec({ name: "api", ...onHost }), containerSpec({ name: "web" })],
      [containerSpec({ name: "api" }), containerSpec({ name: "web", ports: [port(8000)] })],
    ];
    const driver = await driverRunning(...(states[0] ?? []));
    for (const specs of [states[1] ?? [], states[0] ?? []]) {
      const desired = desiredState(specs);
      const result = await apply(plan(desired, await driver.observe(desired)), driver);
      expect(result.failed).toEqual([]);
      expect(result.replaced.map((t) => t.name)).toEqual(["api", "web"]);
      expect(await planText(driver, desired)).toBe("");
    }
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
