import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { single } from "./support/manifests.ts";
import { createWorkspace, type Run, type Workspace } from "./support/workspace.ts";

interface Watching {
  /** Waits until the output has this so many times. */
  until(text: string, times?: number): Promise<void>;
  kill(signal: NodeJS.Signals): void;
  output(): string;
  readonly done: Promise<Run>;
}

/** `hashike watch` on the test driver's engine, which tells no events. */
function watch(workspace: Workspace, ...words: readonly string[]): Watching {
  let output = "";
  let error = "";
  let wake = () => {};
  let kill: (signal: NodeJS.Signals) => void = () => {};
  const done = workspace.engine(["watch", ...words], {
    onStdout(stdout, itsKill) {
      output = stdout;
      kill = itsKill;
      wake();
    },
    onStderr(stderr, itsKill) {
      error = stderr;
      kill = itsKill;
      wake();
    },
  });
  const all = () => output + error;
  return {
    done,
    output: all,
    kill: (signal) => kill(signal),
    async until(text, times = 1) {
      while (all().split(text).length <= times) {
        const more = new Promise<void>((resolve) => {
          wake = resolve;
        });
        const ended = await Promise.race([more, done.then(() => true)]);
        if (ended === true && all().split(text).length <= times)
          throw new Error(`ended without ${text}:\n${all()}`);
      }
    },
  };
}

describe("hashike watch", () => {
  it("applies, applies what changes when it is told to read, and ends with 143 on SIGTERM", async () => {
    await using workspace = await createWorkspace();
    await workspace.write("app.yml", single("web"));
    const watching = watch(workspace, "app.yml", "--interval", "1h");
    await watching.until("Pulled image nginx:alpine-slim. Created network hashike, container web.");
    await workspace.write("app.yml", single("web", "nginx:2"));
    watching.kill("SIGHUP");
    await watching.until("Replaced container web.");
    watching.kill("SIGTERM");
    const { code, stdout, stderr } = await watching.done;
    expect([code, stderr]).toEqual([143, ""]);
    expect(stdout.trimEnd().split("\n").at(-1)).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z stopped watching/);
    expect(stdout.split("\n").every((line) => line === "" || /^\d{4}-\d\d-\d\dT/.test(line))).toBe(true);
  });

  it("reads again by itself, and keeps what is in force while there are mistakes", async () => {
    await using workspace = await createWorkspace();
    await workspace.write("app.yml", single("web"));
    const watching = watch(workspace, "app.yml", "--interval", "1s");
    await watching.until("Created network hashike, container web.");
    await workspace.write("app.yml", "kind: Hashike\nnonsense\n");
    await watching.until("[MANIFEST_INVALID]");
    await workspace.write("app.yml", single("web", "nginx:2"));
    await watching.until("Replaced container web.");
    watching.kill("SIGINT");
    expect((await watching.done).code).toBe(130);
  });

  it("asks a web server only whether there is something new", async () => {
    await using workspace = await createWorkspace();
    const asked: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      asked.push(request.headers["if-none-match"]);
      const isKnown = request.headers["if-none-match"] === '"v1"';
      response.writeHead(isKnown ? 304 : 200, { etag: '"v1"' }).end(isKnown ? undefined : single("web"));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const watching = watch(workspace, `http://127.0.0.1:${port}/app.yml`, "-o", "json");
    await watching.until('"type":"cycle.finished"');
    watching.kill("SIGHUP");
    await watching.until('"type":"source.unchanged"');
    watching.kill("SIGTERM");
    await watching.done;
    server.close();
    expect(asked).toEqual([undefined, '"v1"']);
  });

  it("answers for health and metrics", async () => {
    await using workspace = await createWorkspace();
    await workspace.write("app.yml", single("web"));
    const watching = watch(workspace, "app.yml", "--listen", "0");
    await watching.until("Created network hashike, container web.");
    const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(watching.output()) ?? [];
    const text = await (await fetch(`${url}/metrics`)).text();
    expect(text).toContain('hashike_applies_total{result="done"} 1\n');
    expect(text).toContain('hashike_source_reads_total{result="changed"} 1\n');
    watching.kill("SIGTERM");
    await watching.done;
    await expect(fetch(`${url}/healthz`)).rejects.toThrow();
  });

  it("tells events as JSON lines, each with its time", async () => {
    await using workspace = await createWorkspace();
    await workspace.write("app.yml", single("web"));
    const watching = watch(workspace, "app.yml", "-o", "json");
    await watching.until('"type":"cycle.finished"');
    watching.kill("SIGTERM");
    const events = (await watching.done).stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(events.every((event) => !Number.isNaN(Date.parse(event.time)))).toBe(true);
    expect([events[0].type, events.at(-1).type]).toEqual(["watch.started", "watch.stopped"]);
  });

  it.each([
    [["-"], "standard input cannot be read again"],
    [["gopher://host/app.yml"], "no source reads gopher: addresses"],
    [["app.yml", "--interval", "soon"], "--interval: soon"],
    [["app.yml", "--listen", "web"], "--listen: web"],
  ])("refuses %j at once", async (words, message) => {
    await using workspace = await createWorkspace();
    const { code, stderr } = await workspace.engine(["watch", ...words]);
    expect(code).toBe(64);
    expect(stderr).toContain(message);
  });
});
