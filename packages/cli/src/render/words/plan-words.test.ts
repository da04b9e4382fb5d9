import type { Action } from "@hashike/core";
import { expect, it } from "vitest";
import { planOf, pullNginx, removeWeb, startWeb, web } from "../testing.ts";
import { planWords } from "./plan-words.ts";

it("knows a word for all that a plan may do, also when something fails", () => {
  const about = { target: web, cause: { kind: "missing" }, dependsOn: [] } as const;
  const startOld: Action = {
    ...about,
    id: "container.start/web:back",
    type: "container.start",
    container: { name: "web", id: "old" },
  };
  const note: Action = {
    ...about,
    id: "revision.note/web:failed",
    type: "revision.note",
    note: {
      owner: { kind: "Hashike", namespace: "default", name: "app" },
      container: "web",
    },
  };
  const wordsOf = planWords(
    planOf({
      actions: [pullNginx, startWeb],
      outcomes: { "container/web": { onFailed: [note], onUnsuccessful: [startOld] } },
    }),
  );
  for (const { id } of [pullNginx, startWeb, removeWeb, startOld, note]) {
    expect(wordsOf(id).done).not.toBe(id);
  }
  expect(wordsOf("container.start/other").done).toBe("container.start/other");
});
