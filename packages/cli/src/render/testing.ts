import type { Action, ApplyResult, Plan, Target } from "@hashike/core";
import { createStyle } from "./layout/style.ts";

/** Fixtures for the tests of this folder. */
export const plainStyle = createStyle(false);

const owner = { kind: "Hashike", namespace: "my-project", name: "rest-api" };
export const web: Target = { kind: "container", name: "web", owner };
export const store: Target = { kind: "container", name: "store", owner };
export const nginx: Target = { kind: "image", name: "nginx:alpine-slim" };
export const network: Target = { kind: "network", name: "hashike" };

const missing = { kind: "missing" } as const;
const created = { name: "web", createdBy: "container.create/web" };

/** What of an action on `web` is no matter to a test. */
export const onWeb = { target: web, cause: missing, dependsOn: [] } as const;

export const pullNginx: Action = {
  id: "image.pull/nginx:alpine-slim",
  type: "image.pull",
  target: nginx,
  cause: missing,
  dependsOn: [],
  image: { reference: "nginx:alpine-slim", scheme: "registry", policy: "IfNotPresent" },
};

export const removeWeb: Action = {
  ...onWeb,
  id: "container.remove/web:undo",
  type: "container.remove",
  container: created,
};

export const startWeb: Action = {
  ...onWeb,
  id: "container.start/web",
  type: "container.start",
  dependsOn: [pullNginx.id],
  container: created,
  undo: [removeWeb],
};

export function planOf(parts: Partial<Plan>): Plan {
  return {
    version: 1,
    owners: [owner],
    changes: [],
    actions: [],
    unchanged: [],
    heldBack: [],
    troubled: [],
    outcomes: {},
    notices: [],
    facts: {},
    ...parts,
  };
}

/** A plan of one create and one replace. */
export const twoChanges = planOf({
  changes: [
    { kind: "create", target: nginx, cause: missing, actionIds: [pullNginx.id] },
    {
      kind: "replace",
      target: web,
      cause: { kind: "changed", changes: [{ path: "env.MY_ENV", from: "test", to: "prod" }] },
      actionIds: [startWeb.id],
    },
  ],
  actions: [pullNginx, startWeb],
  unchanged: [network, store],
});

export function resultOf(parts: Partial<ApplyResult>): ApplyResult {
  return {
    status: "done",
    created: [],
    replaced: [],
    updated: [],
    removed: [],
    unchanged: [],
    failed: [],
    skipped: [],
    undone: [],
    ...parts,
  };
}

/** What was changed by hand, and is put right. */
export const webRepair = {
  plan: planOf({
    changes: [
      { kind: "update", target: web, cause: { kind: "drift", changes: [] }, actionIds: [startWeb.id] },
    ],
    actions: [startWeb],
  }),
  result: resultOf({ updated: [web] }),
};
