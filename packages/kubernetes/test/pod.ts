import {
  type BuildOptions,
  buildDesiredState,
  createKinds,
  type DesiredState,
  defaultKinds,
  type ReadOptions,
  readManifests,
} from "@hashike/core";
import { ignoredKinds, kubernetesKinds } from "../src/index.ts";

export const kinds = createKinds([...defaultKinds.all, ...kubernetesKinds], ignoredKinds);

const file = "pod.yml";

/** Everything wrong with a text, each as `line:column path: message [hint]`; notices begin with `notice`. */
export function diagnose(text: string, options: Pick<ReadOptions, "ignoreUnknown"> = {}): string[] {
  return readManifests([{ file, text }], { kinds, ...options }).diagnostics.map(
    ({ severity, at, path, message, hint }) =>
      [
        ...(severity === "notice" ? ["notice"] : []),
        `${at?.line}:${at?.column}`,
        ...(path === undefined ? [] : [`${path}:`]),
        message,
        ...(hint === undefined ? [] : [`[${hint}]`]),
      ].join(" "),
  );
}

/** The same, without places. */
export function reasons(text: string): string[] {
  return diagnose(text).map((line) => line.replace(/(?<!\d)\d+:\d+ /, ""));
}

/** What a text without mistakes asks for. */
export function desired(
  text: string,
  namespace?: string,
  options: Pick<BuildOptions, "networks" | "noted" | "read" | "resolveSource"> = {},
): DesiredState {
  const { manifests, diagnostics } = readManifests([{ file, text }], { kinds });
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new Error(JSON.stringify(errors, null, 1));
  return buildDesiredState(manifests, { kinds, namespace, ...options });
}

/** A pod whose spec is what the lines say. */
export function podWith(...lines: readonly string[]): string {
  return [
    "apiVersion: v1",
    "kind: Pod",
    "metadata: {name: posts, labels: {app: posts}}",
    "spec:",
    ...lines.map((line) => `  ${line}`),
    "",
  ].join("\n");
}

/** A pod of one container that has, besides name and image, what the lines say. */
export function containerWith(...lines: readonly string[]): string {
  return podWith("containers:", "- name: posts", "  image: posts:1", ...lines.map((line) => `  ${line}`));
}

/** What is wrong once all that is applied is known. */
export function refused(text: string): string[] {
  try {
    desired(text);
    return [];
  } catch (error) {
    const { diagnostics } = error as {
      diagnostics: readonly { path: string; message: string; hint?: string }[];
    };
    return diagnostics.map(({ path, message, hint }) => `${path}: ${message} [${hint}]`);
  }
}
