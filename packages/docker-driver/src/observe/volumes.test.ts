import { expect, it } from "vitest";
import { noteLabels } from "../labels.ts";
import { claimLabels } from "../lock/claim.ts";
import { observedVolumes } from "./volumes.ts";

it("shows data, and not Hashike's own notes and locks", () => {
  const note = noteLabels({
    archive: "s3://b/a.tar.gz",
    version: "1",
    name: "app:latest",
    configDigest: "sha256:c",
    imageId: "sha256:i",
    isPlain: true,
  });
  const owner = { kind: "Hashike", namespace: "default", name: "shop" };
  const listed = [
    { Name: "data", Labels: { hashike: "volume" } },
    { Name: "hashike-image-1", Labels: note },
    { Name: "hashike-lock-1", Labels: claimLabels(owner, "t", { host: "h", pid: 1 }, "claim") },
    { Name: "stranger", Labels: null },
  ];
  expect(observedVolumes(listed).map((v) => v.name)).toEqual(["data", "stranger"]);
});
