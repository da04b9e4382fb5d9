import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { fakeSsh, fakeSshTo } from "../../test/connect/fake-ssh.ts";
import { runTypeScript } from "../../test/connect/run-typescript.ts";
import { answerJson, bodyOf, likeEngine, serveOnSocket } from "../../test/connect/serve.ts";
import { openEngine } from "../engine/open-engine.ts";
import { describeEndpoint } from "./endpoint.ts";
import { parseHost } from "./parse-host.ts";
import { sshArguments } from "./ssh.ts";

function endpointOf(url: string) {
  const endpoint = parseHost(url, "host");
  if (endpoint.kind !== "ssh") throw new Error("not ssh");
  return endpoint;
}

function over(url: string) {
  return describeEndpoint(endpointOf(url), { kind: "option" });
}

describe("the arguments of ssh", () => {
  const fixed = ["-o", "ConnectTimeout=30", "-T", "--"];

  it.each([
    ["ssh://b.example", [...fixed, "b.example", "docker", "system", "dial-stdio"]],
    [
      "ssh://me@b.example:2222",
      ["-l", "me", "-p", "2222", ...fixed, "b.example", "docker", "system", "dial-stdio"],
    ],
    [
      "ssh://b.example/run/it's.sock",
      [...fixed, "b.example", "docker", "-H", "'unix:///run/it'\\''s.sock'", "system", "dial-stdio"],
    ],
  ])("for %s", (url, expected) => {
    expect(sshArguments(endpointOf(url))).toEqual(expected);
  });
});

describe("a request over ssh", () => {
  it("reaches the engine, and the next one goes over the same ssh", async () => {
    const { socketPath } = await serveOnSocket(
      likeEngine(async (request, response) => answerJson(response, 200, { body: await bodyOf(request) })),
    );
    const ssh = await fakeSshTo(socketPath);
    const client = await openEngine(over("ssh://me@b.example"), { env: ssh.env });
    const big = "é".repeat(1_000_000);
    expect(await client.post("/x", { body: { big } })).toEqual({ body: JSON.stringify({ big }) });
    await client.get("/y");
    expect(await ssh.calls()).toHaveLength(1);
    client.close();
  });

  it("leaves an ssh behind that does not keep the process alive", async () => {
    const { socketPath } = await serveOnSocket(likeEngine((_, response) => answerJson(response, 200, {})));
    const ssh = await fakeSshTo(socketPath);
    const source = `
      import { openEngine } from "../engine/open-engine.ts";
      const client = await openEngine(${JSON.stringify(over("ssh://b.example"))}, { env: ${JSON.stringify(ssh.env)} });
      await client.get("/x");
      console.log("done");
    `;
    expect((await runTypeScript(source, import.meta.dirname)).stdout).toBe("done\n");
  });

  it("can wait for its reader", async () => {
    const { socketPath } = await serveOnSocket(
      likeEngine((_, response) => response.end("x".repeat(3_000_000))),
    );
    const ssh = await fakeSshTo(socketPath);
    const client = await openEngine(over("ssh://b.example"), { env: ssh.env });
    const body = await client.stream("/images/get");
    await new Promise(setImmediate);
    expect((await text(body)).length).toBe(3_000_000);
    client.close();
  });

  it("ends ssh when it is aborted", async () => {
    const abort = new AbortController();
    let closed = false;
    const { socketPath } = await serveOnSocket(
      likeEngine((request) => {
        request.socket.once("close", () => {
          closed = true;
        });
        abort.abort(new Error("enough"));
      }),
    );
    const ssh = await fakeSshTo(socketPath);
    const client = await openEngine(over("ssh://b.example"), { env: ssh.env });
    await expect(client.get("/x", { signal: abort.signal })).rejects.toThrow("enough");
    await expect.poll(() => closed).toBe(true);
  });
});

describe("ssh that fails", () => {
  it("is told with its own words", async () => {
    const said = "Warning: banner\\nme@b.example: Permission denied (publickey).\\n";
    const ssh = await fakeSsh(`process.stderr.write("${said}", () => process.exit(255));`);
    await expect(openEngine(over("ssh://me@b.example"), { env: ssh.env })).rejects.toMatchObject({
      code: "DRIVER_ENGINE_DENIED",
      message:
        "no access to the Docker Engine at ssh://b.example (given): ssh: Warning: banner me@b.example: Permission denied (publickey).",
      hint: expect.stringContaining("ssh-agent"),
    });
  });

  it("without a word is told with its exit code", async () => {
    const ssh = await fakeSsh("process.exit(3);");
    await expect(openEngine(over("ssh://b.example"), { env: ssh.env })).rejects.toMatchObject({
      code: "DRIVER_ENGINE_UNREACHABLE",
      message: "no Docker Engine at ssh://b.example (given): ssh: ssh ended with exit code 3",
    });
  });

  it("in good order, but without an answer, is a closed connection", async () => {
    const ssh = await fakeSsh("");
    await expect(openEngine(over("ssh://b.example"), { env: ssh.env })).rejects.toThrow(
      /it closed the connection/,
    );
  });

  it("in the middle of an answer is a closed connection", async () => {
    const ssh = await fakeSsh(`
      let asked = 0;
      process.stdin.on("data", () => {
        asked += 1;
        if (asked === 1) process.stdout.write("HTTP/1.1 200 OK\\r\\nApi-Version: 1.41\\r\\nContent-Length: 2\\r\\n\\r\\nOK");
        else process.stdout.write("HTTP/1.1 200 OK\\r\\nContent-Length: 99\\r\\n\\r\\n{", () => {
          process.stderr.write("Connection to b.example closed by remote host.", () => process.exit(255));
        });
      });
    `);
    const client = await openEngine(over("ssh://b.example"), { env: ssh.env });
    await expect(client.get("/x")).rejects.toThrow(/it closed the connection/);
  });

  it("by not being installed says so", async () => {
    await expect(
      openEngine(over("ssh://b.example"), { env: { PATH: "/nonexistent" } }),
    ).rejects.toMatchObject({
      message: "no Docker Engine at ssh://b.example (given): ssh: there is no program ssh in PATH",
      hint: "install an OpenSSH client",
    });
  });
});
