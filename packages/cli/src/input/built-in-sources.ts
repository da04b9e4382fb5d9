import type { Source } from "@hashike/core";
import { createFileSource } from "@hashike/s3-source";
import type { Context } from "../process/context.ts";

/** The sources that need no module. What reads storage and the web is loaded when such an address is read. */
export function builtInSources({ cwd, options, objectOptions }: Context): readonly Source[] {
  return [
    createFileSource({ cwd, recursive: options.recursive }),
    lazySource(["s3"], async () => (await load()).createS3Source((await objectOptions()).s3)),
    lazySource(["https", "http"], async () => (await load()).createHttpSource((await objectOptions()).http)),
  ];
}

const load = () => import("@hashike/s3-source");

function lazySource(schemes: readonly string[], create: () => Promise<Source>): Source {
  let source: Promise<Source> | undefined;
  return {
    schemes,
    async read(address, options) {
      source ??= create();
      return (await source).read(address, options);
    },
  };
}
