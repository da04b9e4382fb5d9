import type { ContainerSpec, DesiredState } from "@hashike/core";
import { describe, expect, it } from "vitest";
import { desired, diagnose } from "./pod.ts";
import { deployment, workload } from "./workload.ts";

const kindsOfSeveral = ["Deployment", "ReplicaSet", "ReplicationController", "StatefulSet"];
const kinds = [...kindsOfSeveral, "DaemonSet"];

function mainOf(state: DesiredState, slot: number): ContainerSpec {
  const found = state.containers.find(({ name }) => name === `default_web-${slot}_c`);
  if (found === undefined) throw new Error(`no slot ${slot} among ${state.containers.map((c) => c.name)}`);
  return found;
}

const names = (text: string) => desired(text).containers.map(({ name }) => name);

describe("the pods of a workload", () => {
  it.each(kindsOfSeveral)("of kind %s are numbered slots, one unless it says how many", (kind) => {
    expect(names(workload(kind, "1"))).toEqual(["default_web-0_c"]);
    expect(names(workload(kind, "1", ["replicas: 2"]))).toEqual(["default_web-0_c", "default_web-1_c"]);
    expect(names(workload(kind, "1", ["replicas: 0"]))).toEqual([]);
    expect(desired(workload(kind, "1", ["replicas: 0"])).owners).toHaveLength(1);
  });

  it("of a DaemonSet are one", () => {
    expect(names(workload("DaemonSet", "1"))).toEqual(["default_web-0_c"]);
  });

  it("call themselves by their slots, and belong to the workload", () => {
    const state = desired(deployment("1", "replicas: 2"));
    expect(mainOf(state, 1)).toMatchObject({
      hostname: "web-1",
      owner: { kind: "Deployment", namespace: "default", name: "web" },
    });
  });

  it("have the template's labels and those that a controller sets, which tell templates apart", () => {
    const labels = (kind: string, revision: string) => mainOf(desired(workload(kind, revision)), 0).labels;
    const first = labels("Deployment", "1");
    expect(first).toEqual({ app: "web", "pod-template-hash": expect.stringMatching(/^[0-9a-f]{10}$/) });
    expect(labels("Deployment", "2")).not.toEqual(first);
    expect(labels("ReplicaSet", "1")).toEqual({ app: "web" });
    expect(labels("DaemonSet", "1")).toEqual({
      app: "web",
      "controller-revision-hash": first["pod-template-hash"],
    });
    expect(labels("StatefulSet", "1")).toEqual({
      app: "web",
      "apps.kubernetes.io/pod-index": "0",
      "controller-revision-hash": `web-${first["pod-template-hash"]}`,
      "statefulset.kubernetes.io/pod-name": "web-0",
    });
  });

  it("learn their own names, labels and uids from the downward API", () => {
    const env = ["metadata.name", "metadata.uid", "metadata.labels['apps.kubernetes.io/pod-index']"]
      .map((path, index) => `{name: V${index}, valueFrom: {fieldRef: {fieldPath: "${path}"}}}`)
      .join(", ");
    const state = desired(
      workload("StatefulSet", "1", ["replicas: 2", "ordinals: {start: 3}"], { container: `, env: [${env}]` }),
    );
    const values = [3, 4].map((slot) =>
      mainOf(state, slot).env.map((one) => ("value" in one ? one.value : "")),
    );
    expect(values.map(([name, , index]) => [name, index])).toEqual([
      ["web-3", "3"],
      ["web-4", "4"],
    ]);
    expect(new Set(values.map(([, uid]) => uid)).size).toBe(2);
  });

  it("are made anew for other labels or annotations of the template, with an emptyDir that is empty", () => {
    const of = (metadata: string) =>
      desired(
        workload("Deployment", "1", [], {
          metadata,
          container: ", volumeMounts: [{name: tmp, mountPath: /tmp}]",
          pod: ", volumes: [{name: tmp}]",
        }).replace("]], volumes", "], volumes"),
      );
    const before = of("");
    const after = of(", annotations: {kubectl.kubernetes.io/restartedAt: now}");
    expect(mainOf(before, 0).template).toEqual({ labels: { app: "web" } });
    expect(mainOf(after, 0).template).toEqual({
      labels: { app: "web" },
      annotations: { "kubectl.kubernetes.io/restartedAt": "now" },
    });
    expect(before.volumes[0]?.isTemporary).toBe(true);
    expect(after.volumes[0]?.name).not.toBe(before.volumes[0]?.name);
  });

  it("of a StatefulSet have claims of their own, or those that are applied under their names", () => {
    const claims = "volumeClaimTemplates: [{metadata: {name: data}, spec: {accessModes: [ReadWriteOnce]}}]";
    const text = workload("StatefulSet", "1", ["replicas: 2", claims], {
      container: ", volumeMounts: [{name: data, mountPath: /data}]",
    });
    const owners = (state: DesiredState) => state.volumes.map(({ name, owner }) => [name, owner.kind]);
    expect(owners(desired(text))).toEqual([
      ["default_data-web-0", "StatefulSet"],
      ["default_data-web-1", "StatefulSet"],
    ]);
    const claim =
      "{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: data-web-1}, spec: {accessModes: [ReadWriteOnce]}}\n";
    expect(owners(desired(`${text}---\n${claim}`))).toEqual([
      ["default_data-web-0", "StatefulSet"],
      ["default_data-web-1", "PersistentVolumeClaim"],
    ]);
    const volume =
      "{apiVersion: v1, kind: PersistentVolume, metadata: {name: disk}, spec: {accessModes: [ReadWriteOnce], hostPath: {path: /srv/disk}}}\n";
    const bound = desired(`${text}---\n${volume}`);
    expect(mainOf(bound, 0).mounts).toMatchObject([{ type: "hostPath", path: "/srv/disk" }]);
    expect(mainOf(bound, 1).mounts).toMatchObject([{ type: "volume", volume: "default_data-web-1" }]);
  });
});

describe("how pods of a workload come and go", () => {
  const turns = (text: string) =>
    desired(text).containers.map(({ update: { turn } }) =>
      [turn?.create ?? [], turn?.replace ?? []].map((list) =>
        list.map((name) => name.replace(/\D/g, "")).join(" "),
      ),
    );

  it("of a Deployment: as many at once as it allows, the first ones first", () => {
    expect(turns(deployment("1", "replicas: 3"))).toEqual([
      ["", ""],
      ["", "0"],
      ["", "1"],
    ]);
    const two = deployment("1", "replicas: 5", "strategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 2}}");
    expect(turns(two).map(([, replace]) => replace)).toEqual(["", "", "0", "0 1", "1 2"]);
    expect(mainOf(desired(two), 0).update.stopFirst).toBe("maxSurge is 0");
  });

  it("of a Deployment whose pods stop first: as many as may be away", () => {
    const of = (mount: string) =>
      turns(
        workload(
          "Deployment",
          "1",
          ["replicas: 4", "strategy: {rollingUpdate: {maxSurge: 4, maxUnavailable: 1}}"],
          {
            container: `, volumeMounts: [{name: v, mountPath: /v${mount}}]`,
            pod: ", volumes: [{name: v, hostPath: {path: /srv}}]",
          },
        ),
      ).map(([, replace]) => replace);
    expect(of("")).toEqual(["", "0", "1", "2"]);
    expect(of(", readOnly: true")).toEqual(["", "", "", ""]);
  });

  it("of a Deployment with Recreate: all at once", () => {
    const state = desired(deployment("1", "replicas: 2", "strategy: {type: Recreate}"));
    expect(mainOf(state, 1).update).toMatchObject({ strategy: "Recreate", allAtOnce: true });
    expect(mainOf(state, 1).update.turn).toBeUndefined();
  });

  it("of a StatefulSet: up in order, and changed from the last one; Parallel only changed so", () => {
    const lines = ["replicas: 3"];
    expect(turns(workload("StatefulSet", "1", lines))).toEqual([
      ["", "1"],
      ["0", "2"],
      ["1", ""],
    ]);
    const parallel = workload("StatefulSet", "1", [...lines, "podManagementPolicy: Parallel"]);
    expect(turns(parallel).map(([create]) => create)).toEqual(["", "", ""]);
    expect(desired(workload("StatefulSet", "1", lines)).scaling).toEqual({
      "StatefulSet/default/web": "lastFirst",
    });
    expect(desired(parallel).scaling).toEqual({ "StatefulSet/default/web": "together" });
  });

  it("with the time that they are given", () => {
    const of = (kind: string, ...lines: readonly string[]) =>
      mainOf(desired(workload(kind, "1", lines)), 0).update;
    expect(of("Deployment", "minReadySeconds: 5", "progressDeadlineSeconds: 60")).toMatchObject({
      minReadySeconds: 5,
      progressDeadlineSeconds: 60,
    });
    for (const kind of kinds) expect(of(kind, "minReadySeconds: 7").minReadySeconds).toBe(7);
    expect(of("Deployment", "minReadySeconds: 0").minReadySeconds).toBeUndefined();
  });
});

describe("mistakes in a workload", () => {
  it.each(kinds)("a selector of kind %s that does not choose its pods", (kind) => {
    const text = workload(kind, "1").replace("labels: {app: web}", "labels: {app: other}");
    const path = kind === "ReplicationController" ? "spec.selector.app" : "spec.selector.matchLabels.app";
    expect(diagnose(text)).toEqual([
      expect.stringContaining(
        `${path}: is "other" in template.metadata.labels [write app: "web" there, or change it here]`,
      ),
    ]);
  });

  it("a selector with conditions that do not hold, or none at all", () => {
    const of = (selector: string) =>
      diagnose(deployment("1").replace("{matchLabels: {app: web}}", selector)).map((line) =>
        line.replace(/^\S+ /, ""),
      );
    expect(of("{matchExpressions: [{key: app, operator: In, values: [web, api]}]}")).toEqual([]);
    expect(
      of("{matchExpressions: [{key: app, operator: NotIn, values: [web]}, {key: tier, operator: Exists}]}"),
    ).toEqual([
      'spec.selector.matchExpressions[0]: does not choose the pods of this template, whose label "app" is "web" [change it, or template.metadata.labels]',
      'spec.selector.matchExpressions[1]: does not choose the pods of this template, whose label "tier" is not there [change it, or template.metadata.labels]',
    ]);
    expect(of("{}")).toEqual([expect.stringContaining("spec.selector: chooses no pods")]);
  });

  it("in its pods are told where they are written, once for all pods", () => {
    const text = workload("Deployment", "1", ["replicas: 3"], {
      container:
        ", env: [{name: A, valueFrom: {configMapKeyRef: {name: none, key: k}}}], volumeMounts: [{name: x, mountPath: /x}]",
    });
    expect(diagnose(text)).toEqual([
      expect.stringContaining("spec.template.spec.containers[0].volumeMounts[0].name"),
    ]);
    const missing = workload("Deployment", "1", ["replicas: 3"], {
      container: ", env: [{name: A, valueFrom: {configMapKeyRef: {name: none, key: k}}}]",
    });
    let told: unknown;
    try {
      desired(missing);
    } catch (error) {
      told = error;
    }
    expect(told).toMatchObject({
      diagnostics: [{ path: "spec.template.spec.containers[0].env[0].valueFrom.configMapKeyRef.name" }],
    });
  });

  it("a host port of several pods; one alone may have it", () => {
    const of = (replicas: number, container: string, pod = "") =>
      diagnose(workload("Deployment", "1", [`replicas: ${replicas}`], { container, pod }));
    const port = ", ports: [{containerPort: 80, hostPort: 8080}]";
    expect(of(1, port)).toEqual([]);
    expect(of(2, port)).toEqual([
      expect.stringMatching(
        /ports\[0\]\.hostPort: can be had by one pod only, and there are several \[write replicas: 1, or leave hostPort out and put a Service of type NodePort or LoadBalancer before the pods\]$/,
      ),
    ]);
    expect(of(2, ", ports: [{containerPort: 80}]")).toEqual([]);
    expect(of(2, ", ports: [{containerPort: 80}]", ", hostNetwork: true")).toEqual([
      expect.stringContaining("containerPort: can be had by one pod only"),
    ]);
  });

  it("ports of several pods where all are on the host's network", () => {
    const on = (replicas: number, pod = "") =>
      desired(
        workload("Deployment", "1", [`replicas: ${replicas}`], {
          container: ", ports: [{containerPort: 80}]",
          pod,
        }),
        undefined,
        { networks: ["host"] },
      );
    expect(on(1).containers).toHaveLength(1);
    expect(on(2, ", hostNetwork: false").containers).toHaveLength(2);
    expect(() => on(2)).toThrow("are ports of the host with --network host, and there are several pods");
  });

  it("names that another object's pods have", () => {
    const pod =
      '{apiVersion: v1, kind: Pod, metadata: {name: web-1}, spec: {containers: [{name: c, image: "app:1"}]}}\n';
    expect(diagnose(deployment("1", "replicas: 2"))).toEqual([]);
    expect(diagnose(`${deployment("1", "replicas: 2")}---\n${pod}`)).toContainEqual(
      expect.stringContaining('container name "default_web-1" is already used'),
    );
  });

  it.each([
    [
      "strategy: {type: Recreate, rollingUpdate: {maxSurge: 1}}",
      "spec.strategy.rollingUpdate: is only for type: RollingUpdate",
    ],
    [
      "strategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 0%}}",
      "maxUnavailable: must not be 0 when maxSurge is 0",
    ],
    ["strategy: {rollingUpdate: {maxSurge: many}}", "must be a number of pods, or a share such as 25%"],
    ["{minReadySeconds: 600}", "progressDeadlineSeconds: must be more than minReadySeconds (600), got 600"],
    ["paused: true", "spec.paused: is not supported yet"],
    ["replicas: -1", "spec.replicas: "],
    ["replicas: 100000", "spec.replicas: "],
  ])("%s", (line, message) => {
    const text = deployment(
      "1",
      line.replace(/^\{|\}$/g, (brace) => (line.startsWith("{") ? "" : brace)),
    );
    expect(diagnose(text)).toEqual([expect.stringContaining(message)]);
  });

  it.each([
    ["StatefulSet", "updateStrategy: {type: OnDelete}", "spec.updateStrategy.type: "],
    ["DaemonSet", "updateStrategy: {type: OnDelete}", "spec.updateStrategy.type: "],
    ["StatefulSet", "updateStrategy: {rollingUpdate: {partition: 1}}", "partition: is not supported yet"],
    [
      "StatefulSet",
      "volumeClaimTemplates: [{metadata: {name: a}, spec: {}}, {metadata: {name: a}, spec: {}}]",
      'names a second volume "a"',
    ],
    [
      "StatefulSet",
      "volumeClaimTemplates: [{metadata: {name: a}, spec: {resources: {requests: {storage: 5X}}}}]",
      "volumeClaimTemplates[0].spec.resources.requests.storage",
    ],
  ])("of kind %s: %s", (kind, line, message) => {
    expect(diagnose(workload(kind, "1", [line]))).toEqual([expect.stringContaining(message)]);
  });

  it.each(kinds)("pods of kind %s that are to end", (kind) => {
    expect(diagnose(workload(kind, "1", [], { pod: ", restartPolicy: Never" }))).toEqual([
      expect.stringContaining("spec.template.spec.restartPolicy: must be Always, got Never"),
    ]);
  });
});

it("what a chart of Helm renders runs word for word, name with an underscore and all", () => {
  const text = `# Source: example/templates/deployment.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: example_template
  labels:
    helm.sh/chart: example-0.1.0
    app.kubernetes.io/name: example
    app.kubernetes.io/instance: example_template
    app.kubernetes.io/version: "1.16.0"
    app.kubernetes.io/managed-by: Helm
spec:
  replicas: 1
  selector:
    matchLabels:
      app.kubernetes.io/name: example
      app.kubernetes.io/instance: example_template
  template:
    metadata:
      labels:
        app.kubernetes.io/name: example
        app.kubernetes.io/instance: example_template
    spec:
      serviceAccountName: example_template
      securityContext:
        {}
      containers:
        - name: example
          securityContext:
            {}
          image: "nginx:1.16.0"
          imagePullPolicy: IfNotPresent
          ports:
            - name: http
              containerPort: 80
              protocol: TCP
          livenessProbe:
            httpGet:
              path: /
              port: http
          readinessProbe:
            httpGet:
              path: /
              port: http
`;
  expect(diagnose(text)).toEqual([
    expect.stringMatching(/^notice \S+ metadata\.name: "example_template" is no name that Kubernetes takes/),
  ]);
  const state = desired(text);
  expect(state.containers).toMatchObject([
    {
      name: "default_example_template-0_example",
      hostname: "example-template-0",
      image: "nginx:1.16.0",
      ports: [],
      security: {},
      resources: {},
      probes: { readiness: expect.anything(), liveness: expect.anything() },
    },
  ]);
});
