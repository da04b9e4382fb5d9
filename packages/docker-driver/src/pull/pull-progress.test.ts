import { expect, it } from "vitest";
import { pullProgress } from "./pull-progress.ts";

it("adds up the layers of a pull", () => {
  const add = pullProgress();
  const layer = (id: string, status: string, current?: number, total?: number) =>
    add({ id, status, progressDetail: current === undefined ? {} : { current, total } });

  expect(add({ status: "Pulling from library/nginx", id: "alpine-slim" })).toBeUndefined();
  expect(layer("a", "Pulling fs layer")).toEqual({
    status: "pulling",
    currentBytes: 0,
    totalBytes: 0,
    layers: 1,
    layersDone: 0,
  });
  layer("b", "Already exists");
  expect(layer("a", "Downloading", 30, 100)).toEqual({
    status: "downloading",
    currentBytes: 30,
    totalBytes: 100,
    layers: 2,
    layersDone: 1,
  });
  layer("c", "Downloading", 5, 50);
  expect(layer("a", "Download complete")).toMatchObject({
    status: "downloading",
    currentBytes: 105,
    totalBytes: 150,
  });
  // What is counted is what comes over the network: unpacking does not start over.
  layer("c", "Verifying Checksum");
  expect(layer("a", "Extracting", 10, 100)).toMatchObject({
    status: "extracting",
    currentBytes: 150,
    totalBytes: 150,
  });
  layer("a", "Pull complete");
  expect(layer("c", "Pull complete")).toEqual({
    status: "extracting",
    currentBytes: 150,
    totalBytes: 150,
    layers: 3,
    layersDone: 3,
  });
  expect(add({ status: "Digest: sha256:abc" })).toBeUndefined();
});

it("never has more than the total, also when the size is not told", () => {
  const add = pullProgress();
  const { currentBytes, totalBytes } = add({
    id: "a",
    status: "Downloading",
    progressDetail: { current: 7, total: -1 },
  }) ?? { currentBytes: 0, totalBytes: 0 };
  expect([currentBytes, totalBytes]).toEqual([7, 7]);
});

it.each([
  null,
  "text",
  3,
  [],
  { id: 1, status: "Downloading" },
  { id: "a", status: "Retrying in 5 seconds" },
])("is not confused by %j", (message) => {
  expect(pullProgress()(message)).toBeUndefined();
});
