import { describe, expect, it } from "vitest";
import { driverRunning, makeDriver, planText, refusal } from "../../../test/planning.ts";
import type { ImagePolicy, ImageSpec } from "../../desired/desired-state.ts";
import type { RemoteImage } from "../../observed/observed-state.ts";
import { containerSpec, createMemoryDriver, desiredState } from "../../testing/index.ts";
import { plan } from "../plan.ts";
import { describeChanges } from "../steps/format-plan.ts";

describe("images", () => {
  const digest = { status: "current", digest: "sha256:new" } as const;
  const down = { status: "unreachable", reason: "registry.example: no route to host" } as const;
  const gone = { status: "not-found", reason: "manifest unknown" } as const;
  const same = { status: "current", digest: "sha256:old" } as const;
  const unread = { status: "unread", version: "etag-2" } as const;
  const invalid = { status: "invalid", reason: "the archive holds no app:1" } as const;

  it.each<[ImagePolicy, boolean, RemoteImage, string]>([
    ["Always", true, same, "use"],
    ["Always", true, digest, "pull"],
    ["Always", true, { ...same, notice: "asked without a login" }, "use with notice"],
    ["Always", true, down, "use with notice"],
    ["Always", false, digest, "pull"],
    ["Always", false, down, "refuse"],
    ["IfPossible", true, same, "use"],
    ["IfPossible", true, digest, "pull"],
    ["IfPossible", true, down, "use with notice"],
    ["IfPossible", true, gone, "use with notice"],
    ["IfPossible", false, gone, "refuse"],
    ["IfPossible", true, unread, "pull"],
    ["IfPossible", false, unread, "pull"],
    ["IfPossible", true, invalid, "refuse"],
    ["IfPossible", false, invalid, "refuse"],
    ["IfNotPresent", true, digest, "use"],
    ["IfNotPresent", false, digest, "pull"],
    ["Never", true, digest, "use"],
    ["Never", false, digest, "refuse"],
  ])("policy %s, local %s, registry %j: %s", async (policy, isLocal, remote, wanted) => {
    const driver = makeDriver();
    if (isLocal) driver.engine.images.set("app:1", { id: "app-id", digests: ["sha256:old"] });
    else driver.engine.images.clear();
    driver.engine.remotes.set("app:1", remote);
    const base = desiredState([containerSpec({ name: "web" })]);
    const desired = { ...base, images: base.images.map((image) => ({ ...image, policy })) };
    if (wanted === "refuse") {
      expect(await refusal(driver, desired)).toEqual([expect.objectContaining({ path: "image app:1" })]);
      return;
    }
    const made = plan(desired, await driver.observe(desired));
    expect(made.actions.some((a) => a.type === "image.pull")).toBe(wanted === "pull");
    expect(made.notices.length).toBe(wanted === "use with notice" ? 1 : 0);
  });

  it("says what an image of an archive costs to load", async () => {
    const driver = makeDriver();
    const reference = "docker-archive+s3://bucket/misc.tar/app:1";
    const transfer = { bytes: 1_118_000, totalBytes: 501_001_216, layers: 1, totalLayers: 6 };
    driver.engine.remotes.set(reference, { status: "current", digest: "sha256:new", transfer });
    const desired = desiredState([containerSpec({ name: "web", image: reference })]);
    const made = plan(desired, await driver.observe(desired));
    expect(describeChanges(made)).toContainEqual({
      symbol: "+",
      title: `image ${reference} will be loaded`,
      details: ["load 1 of 6 layers, 1.1 MB of 501 MB"],
    });
    expect(made.facts[`image ${reference}`]).toBe("absent, at its source sha256:new");
  });

  it("replaces a container whose reference means another image now, and tells both IDs", async () => {
    const driver = await driverRunning(containerSpec({ name: "web" }));
    driver.engine.images.set("app:1", { id: "rebuilt", digests: [] });
    expect(await planText(driver, desiredState([containerSpec({ name: "web" })]))).toContain(
      'container.create/web (image: "app-id" -> "rebuilt")',
    );
  });
});

describe("images for a platform", () => {
  const wanted = (image: Partial<ImageSpec>) => {
    const base = desiredState([containerSpec({ name: "web", platform: "linux/arm64" })]);
    return {
      ...base,
      images: base.images.map((one) => ({ ...one, platform: "linux/arm64", ...image })),
    };
  };
  const planned = async (image: Partial<ImageSpec>, own: string) => {
    const driver = makeDriver();
    const desired = wanted(image);
    const observed = await driver.observe(desired);
    return plan(desired, { ...observed, engine: { ...observed.engine, platform: own } });
  };

  it.each([
    ["linux/amd64", "linux/arm64", 1],
    ["linux/arm64", "linux/arm64", 0],
    ["linux/arm64", "linux/arm/v7", 0],
    ["linux/amd64", "linux/386", 0],
    ["linux/arm64", "linux/amd64", 1],
  ])("on %s, %s needs emulation: %i notices", async (own, platform, count) => {
    const { notices } = await planned({ platform }, own);
    expect(notices.length).toBe(count);
    if (count > 0)
      expect(notices[0]?.message).toBe(
        `image app:1 is wanted for ${platform}, and the engine runs ${own}: its programs need emulation`,
      );
  });

  it("are refused with what the engine has, when nothing may be pulled", async () => {
    const desired = wanted({ policy: "Never" });
    const image = { reference: "app:1", localDigests: [], otherPlatform: "linux/amd64" } as const;
    const images = [{ ...image, remote: { status: "unasked" } } as const];
    const observed = { ...(await makeDriver().observe(desired)), images };
    expect(() => plan(desired, observed)).toThrowError(
      "is not on the engine for linux/arm64, only for linux/amd64, and imagePullPolicy is Never",
    );
  });
});

describe("what images take", () => {
  const planned = async (freeImageBytes: number) => {
    const driver = createMemoryDriver();
    const desired = desiredState([containerSpec({ name: "web", image: "app:1" })]);
    const transfer = { bytes: 2_000_000, totalBytes: 3_000_000 };
    driver.engine.remotes.set("app:1", { status: "current", digest: "d", transfer });
    const observed = await driver.observe(desired);
    return plan(desired, { ...observed, engine: { ...observed.engine, freeImageBytes } });
  };

  it("is told with what is free", async () => {
    const told = await planned(20_000_000_000);
    expect(describeChanges(told).flatMap(({ details }) => details)).toContain(
      "load 2.0 MB; 20 GB are free on the engine's disk",
    );
    expect(told.notices).toEqual([]);
  });

  it("is a notice, and no more, where it does not fit", async () => {
    const told = await planned(1_000_000);
    expect(told.notices.map(({ message }) => message)).toEqual([
      "the images to be brought have 2.0 MB, and 1.0 MB are free on the engine's disk",
    ]);
    expect(told.actions.map(({ type }) => type)).toContain("image.pull");
  });
});
