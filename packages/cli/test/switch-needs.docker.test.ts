import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePort } from "../../docker-driver/test/support/own-things.ts";
import { hashike } from "./support/hashike.ts";
import { keepAsking } from "./support/keep-asking.ts";
import { type OutsideWorld, startOutsideWorld } from "./support/outside-world.ts";
import { answering, box, httpProbe, type OwnApp, ownApp } from "./support/own-app.ts";

let app: OwnApp;
let outside: OutsideWorld;
let port: number;

beforeAll(async () => {
  app = await ownApp("needs");
  outside = await startOutsideWorld();
  port = await freePort();
});

afterAll(async () => {
  await outside[Symbol.asyncDispose]();
  await app[Symbol.asyncDispose]();
});

const spec = (text: string) => {
  const needs = [`${outside.ipv4} 7`, `${app.own.name("other")} 9`];
  const asksAll = needs.map(
    (whom) => `until [ x$(echo hello | nc ${whom}) = xhello ]; do usleep 50000; done;`,
  );
  return [
    "containers:",
    box(
      "web",
      answering(text, asksAll.join(" ").replaceAll("$(", "$$(")),
      `ports: [{containerPort: 80, hostPort: ${port}}], ${httpProbe}`,
    ),
  ];
};

describe("an application that cannot begin without the outside world and a container of another manifest", () => {
  it("becomes ready beside the old one, which answers until the switch", async () => {
    const otherSpec = ["containers:", box("other", "[nc, -ll, -p, '9', -e, cat]")];
    const other = await app.write(otherSpec, "another");
    expect(await hashike(["apply", "--network", app.own.name("net"), other])).toMatchObject({ code: 0 });
    expect(await app.apply(spec("old"))).toMatchObject({ code: 0 });
    await using asking = keepAsking(port);
    await asking.answered("old", 5);
    const { code, stdout, stderr } = await app.apply(spec("new"));
    expect(`${code} ${stdout}${stderr}`).toMatch(/^0 /);
    expect(stdout).toMatch(/takes its host ports over/);
    await asking.answered("new", 5);
    for (const answer of asking.answers.keys()) expect(answer).toMatch(/^(old|new|failed: .*)$/);
    expect(await app.containers()).toEqual(["other", "web"]);
  });
});
