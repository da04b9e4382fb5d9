import { expect, it } from "vitest";
import { makeDriver, refusal } from "../../../test/planning.ts";
import { containerSpec, desiredState } from "../../testing/index.ts";

const another = "`docker network create backend`";

it.each([
  ["host", "`hostNetwork: true`"],
  ["none", another],
  ["bridge", another],
  ["default", another],
  ["container:db", another],
])(
  "--network %s beside others is refused before anything is done: an engine would fail, or do something else",
  async (name, hint) => {
    const base = desiredState([containerSpec({ name: "web", networks: [name] })]);
    const desired = { ...base, networks: [{ name, external: true }] };
    expect(await refusal(makeDriver(), desired)).toEqual([
      expect.objectContaining({
        path: `network ${name}`,
        message: expect.stringContaining("is the engine's own"),
        hint: expect.stringContaining(hint),
      }),
    ]);
  },
);
