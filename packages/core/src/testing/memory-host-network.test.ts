import { expect, it } from "vitest";
import { addContainer, makeDriver } from "../../test/planning.ts";
import { containerSpec } from "./builders.ts";
import { requireContainer, startProcess } from "./memory-engine.ts";

const port = { containerPort: 80, hostPort: 80, hostIp: "", protocol: "tcp" } as const;
const onHost = containerSpec({ name: "web", hostNetwork: true, networks: [], ports: [port] });

/** Two containers that want one port of the host: `pg` publishes it, `web` is on the host's network. */
function both() {
  const driver = makeDriver();
  addContainer(driver, { name: "pg", ports: [port], state: "created" });
  addContainer(driver, { name: "web", ports: [port], state: "created", spec: onHost });
  const { engine } = driver;
  return { engine, pg: requireContainer(engine, "id-pg"), web: requireContainer(engine, "id-web") };
}

it("nobody can publish a port that a container on the host's network listens on, until that one ends", () => {
  const { engine, pg, web } = both();
  startProcess(engine, web);
  expect(web.state).toBe("running");
  expect(() => startProcess(engine, pg)).toThrow("host port 80 is held by web");
  web.state = "exited";
  startProcess(engine, pg);
  expect(pg.state).toBe("running");
});

it("a process on the host's network ends when another container has its port", () => {
  const { engine, pg, web } = both();
  startProcess(engine, pg);
  startProcess(engine, web);
  expect([web.state, web.exitCode, web.lines]).toEqual(["exited", 1, ["address already in use: 80"]]);
});
