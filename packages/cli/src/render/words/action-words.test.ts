import type { Action } from "@hashike/core";
import { expect, it } from "vitest";
import { onWeb } from "../testing.ts";
import { actionWords } from "./action-words.ts";

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

it("tells of the switch, and of its park only those who want to know everything", () => {
  const park = "0-hashike-park-web";
  const container = { name: "Web", id: "2" };
  const owner = { kind: "Hashike", namespace: "default", name: "shop" };
  const network = { name: park, external: false, park: { owner, beside: [] } };
  expect(actionWords({ ...onWeb, id: "s", type: "container.switch", container, park })).toMatchObject({
    done: "passed host ports to container Web",
    isMinor: false,
  });
  expect(actionWords({ ...onWeb, id: "c", type: "network.create", network })).toMatchObject({
    done: `created network ${park}`,
    isMinor: true,
  });
  expect(
    actionWords({ ...onWeb, id: "r", type: "network.remove", networkId: park, isPark: true }),
  ).toMatchObject({ done: `removed network ${park}`, isMinor: true });
});
