// Put in by the build: reading package.json at run time would cost a file on every start.
declare const __HASHIKE_VERSION__: string | undefined;

export const version: string =
  typeof __HASHIKE_VERSION__ === "undefined" ? "0.0.0-source" : __HASHIKE_VERSION__;
