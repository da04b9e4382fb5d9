import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { freePort } from "../../docker-driver/test/support/own-things.ts";
import { ask } from "./support/keep-asking.ts";
import { answering, box, httpProbe, type OwnApp, ownApp } from "./support/own-app.ts";
import { until } from "./support/until.ts";

let app: OwnApp;
let port: number;

beforeAll(async () => {
  app = await ownApp("clients");
  port = await freePort();
});

afterAll(() => app[Symbol.asyncDispose]());

beforeEach(() => app.clear());

/** Whatever the sibling is sent over TCP is kept in its file /heard. */
const sibling = () => box("store", "[nc, -ll, -p, '9', -e, tee, -a, /heard]");
const heard = () => app.sh("store", "cat /heard");

const spec = (command: string, more = "", ofAll: readonly string[] = []) => [
  ...ofAll,
  "containers:",
  box("web", command, `ports: [{containerPort: 80, hostPort: ${port}}], ${httpProbe}${more}`),
  sibling(),
];

const settled = async (what: () => Promise<string>, wanted: string) => {
  await until(async () => ((await what()) === wanted ? true : undefined));
};
const addressOf = (container: string) =>
  app.inspect(container, "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}");

/** The page takes until the test makes /go. Asked to end, it says so in /ending, and ends when the page is done. */
const slow = [
  "[sh, -c, \"trap 'touch /ending; until [ -e /done ]; do usleep 50000; done; exit 0' TERM;",
  "mkdir -p /www/cgi-bin; cd /www; echo old > index.html;",
  "(echo '#!/bin/sh'; echo echo; echo touch /asked; echo 'until [ -e /go ]; do usleep 50000; done';",
  "echo 'echo slow page; touch /done') > cgi-bin/slow; chmod +x cgi-bin/slow; httpd -f -p 80 -h /www & wait\"]",
].join(" ");

describe("a request in flight from a sibling", () => {
  it("is answered by the old one after it has been asked to end, while the new one has the port", async () => {
    const grace = ["terminationGracePeriodSeconds: 120", "drainSeconds: 0"];
    expect(await app.apply(spec(slow, "", grace))).toMatchObject({ code: 0 });
    const asking = app.sh("store", `wget -qO - http://${app.own.name("web")}/cgi-bin/slow`);
    await settled(() => app.sh("web", "ls /asked"), "/asked");

    const applying = await app.startApply(spec(answering("new"), "", grace));
    await settled(() => app.sh("web.hashike-old", "ls /ending"), "/ending");
    expect(await ask(port)).toBe("new");
    await app.sh("web.hashike-old", "touch /go");
    expect(await asking).toBe("slow page");
    const { code, stdout, stderr } = await applying.done;
    expect(`${code} ${stdout}${stderr}`).toMatch(/^0 /);
    expect(await app.containers()).toEqual(["store", "web"]);
  });
});

describe("what the old one does before its end", () => {
  it("it does with its network: its preStop, and the last thing when it is asked to end", async () => {
    const say = (what: string) => `echo ${what} | nc ~store 9`;
    const old = answering("old").replace("exit 0", `${say("ending")}; exit 0`);
    const preStop = `, lifecycle: {preStop: {exec: {command: [sh, -c, "${say("pre-stop")}"]}}}`;
    expect(await app.apply(spec(old, preStop))).toMatchObject({ code: 0 });
    const { code, stdout, stderr } = await app.apply(spec(answering("new")));
    expect(`${code} ${stdout}${stderr}`).toMatch(/^0 /);
    expect(await heard()).toBe("pre-stop\nending");
  });
});

describe("drainSeconds", () => {
  const drained = /waited for container \S*web\.hashike-old to be left alone \((\d+)\.\ds\)/;

  it("is how long the old one serves its own clients before it is asked to end", async () => {
    const hour = ["drainSeconds: 3600"];
    expect(await app.apply(spec(answering("old"), "", hour))).toMatchObject({ code: 0 });
    const oldAt = await addressOf("web");
    const applying = await app.startApply(spec(answering("new"), "", hour));
    await until(async () => (applying.stdout().includes("to be left alone") ? true : undefined));
    expect(await ask(port)).toBe("new");
    expect(await app.sh("store", `wget -qO - http://${oldAt}/`)).toBe("old");
    expect(await app.inspect("web.hashike-old", "{{.State.Running}}")).toBe("true");
    applying.signal("SIGKILL");
    await applying.done;

    // The next apply finishes what was cut off; a value of the container's own goes before that of all.
    const { code, stdout } = await app.apply(spec(answering("new"), ", drainSeconds: 0", hour));
    expect(code, stdout).toBe(0);
    expect(await app.containers()).toEqual(["store", "web"]);
  });

  it.each([
    ["one second", [], "", 1],
    ["that of the container", ["drainSeconds: 3600"], ", drainSeconds: 2", 2],
    ["no time at all", ["drainSeconds: 3600"], ", drainSeconds: 0", undefined],
  ])("is, by default or as it says, %s", async (_, ofAll, ofOne, seconds) => {
    expect(await app.apply(spec(answering("old"), ofOne, ofAll))).toMatchObject({ code: 0 });
    const { code, stdout } = await app.apply(spec(answering("new"), ofOne, ofAll));
    expect(code, stdout).toBe(0);
    const [, waited] = drained.exec(stdout) ?? [];
    if (seconds === undefined) expect(waited).toBeUndefined();
    else expect(Number(waited)).toBeGreaterThanOrEqual(seconds);
  });
});
