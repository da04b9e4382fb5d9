import { HashikeError } from "@hashike/core";

/** The oldest version that has all that Hashike asks for: Docker 20.10, and every Podman since 3.0. */
export const oldestApiVersion = "1.41";

/**
 * The newest version whose answers Hashike knows. From 1.52 on (Docker 29), containers and images are described with
 * fields left out; engines that new still speak this one.
 * Source: moby/moby api/docs/CHANGELOG.md, v1.42 to v1.55.
 */
export const newestApiVersion = "1.48";

/** What an engine speaks, as it says itself. */
export interface OfferedVersions {
  readonly newest: string;
  /** Absent: not known, or not worth asking. */
  readonly oldest?: string | undefined;
}

/**
 * The version to speak: the newest that both sides know. An engine that has given up all of ours is spoken to in its
 * oldest, as most calls have not changed.
 * @throws HashikeError `DRIVER_ENGINE_TOO_OLD`
 */
export function chooseApiVersion({ newest, oldest }: OfferedVersions): string {
  if (compareApiVersions(newest, oldestApiVersion) < 0) {
    throw new HashikeError(
      "DRIVER_ENGINE_TOO_OLD",
      `the Docker Engine is too old: it speaks API ${newest}, and at least ${oldestApiVersion} is needed`,
      { hint: "upgrade Docker to 20.10 or newer" },
    );
  }
  if (oldest !== undefined && compareApiVersions(oldest, newestApiVersion) > 0) return oldest;
  return compareApiVersions(newest, newestApiVersion) < 0 ? newest : newestApiVersion;
}

/**
 * @param text the value of DOCKER_API_VERSION, `v1.44` or `1.44`
 * @throws HashikeError `DRIVER_ENDPOINT_INVALID`
 */
export function parseRequestedVersion(text: string): string {
  const version = text.trim().replace(/^v/, "");
  if (isApiVersion(version) && compareApiVersions(version, oldestApiVersion) >= 0) return version;
  const problem = isApiVersion(version) ? `at least ${oldestApiVersion} is needed` : "it is not a version";
  throw new HashikeError("DRIVER_ENDPOINT_INVALID", `DOCKER_API_VERSION: ${problem}`, {
    hint: `unset it, or write a version such as ${newestApiVersion}`,
  });
}

/**
 * An engine that has given up the version which was asked for says that the client is to be upgraded.
 * @param wanted from DOCKER_API_VERSION
 * @throws HashikeError `DRIVER_ENDPOINT_INVALID`
 */
export function checkSpoken(wanted: string, { newest, oldest }: OfferedVersions): string {
  if (oldest === undefined || compareApiVersions(wanted, oldest) >= 0) return wanted;
  throw new HashikeError(
    "DRIVER_ENDPOINT_INVALID",
    `DOCKER_API_VERSION: the Docker Engine speaks API ${oldest} to ${newest}, not ${wanted}`,
    { hint: `unset it, or write a version such as ${chooseApiVersion({ newest, oldest })}` },
  );
}

export function isApiVersion(text: unknown): text is string {
  return typeof text === "string" && /^\d+\.\d+$/.test(text);
}

/** @returns negative when `a` is older, 0 when they are the same, positive when `a` is newer */
export function compareApiVersions(a: string, b: string): number {
  const [majorA = 0, minorA = 0] = a.split(".").map(Number);
  const [majorB = 0, minorB = 0] = b.split(".").map(Number);
  return majorA - majorB || minorA - minorB;
}
