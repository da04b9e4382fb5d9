import { createServer, type Server } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  type ArrivedRequest,
  startInterveningProxy,
} from "../../docker-driver/test/support/intervening-proxy.ts";
import { freePort } from "../../docker-driver/test/support/own-things.ts";
import { hashike, output, type Ran } from "./support/hashike.ts";
import { ask } from "./support/keep-asking.ts";
import { answering, box, httpProbe, idling, type OwnApp, ownApp } from "./support/own-app.ts";

let app: OwnApp;
let port: number;
let stranger: Server | undefined;

beforeAll(async () => {
  app = await ownApp("stranger");
});

afterAll(() => app[Symbol.asyncDispose]());

beforeEach(async () => {
  await app.clear();
  port = await freePort();
  expect(await app.apply(spec("old"))).toMatchObject({ code: 0 });
});

afterEach(leave);

const spec = (text: string) => [
  "containers:",
  box("web", answering(text), `ports: [{containerPort: 80, hostPort: ${port}}], ${httpProbe}`),
  box("store", idling),
];

/** A program that is in no container, and takes the port. */
async function come(): Promise<void> {
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(port, resolve));
  stranger = server;
}

async function leave(): Promise<void> {
  const server = stranger;
  stranger = undefined;
  if (server !== undefined) await new Promise((resolve) => server.close(resolve));
}

const oldOne = () => app.inspect("web", "{{.Id}} {{.State.StartedAt}} {{.State.Running}}");

/** Applies a new one; the stranger comes when the old one has freed the port. @param isBrief it goes when that is taken back */
async function applyAgainstStranger(isBrief: boolean): Promise<Ran> {
  const oldId = await app.inspect("web", "{{.Id}}");
  const frees = ({ resource, body }: ArrivedRequest) =>
    resource.endsWith("/connect") && resource.includes("park") && body.includes(oldId);
  let times = 0;
  await using proxy = await startInterveningProxy((arrived) => {
    if (!frees(arrived)) return undefined;
    times += 1;
    if (times === 1) return come;
    return isBrief ? leave : undefined;
  });
  const args = await app.words("apply", spec("new"));
  const ran = await hashike(args, { env: { DOCKER_HOST: proxy.host } });
  expect(times).toBeGreaterThan(0);
  return ran;
}

const byItsNetwork = () => app.sh("store", `wget -qO - http://${app.own.name("web")}/`);

/** Networks of the manifest's own: parks, and what they hang on. */
async function parks(): Promise<string> {
  const ofApp = ["--filter", `label=hashike.name=${app.own.name("app")}`];
  return output("docker", "network", "ls", "-q", ...ofApp);
}

describe("a program that takes the port in the middle of a switch", () => {
  it("and goes: the old one has it back, and the apply fails for that reason", async () => {
    const before = await oldOne();
    const { code, stderr } = await applyAgainstStranger(true);
    expect(code).toBe(1);
    expect(stderr).toMatch(new RegExp(`host port ${port} is held by another program`));
    expect(await app.containers()).toEqual(["store", "web"]);
    expect(await oldOne()).toBe(before);
    expect(await ask(port)).toBe("old");
    expect(await byItsNetwork()).toBe("old");
    expect(await parks()).toBe("");
  });

  it("and stays: the old one serves its network, and has the port back once that is free", async () => {
    const before = await oldOne();
    const { code, stderr } = await applyAgainstStranger(false);
    expect(code).toBe(1);
    expect(stderr).toMatch(new RegExp(`host port ${port} is held by another program`));
    expect(await app.containers()).toEqual(["store", "web"]);
    expect(await oldOne()).toBe(before);
    expect(await byItsNetwork()).toBe("old");

    const again = await app.apply(spec("new"));
    expect(again.code, again.stdout).not.toBe(0);
    expect(await parks()).toBe("");
    expect(await app.containers()).toEqual(["store", "web"]);
    expect(await oldOne()).toBe(before);
    expect(await byItsNetwork()).toBe("old");

    await leave();
    const last = await app.apply(spec("old"));
    expect(`${last.code} ${last.stdout}${last.stderr}`).toMatch(/^0 /);
    expect(await ask(port)).toBe("old");
    expect(await oldOne()).toBe(before);
    expect(await parks()).toBe("");
    expect((await app.plan(spec("old"), "--detailed-exitcode")).code).toBe(0);
  });
});
