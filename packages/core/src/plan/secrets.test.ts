import { expect, it } from "vitest";
import type { HttpGetHandler } from "../desired/desired-state.ts";
import { secretPlaceholder } from "../desired/secret-values.ts";
import { containerSpec, probeSpec } from "../testing/builders.ts";
import type { Plan } from "./plan-types.ts";
import { attachSecrets, missingSecrets } from "./secrets.ts";
import type { Action } from "./steps/action.ts";

const id = "0123456789abcdef0123456789abcdef";
const handler: HttpGetHandler = {
  kind: "httpGet",
  scheme: "http",
  port: 80,
  path: "/",
  headers: [{ name: "Authorization", value: secretPlaceholder(id) }],
};
const readiness = probeSpec(handler);
const base = {
  target: { kind: "container", name: "web" },
  cause: { kind: "missing" },
  dependsOn: [],
  container: { name: "web", id: "c1" },
} as const;

function planOf(...actions: readonly Action[]): Plan {
  return { actions } as unknown as Plan;
}

const wait: Action = {
  ...base,
  id: "container.wait/web",
  type: "container.wait",
  until: { kind: "ready", probes: { readiness }, timeoutSeconds: 60 },
};
const postStart: Action = { ...base, id: "container.hook/web", type: "container.hook", hook: handler };
const stop: Action = { ...base, id: "container.stop/web", type: "container.stop", preStop: handler };

it("misses secrets of probes and hooks that it will need", () => {
  expect(missingSecrets(planOf(wait, postStart))).toEqual(["web: lifecycle.postStart", "web: probes"]);
  expect(missingSecrets(attachSecrets(planOf(wait, postStart), { [id]: "Bearer s3cret" }))).toEqual([]);
});

it("does not hold up a stop for a secret of an earlier manifest", () => {
  expect(missingSecrets(planOf(stop))).toEqual([]);
});

it("misses what is in the files of a container", () => {
  const secretFiles = [{ path: "/run/key", secret: id, mode: 0o400, gid: 0 }];
  const container = containerSpec({ name: "web", secretFiles });
  const create = {
    ...base,
    id: "container.create/web",
    type: "container.create",
    container,
  } as unknown as Action;
  expect(missingSecrets(planOf(create))).toEqual(["web: /run/key"]);
});
