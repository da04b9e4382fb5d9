import type { ContainerSpec } from "../desired/desired-state.ts";
import type { Diagnostic } from "../errors.ts";

/** An engine has one image under a name, so containers cannot want it for several platforms. */
export function* checkPlatforms(containers: readonly ContainerSpec[]): Generator<Diagnostic> {
  const first = new Map<string, ContainerSpec>();
  for (const container of containers) {
    const { name, image, platform, origin } = container;
    const other = first.get(image);
    first.set(image, other ?? container);
    if (other === undefined || other.platform === platform) continue;
    yield {
      severity: "error",
      path: `container ${name}`,
      message: `wants image ${image} for ${platformText(platform)}, and container ${other.name} wants it for ${platformText(other.platform)}`,
      hint: "write the same platform for both, or give each an image with a tag of its own",
      ...(origin === undefined ? {} : { at: origin }),
    };
  }
}

function platformText(platform: string | undefined): string {
  return platform ?? "the engine's own platform";
}
