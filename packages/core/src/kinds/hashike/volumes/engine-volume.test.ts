import { expect, it } from "vitest";
import { buildDesiredState } from "../../../objects/build-desired-state.ts";
import { parseManifests } from "../../../objects/read-manifests.ts";
import { reasons, withSpec } from "../../../objects/test-diagnose.ts";

const withVolume = (volume: string) =>
  withSpec(
    "containers: [{name: web, image: app, volumeMounts: [{name: data, mountPath: /data}]}]",
    "volumes:",
    `- {name: data, ${volume}}`,
  );
const build = (text: string) => buildDesiredState(parseManifests(text, { file: "m.yml" }));

it.each([
  ["volume: {}", { name: "local", options: {} }],
  ["volume: {driver: vieux/sshfs}", { name: "vieux/sshfs", options: {} }],
  [
    'volume: {options: {type: nfs, o: "addr=10.0.0.5", device: ":/srv"}}',
    { name: "local", options: { type: "nfs", o: "addr=10.0.0.5", device: ":/srv" } },
  ],
])("%s says what the volume is made with", (volume, driver) => {
  expect(build(withVolume(volume)).volumes).toMatchObject([{ name: "data", driver }]);
});

it("an emptyDir says nothing of it, so that what exists is not compared", () => {
  expect(build(withVolume("emptyDir: {}")).volumes[0]).not.toHaveProperty("driver");
});

it("keeps a password among mount options out of the spec, and nothing else", () => {
  const { volumes, secrets } = build(
    withVolume(
      'volume: {options: {type: cifs, device: //nas/share, o: "username=app,password=hunter2,vers=3.0"}}',
    ),
  );
  expect(volumes[0]?.driver?.options.o).toMatch(/^username=app,password=\$\(secret:[0-9a-f]{32}\),vers=3.0$/);
  expect(Object.values(secrets)).toEqual(["hunter2"]);
});

it("an option may be a text encrypted by age", () => {
  const armor = "-----BEGIN AGE ENCRYPTED FILE-----\nYQ==\n-----END AGE ENCRYPTED FILE-----";
  const text = withVolume(`volume: {driver: nas, options: {login: ${JSON.stringify(armor)}}}`);
  const outsideValue = () => ({ kind: "found", text: "user%hunter2\n" }) as const;
  const { volumes, secrets } = buildDesiredState(parseManifests(text, { file: "m.yml" }), { outsideValue });
  expect(volumes[0]?.driver?.options.login).toMatch(/^\$\(secret:[0-9a-f]{32}\)$/);
  expect(Object.values(secrets)).toEqual(["user%hunter2"]);
});

it.each([
  ["volume: {options: {type: tmpfs}}", "options: has no device, without which driver local mounts nothing"],
  ["volume: {options: {device: /srv, o: bind}}", "options: has no type, without which"],
  ["volume: {options: {size: 3}}", '[put it in quotes: "3"]'],
  ["volume: {drivr: local}", "[did you mean driver?]"],
  ["volume: {}, emptyDir: {}", "volume: is given together with emptyDir"],
  ["volume: {}, external: true", "external: is given together with volume"],
  ["nfs: {server: a, path: /b}", '[write volume: {options: {type: nfs, o: "addr=SERVER'],
])("%s is a located mistake", (volume, told) => {
  const found = reasons(withVolume(volume));
  expect(found).toHaveLength(1);
  expect(found[0]).toContain(told);
});

it("is its manifest's own: another one that names it is refused", () => {
  const text = withVolume("volume: {}");
  const other = text.replace("rest-api", "other").replace("name: web", "name: web2");
  expect(reasons(`${text}---\n${other}`).join()).toContain("write `external: true` in place of volume");
});
