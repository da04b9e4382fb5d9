import type { Action } from "@hashike/core";
import { expect, it } from "vitest";
import { actionWords } from "./action-words.ts";
import { onWeb } from "./testing.ts";

const update = (settings: Extract<Action, { type: "container.update" }>["settings"]): Action => ({
  ...onWeb,
  id: "container.update/web",
  type: "container.update",
  container: { name: "web.hashike-old", id: "1" },
  settings,
});

it("tells an update that somebody asked for from a step on the way", () => {
  const restartPolicy = { restartPolicy: "Never", role: "main" } as const;
  expect(actionWords(update(restartPolicy))).toMatchObject({
    done: "updated restart policy of container web.hashike-old",
    isMinor: true,
  });
  expect(actionWords(update({ ...restartPolicy, resources: {} }))).toMatchObject({
    done: "updated container web.hashike-old",
    isMinor: false,
  });
});

it("tells the wait after a switch from the one before it", () => {
  const wait = (suffix: string): Action => ({
    ...onWeb,
    id: `container.wait/web${suffix}`,
    type: "container.wait",
    container: { name: "web.hashike-new", id: "1" },
    until: { kind: "ready", probes: {}, minReadySeconds: 0, timeoutSeconds: 30 },
  });
  expect(actionWords(wait(":staged")).done).toBe("waited for container web.hashike-new to be ready");
  expect(actionWords(wait(":serving")).done).toBe("waited for container web.hashike-new to serve");
});
