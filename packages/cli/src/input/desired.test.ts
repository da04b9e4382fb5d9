import { defaultKinds } from "@hashike/core";
import { expect, it } from "vitest";
import type { Context } from "../process/context.ts";
import { createTimings } from "../process/timings.ts";
import { toDesiredState } from "./desired.ts";

const text =
  "apiVersion: v1\nkind: Hashike\nmetadata: {name: app}\nspec: {containers: [{name: web, image: nginx}]}\n";

it.each([
  ["a file, by its absolute path", "manifests/app.yml", "/home/me/manifests/app.yml"],
  ["an address, without credentials", "https://me:s3cret@example.com/app.yml", "https://example.com/app.yml"],
  ["nothing for standard input", "-", undefined],
])("tells where a manifest came from: %s", async (_, file, expected) => {
  const timings = createTimings(() => 0);
  const context = { options: {}, cwd: "/home/me", timings } as unknown as Context;
  const { sources } = await toDesiredState([{ file, text }], context, { kinds: defaultKinds });
  expect(sources["Hashike/default/app"]).toBe(expected);
});
