import { HashikeError, type ImageSource, type ImageSpec } from "@hashike/core";
import { expect, it } from "vitest";
import { checkReferences } from "./image-source.ts";

it("a reference that its source refuses is told without credentials", () => {
  const source = {
    localName() {
      throw new HashikeError("MANIFEST_INVALID", "must not have credentials in its address");
    },
  } as unknown as ImageSource;
  const image = { reference: "docker-archive+https://me:sesame@h/a.tar/app:1" } as ImageSpec;
  expect(() => checkReferences(new Map([[image, source]]))).toThrow(
    expect.objectContaining({
      diagnostics: [expect.objectContaining({ path: "image docker-archive+https://h/a.tar/app:1" })],
    }),
  );
});
