import { expect, it } from "vitest";
import { imageLimits } from "./image-limits.ts";
import { readGlobalOptions } from "./options.ts";

const trusted = { maxRatio: Number.POSITIVE_INFINITY };

it.each([
  [{ trustImages: true }, {}, trusted],
  [{}, { HASHIKE_TRUST_IMAGES: "1" }, trusted],
  [{}, { HASHIKE_TRUST_IMAGES: "0" }, undefined],
  [{}, {}, undefined],
])("with the options %j and the environment %j the limits are %j", (raw, env, limits) => {
  expect(imageLimits({ options: readGlobalOptions(raw), env }, trusted)).toEqual(limits);
});
