import { expect, it } from "vitest";
import { makeDriver, refusal } from "../../../test/planning.ts";
import { containerSpec, desiredState } from "../../testing/index.ts";

it.each(["host", "none", "bridge", "default", "container:db"])(
  "--network %s is refused before anything is done: an engine would fail, or do something else",
  async (name) => {
    const base = desiredState([containerSpec({ name: "web", networks: [name] })]);
    const desired = { ...base, networks: [{ name, external: true }] };
    expect(await refusal(makeDriver(), desired)).toEqual([
      expect.objectContaining({
        path: `network ${name}`,
        message: expect.stringContaining("is the engine's own"),
        hint: expect.stringContaining("`docker network create backend`"),
      }),
    ]);
  },
);
