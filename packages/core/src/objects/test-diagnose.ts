import { readManifests } from "./read-manifests.ts";

/** For tests: everything wrong with a text, each as `line:column path: message [hint]`; notices begin with `notice`. */
export function diagnose(text: string, file = "my-manifest.yml"): string[] {
  return readManifests([{ file, text }]).diagnostics.map(({ severity, at, path, message, hint }) =>
    [
      ...(severity === "notice" ? ["notice"] : []),
      `${at?.line}:${at?.column}`,
      ...(path === undefined ? [] : [`${path}:`]),
      message,
      ...(hint === undefined ? [] : [`[${hint}]`]),
    ].join(" "),
  );
}

/** For tests: as {@link diagnose}, without positions. */
export function reasons(text: string, file?: string): string[] {
  return diagnose(text, file).map((line) => line.replace(/(?<!\d)\d+:\d+ /, ""));
}

/** For tests: a manifest with one container that has, besides name and image, what the lines say. */
export function withContainer(...lines: readonly string[]): string {
  return withSpec(
    "containers:",
    "- name: web",
    "  image: nginx",
    ...lines.map((line) => `  ${line}`),
    "volumes:",
    "- name: data",
    "  emptyDir: {}",
  );
}

/** For tests: a manifest whose spec has one good container and what the lines say. */
export function withGoodContainer(...lines: readonly string[]): string {
  return withSpec("containers:", "- name: web", "  image: nginx", ...lines);
}

/** For tests: a manifest whose spec is what the lines say. */
export function withSpec(...lines: readonly string[]): string {
  return [
    "apiVersion: v1",
    "kind: Hashike",
    "metadata:",
    "  name: rest-api",
    "spec:",
    ...lines.map((line) => `  ${line}`),
    "",
  ].join("\n");
}
