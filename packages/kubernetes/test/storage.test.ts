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
        volume("a", "{nfs: {server: a, path: b}, local: {path: /b}, capacity: {storage: 1GB}}"),
        volume("b", "{capacity: {storage: 1Gi}}"),
        volume("c", "{hostPath: {path: srv}, nodeAffinity: {required: {}}}"),
        claim("d", "{volumeMode: Block, dataSource: {name: x}}"),
        "{apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {name: fast}, provisioner: x, parameters: {a: b}}\n",
      ),
    ),
  ).toEqual([
    "spec.nfs: is given together with local [keep one of the two]",
    'spec.nfs.path: must be an absolute path, got "b" [start it with /]',
    'spec.capacity.storage: is not a quantity: "1GB" [write G (powers of 1000) or Gi (powers of 1024)]',
    "spec: has no source [write hostPath: {path: /PATH}]",
    'spec.hostPath.path: must be absolute and without .., got "srv" [write the path from the root]',
    "notice spec.nodeAffinity: is ignored: there is only one host",
    'spec.volumeMode: "Block" is known in Kubernetes, but not supported in kind PersistentVolumeClaim yet [use Filesystem]',
    "spec.dataSource: is known in Kubernetes, but not supported in kind PersistentVolumeClaim yet [leave it out: nothing here copies the data of another volume]",
  ]);
});

describe("a folder of an NFS server", () => {
  const data = (text: string) =>
    desired(text).volumes.map(({ name, driver, isTemporary }) => ({ name, driver, isTemporary }));
  const mountIn = (text: string) => desired(text).containers[0]?.mounts;
  const own = (nfs: string) =>
    podWith(
      `volumes: [{name: data, nfs: ${nfs}}]`,
      "containers: [{name: a, image: a, volumeMounts: [{name: data, mountPath: /data}]}]",
    );

  it("is a volume of the pod by the engine's own driver, into which the image copies nothing", () => {
    const text = own("{server: pvserver, path: /opt/nfs}");
    expect(data(text)).toEqual([
      {
        name: expect.stringMatching(/^default_posts_data-[0-9a-f]{10}$/),
        driver: {
          name: "local",
          options: { type: "nfs", device: ":/opt/nfs", o: "addr=pvserver,nfsvers=4" },
        },
        isTemporary: true,
      },
    ]);
    expect(mountIn(text)).toMatchObject([{ type: "volume", target: "/data", hidesImage: true }]);
    expect(data(own("{server: '::1', path: /, readOnly: true}"))[0]?.driver?.options.o).toBe(
      "addr=::1,nfsvers=4,ro",
    );
  });

  it("is a claim's where a PersistentVolume has it, with the options of that", () => {
    const options = (mountOptions: string) =>
      data(
        all(
          volume("pv", `{nfs: {server: pvserver, path: /opt}, ${mountOptions} accessModes: [ReadWriteOnce]}`),
          claim("db", "{accessModes: [ReadWriteOnce]}"),
          pod("db"),
        ),
      );
    expect(options("mountOptions: [hard, nfsvers=4.1],")).toEqual([
      {
        name: "default_db",
        driver: {
          name: "local",
          options: { type: "nfs", device: ":/opt", o: "addr=pvserver,hard,nfsvers=4.1" },
        },
        isTemporary: undefined,
      },
    ]);
    expect(options("mountOptions: [vers=3, nolock],")[0]?.driver?.options.o).toBe(
      "addr=pvserver,vers=3,nolock",
    );
    expect(options("")[0]?.driver?.options.o).toBe("addr=pvserver,nfsvers=4");
  });
});

it("an ephemeral volume goes with its pod, and begins empty with each template", () => {
  const text = (storage: string) =>
    podWith(
      "volumes:",
      "- name: data",
      "  ephemeral:",
      "    volumeClaimTemplate:",
      "      metadata: {labels: {app: posts}}",
      `      spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: ${storage}}}}`,
      "containers: [{name: a, image: a, volumeMounts: [{name: data, mountPath: /data}]}]",
    );
  expect(reasons(text("1Gi"))).toEqual([]);
  const [first] = desired(text("1Gi")).volumes;
  expect(first).toMatchObject({ isTemporary: true, owner: { kind: "Pod", name: "posts" } });
  expect(desired(text("2Gi")).volumes[0]?.name).not.toBe(first?.name);
});
