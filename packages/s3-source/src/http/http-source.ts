import type { Source } from "@hashike/core";
import { defaultPatience, type Patience } from "../object/patience.ts";
import { type KnownManifests, readManifest } from "../object/read-manifest.ts";
import { parseHttpAddress } from "./http-address.ts";
import { createHttpBackend } from "./http-backend.ts";
import type { HttpOptions } from "./http-options.ts";

export interface HttpSourceOptions extends HttpOptions {
  /** What was read before. */
  readonly known?: KnownManifests | undefined;
  readonly patience?: Patience | undefined;
}

/** Reads manifests from `https:` and `http:` URLs. Texts are named by their URL, without what may be secret in it. */
export function createHttpSource(options: HttpSourceOptions = {}): Source {
  const { known = new Map(), patience = defaultPatience } = options;
  return {
    schemes: ["https", "http"],
    async read(address, { signal } = {}) {
      const url = parseHttpAddress(address);
      const backend = createHttpBackend(url, options);
      const text = await readManifest(backend, { key: url.href, known, signal, patience });
      return [{ file: backend.address, text }];
    },
  };
}
