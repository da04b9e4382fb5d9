import type { ApplyResult } from "@hashike/core";
import { describe, expect, it } from "vitest";
import { failureText } from "./failure-text.ts";
import { resultText } from "./result-text.ts";
import {
  network,
  nginx,
  resultOf,
  startWeb,
  store,
  plainStyle as style,
  twoChanges,
  web,
} from "./testing.ts";
import { planWords } from "./words/plan-words.ts";

const none = resultOf({});
const wordsOf = planWords(twoChanges);

describe("resultText", () => {
  it("tells what was done, kind by kind, and what was left alone", () => {
    const result = {
      ...none,
      created: [nginx, network, web],
      replaced: [store],
      unchanged: [network, store, web],
    };
    expect(resultText(result)).toBe(
      "Pulled image nginx:alpine-slim. Created network hashike, container web. Replaced container store. Left 3 things alone.\n",
    );
  });

  it("says so when there was nothing to do", () => {
    expect(resultText({ ...none, unchanged: [web] })).toBe("There was nothing to do.\n");
  });

  it("says so when nothing was completed", () => {
    const failed = [
      { actionId: startWeb.id, target: web, error: { code: "INTERNAL", message: "no" } },
    ] as const;
    expect(resultText({ ...none, status: "failed", failed })).toBe("Nothing was completed.\n");
  });
});

describe("failureText", () => {
  it("is empty when all went well", () => {
    expect(failureText(none, { style, wordsOf })).toBe("");
  });

  it("tells what failed and why, what was left out because of it, and what was put back", () => {
    const result: ApplyResult = {
      ...none,
      status: "failed",
      failed: [
        {
          actionId: "image.pull/nginx:alpine-slim",
          target: nginx,
          error: {
            code: "DRIVER_IMAGE_PULL_FAILED",
            message: "manifest unknown",
            details: ["last line \u001b[31mof a log"],
            hint: "check the tag",
          },
        },
      ],
      skipped: [
        {
          actionId: startWeb.id,
          target: web,
          because: { kind: "failed", actionId: "image.pull/nginx:alpine-slim" },
        },
      ],
      undone: [
        { actionId: "container.remove/web:undo", target: web },
        { actionId: "x", target: store, error: { code: "DRIVER_ENGINE_ERROR", message: "gone" } },
      ],
    };
    expect(failureText(result, { style, wordsOf })).toBe(
      [
        "error: cannot pull image nginx:alpine-slim: manifest unknown [DRIVER_IMAGE_PULL_FAILED]",
        "    last line of a log",
        "hint: check the tag",
        "left out: start container web (because of: pull image nginx:alpine-slim)",
        "put back: container web",
        "not put back: container store: gone [DRIVER_ENGINE_ERROR]",
        "1 action failed, 1 left out because of it",
        "",
      ].join("\n"),
    );
  });

  it("does not list the other steps of what failed itself", () => {
    const pull = "image.pull/nginx:alpine-slim";
    const result: ApplyResult = {
      ...none,
      status: "failed",
      failed: [{ actionId: pull, target: web, error: { code: "INTERNAL", message: "no" } }],
      skipped: [{ actionId: startWeb.id, target: web, because: { kind: "failed", actionId: pull } }],
    };
    expect(failureText(result, { style, wordsOf })).not.toContain("left out: ");
  });

  it("tells once that the engine has gone away, however much was under way", () => {
    const error = {
      code: "DRIVER_ENGINE_UNREACHABLE",
      message: "no Docker Engine at e",
      hint: "set DOCKER_HOST",
    } as const;
    const names = ["a", "b", "c", "d", "e"];
    const targets = names.map((name) => ({ ...web, name }));
    const result = resultOf({
      status: "failed",
      created: [network],
      failed: targets.map((target) => ({ actionId: `start ${target.name}`, target, error })),
      skipped: [{ actionId: startWeb.id, target: web, because: { kind: "failed", actionId: "start a" } }],
      undone: targets.map((target) => ({ actionId: `remove ${target.name}`, target, error })),
    });
    expect(failureText(result, { style, wordsOf })).toBe(
      [
        "error: the engine has gone away: no Docker Engine at e [DRIVER_ENGINE_UNREACHABLE]",
        "hint: once the engine is back, run the same command again: it goes on from what it finds",
        "not finished: start a, start b, start c and 2 more",
        "not put back: containers a, b, c, d and e",
        "5 actions failed, 1 left out because of it",
        "",
      ].join("\n"),
    );
  });

  it("tells that it was stopped", () => {
    const skipped = [{ actionId: startWeb.id, target: web, because: { kind: "aborted" } }] as const;
    expect(failureText({ ...none, status: "aborted", skipped }, { style, wordsOf })).toBe(
      "left out: start container web (stopped)\nstopped before the end: 1 action left out\n",
    );
  });
});
