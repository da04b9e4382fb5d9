import { expect, it } from "vitest";
import { buildDesiredState } from "../../objects/build-desired-state.ts";
import { parseManifests } from "../../objects/read-manifests.ts";
import { reasons, withContainer } from "../../objects/test-diagnose.ts";
import { encodeRecord } from "../../plan/compare/record.ts";

it("devices and graphics cards reach the spec, and the record by the names that they have in the container", () => {
  const text = withContainer(
    "devices: [{hostPath: /dev/a}, {hostPath: /dev/b, containerPath: /dev/c, permissions: r}, {cdi: v.com/c=all}]",
    "resources: {limits: {nvidia.com/gpu: 2}}",
  );
  const [web] = buildDesiredState(parseManifests(text, { file: "m.yml" })).containers;
  expect([web?.devices, web?.gpus]).toEqual([
    [
      { hostPath: "/dev/a", containerPath: "/dev/a", permissions: "rwm" },
      { hostPath: "/dev/b", containerPath: "/dev/c", permissions: "r" },
      { cdi: "v.com/c=all" },
    ],
    2,
  ]);
  expect(web && JSON.parse(encodeRecord(web, {}))).toMatchObject({
    devices: { "/dev/a": "/dev/a rwm", "/dev/c": "/dev/b r", "v.com/c=all": "cdi" },
    gpus: 2,
  });
});

it.each([
  ["amd.com/gpu: 1", ["/dev/kfd", "/dev/dri"]],
  ["gpu.intel.com/i915: 1", ["/dev/dri"]],
  ['gpu.intel.com/xe: "2"', ["/dev/dri"]],
  ["gpu.intel.com/xe: 1, amd.com/gpu: 1", ["/dev/kfd", "/dev/dri"]],
])("graphics cards by %s are the devices that the kernel has them as", (limit, paths) => {
  const text = withContainer(`resources: {limits: {${limit}}}`);
  const [web] = buildDesiredState(parseManifests(text, { file: "m.yml" })).containers;
  expect(web?.devices).toEqual(
    paths.map((path) => ({ hostPath: path, containerPath: path, permissions: "rwm" })),
  );
});

it("a device that the manifest opens itself stays as it is there", () => {
  const text = withContainer(
    "devices: [{hostPath: /dev/dri, permissions: r}]",
    "resources: {limits: {gpu.intel.com/xe: 1}}",
  );
  const [web] = buildDesiredState(parseManifests(text, { file: "m.yml" })).containers;
  expect(web?.devices).toEqual([{ hostPath: "/dev/dri", containerPath: "/dev/dri", permissions: "r" }]);
});

it("no graphics card is no request", () => {
  const text = withContainer('resources: {limits: {nvidia.com/gpu: "0", amd.com/gpu: 0}}');
  const [web] = buildDesiredState(parseManifests(text, { file: "m.yml" })).containers;
  expect(web).not.toHaveProperty("gpus");
  expect(web).not.toHaveProperty("devices");
});

it.each([
  ["devices: [{permissions: r}]", "devices[0]: has neither hostPath nor cdi"],
  ["devices: [{hostPath: dev/a}]", "devices[0].hostPath: must be an absolute path"],
  ['devices: [{hostPath: "/dev/a:b"}]', 'devices[0].hostPath: must not contain ":"'],
  ["devices: [{hostPath: /dev/a, permissions: rr}]", "must be of r, w and m, each at most once"],
  ["devices: [{hostPath: /dev/a, cdi: v/c=d}]", "devices[0].hostPath: is given together with cdi"],
  ["devices: [{cdi: all}]", "[write it as vendor.com/class=name]"],
  [
    "devices: [{hostPath: /dev/a}, {hostPath: /dev/b, containerPath: /dev/a}]",
    'devices[1]: is given twice: "/dev/a"',
  ],
  ["devices: [/dev/a]", "[write it as {hostPath: /dev/ttyUSB0}, or {cdi: vendor.com/class=name}]"],
  ["resources: {limits: {nvidia.com/gpu: 0.5}}", "must be a whole number of graphics cards"],
  ["resources: {requests: {nvidia.com/gpu: 1}}", "[write it under limits alone]"],
  ["resources: {limits: {amd.com/gpu: one}}", "must be a whole number of graphics cards"],
  ["resources: {requests: {gpu.intel.com/xe: 1}}", "[write it under limits alone]"],
  [
    "resources: {limits: {amd.com/gpu: 1}}",
    'notice spec.containers[0].resources.limits["amd.com/gpu"]: opens every graphics card',
  ],
])("%s is a located mistake", (line, told) => {
  const found = reasons(withContainer(line));
  expect(found).toHaveLength(1);
  expect(found[0]).toContain(told);
});
