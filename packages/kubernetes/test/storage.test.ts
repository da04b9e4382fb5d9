import { describe, expect, it } from "vitest";
import { desired, podWith, reasons } from "./pod.ts";

const claim = (name: string, spec: string) =>
  `{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: ${name}}, spec: ${spec}}\n`;
const volume = (name: string, spec: string, labels = "{}") =>
  `{apiVersion: v1, kind: PersistentVolume, metadata: {name: ${name}, labels: ${labels}}, spec: ${spec}}\n`;
const all = (...texts: readonly string[]) => texts.join("---\n");

const pod = (claimName: string, more = "") =>
  podWith(
    `volumes: [{name: data, persistentVolumeClaim: {claimName: ${claimName}${more}}}]`,
    "containers: [{name: a, image: a, volumeMounts: [{name: data, mountPath: /data}]}]",
  );

describe("a PersistentVolumeClaim", () => {
  it("is a volume of the engine that is its own, with or without a pod", () => {
    const text = claim("db", "{accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}");
    const made = {
      name: "default_db",
      owner: { kind: "PersistentVolumeClaim", namespace: "default", name: "db" },
    };
    expect(desired(text).volumes).toMatchObject([made]);
    const { volumes, containers } = desired(all(pod("db"), text));
    expect(volumes).toMatchObject([made]);
    expect(containers[0]?.mounts).toMatchObject([{ type: "volume", volume: "default_db", readOnly: false }]);
    expect(desired(all(pod("db", ", readOnly: true"), text)).containers[0]?.mounts).toMatchObject([
      { readOnly: true },
    ]);
  });

  it("that is not applied together with its pod is named", () => {
    const missing = () => desired(all(pod("dbs"), claim("db", "{}")));
    expect(missing).toThrow('there is no PersistentVolumeClaim "dbs" in namespace default');
  });

  it("gets the smallest PersistentVolume that fits, each only one, those that are meant first", () => {
    const rwo = "accessModes: [ReadWriteOnce]";
    const path = (name: string) => `hostPath: {path: /srv/${name}}`;
    const volumes = [
      volume("big", `{${path("big")}, ${rwo}, capacity: {storage: 9Gi}}`),
      volume("small", `{${path("small")}, ${rwo}, capacity: {storage: 1Gi}}`),
      volume("tiny", `{${path("tiny")}, ${rwo}, capacity: {storage: 1Mi}}`),
      volume(
        "many",
        `{${path("many")}, accessModes: [ReadWriteMany], capacity: {storage: 1Ti}}`,
        "{for: all}",
      ),
      volume(
        "classy",
        `{local: {path: /srv/classy}, storageClassName: fast, ${rwo}, capacity: {storage: 9Gi}}`,
      ),
      volume("mine", `{${path("mine")}, claimRef: {name: owner, namespace: default}}`),
    ];
    const hostPath = (spec: string, name = "db", ...more: readonly string[]) =>
      desired(all(...volumes, ...more, claim(name, spec), pod(name))).hostPaths[0]?.path;
    const oneGi = `${rwo}, resources: {requests: {storage: 1Gi}}`;
    expect(hostPath(`{${oneGi}}`)).toBe("/srv/small");
    expect(hostPath(`{${oneGi}}`, "db", claim("first", `{${oneGi}}`))).toBe("/srv/big");
    expect(hostPath(`{${oneGi}}`, "db", claim("named", "{volumeName: small}"))).toBe("/srv/big");
    expect(hostPath(`{${oneGi}, storageClassName: fast}`)).toBe("/srv/classy");
    expect(hostPath("{selector: {matchLabels: {for: all}}}")).toBe("/srv/many");
    expect(hostPath("{}", "owner")).toBe("/srv/mine");
    expect(hostPath(`{${rwo}, resources: {requests: {storage: 1Ti}}}`)).toBe(undefined);
    expect(hostPath("{volumeName: none}")).toBe(undefined);
  });
});

it("storage that is elsewhere, or cannot be understood, is refused", () => {
  expect(
    reasons(
      all(
        volume("a", "{nfs: {server: a, path: /b}, capacity: {storage: 1GB}}"),
        volume("b", "{capacity: {storage: 1Gi}}"),
        volume("c", "{hostPath: {path: srv}, nodeAffinity: {required: {}}}"),
        claim("d", "{volumeMode: Block, dataSource: {name: x}}"),
        "{apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {name: fast}, provisioner: x, parameters: {a: b}}\n",
      ),
    ),
  ).toEqual([
    "spec.nfs: is known in Kubernetes, but not supported in kind PersistentVolume yet [mount it on the host, and use hostPath]",
    'spec.capacity.storage: is not a quantity: "1GB" [write G (powers of 1000) or Gi (powers of 1024)]',
    "spec: has no source [write hostPath: {path: /PATH}]",
    'spec.hostPath.path: must be absolute and without .., got "srv" [write the path from the root]',
    "notice spec.nodeAffinity: is ignored: there is only one host",
    'spec.volumeMode: "Block" is known in Kubernetes, but not supported in kind PersistentVolumeClaim yet [use Filesystem]',
    "spec.dataSource: is known in Kubernetes, but not supported in kind PersistentVolumeClaim yet [leave it out: nothing here copies the data of another volume]",
  ]);
});
