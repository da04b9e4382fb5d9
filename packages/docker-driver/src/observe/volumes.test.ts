import { expect, it } from "vitest";
import { noteLabels } from "../labels.ts";
import { observedVolumes } from "./volumes.ts";

it("shows data, and not Hashike's own notes about images", () => {
  const note = noteLabels({
    archive: "s3://b/a.tar.gz",
    version: "1",
    name: "app:latest",
    configDigest: "sha256:c",
    imageId: "sha256:i",
    isPlain: true,
  });
  const listed = [
    { Name: "data", Labels: { hashike: "volume" } },
    { Name: "hashike-image-1", Labels: note },
    { Name: "stranger", Labels: null },
  ];
  expect(observedVolumes(listed).map((v) => v.name)).toEqual(["data", "stranger"]);
});
