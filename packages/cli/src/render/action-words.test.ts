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
