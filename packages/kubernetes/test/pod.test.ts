import { describe, expect, it } from "vitest";
import { containerWith, desired, diagnose, podWith, reasons } from "./pod.ts";

/** As in a course's notes: indents of four spaces, no newline at the end, nothing but what must be there. */
const fromTheCourse = `apiVersion: v1
kind: Pod
metadata: 
    name: posts
spec:
    containers:
        - name: posts
          image: stephangrinder/posts:0.0.1`;

const one = (text: string, namespace?: string) => desired(text, namespace).containers[0];

describe("a Pod", () => {
  it("is one container under names of namespace, pod and container", () => {
    const { owners, containers, images } = desired(fromTheCourse);
    const owner = { kind: "Pod", namespace: "default", name: "posts" };
    expect(owners).toEqual([owner]);
    expect(containers).toMatchObject([
      {
        name: "default_posts_posts",
        owner,
        hostname: "posts",
        ports: [],
        restartPolicy: "Always",
        stopTimeoutSeconds: 30,
        networks: ["hashike"],
      },
    ]);
    expect(images).toMatchObject([{ reference: "stephangrinder/posts:0.0.1", policy: "IfNotPresent" }]);
    expect(one(fromTheCourse, "prod")?.name).toBe("prod_posts_posts");
  });

  it("asks the registry by the rules of Kubernetes, and makes do with a local image of a tag that moves", () => {
    const policy = (image: string, ...more: readonly string[]) =>
      desired(podWith("containers:", "- name: a", `  image: ${image}`, ...more)).images[0]?.policy;
    expect(policy("posts")).toBe("IfPossible");
    expect(policy("posts:latest")).toBe("IfPossible");
    expect(policy("posts:1")).toBe("IfNotPresent");
    expect(policy(`posts@sha256:${"0".repeat(64)}`)).toBe("IfNotPresent");
    expect(policy("posts", "  imagePullPolicy: Never")).toBe("Never");
    expect(policy("posts:1", "  imagePullPolicy: Always")).toBe("Always");
  });

  it("publishes no port but those with a hostPort", () => {
    const text = containerWith(
      "ports:",
      "- {containerPort: 80, name: http}",
      "- {containerPort: 81, hostPort: 0}",
      "- {containerPort: 82, hostPort: 8082, hostIP: 127.0.0.1}",
      "readinessProbe: {httpGet: {port: http}, periodSeconds: 0}",
    );
    expect(one(text)?.ports).toEqual([
      { containerPort: 82, hostPort: 8082, hostIp: "127.0.0.1", protocol: "tcp" },
    ]);
    expect(one(text)?.probes.readiness).toMatchObject({ handler: { port: 80 }, periodSeconds: 10 });
    expect(reasons(`${text}---\n${text.replace("name: posts", "name: other")}`)).toEqual([
      'spec.containers[0].ports[2].hostPort: host port 8082/TCP is already taken by container "default_posts_posts" (pod.yml:11:7) [give one of them another hostPort or hostIP]',
    ]);
  });

  it("runs its init containers one after the other before the container", () => {
    const { containers } = desired(
      podWith(
        "initContainers:",
        "- {name: a, image: busybox, command: [sh]}",
        "- {name: b, image: busybox}",
        "containers:",
        "- {name: c, image: busybox}",
      ),
    );
    expect(
      containers.map(({ name, role, startAfter, restartPolicy }) => [name, role, startAfter, restartPolicy]),
    ).toEqual([
      ["default_posts_a", "init", [], "OnFailure"],
      ["default_posts_b", "init", ["default_posts_a"], "OnFailure"],
      ["default_posts_c", "main", ["default_posts_b"], "Always"],
    ]);
  });

  it("has what its spec says", () => {
    const container = one(
      podWith(
        "hostname: web",
        "restartPolicy: Never",
        "terminationGracePeriodSeconds: 5",
        "dnsPolicy: None",
        "dnsConfig: {nameservers: [10.0.0.1], options: [{name: ndots, value: '2'}]}",
        "hostAliases: [{ip: 10.0.0.2, hostnames: [db]}]",
        "securityContext: {runAsUser: 1000, fsGroup: 2000, supplementalGroups: [3000]}",
        "hostIPC: true",
        "os: {name: linux}",
        "nodeSelector: {kubernetes.io/os: linux, disk: ssd}",
        "containers:",
        "- name: a",
        "  image: nginx",
        "  command: [a, $(X)]",
        "  env: [{name: X, value: x}, {name: X, value: $(X)y}]",
        "  resources: {limits: {cpu: 1, memory: 0}, requests: {cpu: 100m}}",
        "  securityContext: {readOnlyRootFilesystem: true}",
        "  lifecycle: {preStop: {sleep: {seconds: 1}}}",
      ),
    );
    expect(container).toMatchObject({
      hostname: "web",
      restartPolicy: "Never",
      stopTimeoutSeconds: 5,
      dns: { nameservers: ["10.0.0.1"], searches: [], options: ["ndots:2"] },
      hostAliases: [{ ip: "10.0.0.2", hostnames: ["db"] }],
      security: { runAsUser: 1000, supplementalGroups: [3000, 2000], readOnlyRootFilesystem: true },
      hostIPC: true,
      command: ["a", "xy"],
      env: [{ name: "X", value: "xy" }],
      lifecycle: { preStop: { kind: "sleep", seconds: 1 } },
      labels: { app: "posts" },
    });
    expect(container?.resources).toEqual({ cpuLimitMilli: 1000, cpuRequestMilli: 100 });
  });

  it("knows its own fields and resources as variables, and puts nothing into them", () => {
    const text = podWith(
      "nodeName: node-1",
      "containers:",
      "- name: a",
      "  image: nginx",
      "  resources: {limits: {cpu: 1500m, memory: 64Mi, ephemeral-storage: 1Gi}}",
      "  env:",
      "  - {name: DISK, valueFrom: {resourceFieldRef: {resource: requests.ephemeral-storage, divisor: 1Mi}}}",
      "  - {name: NODE, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}",
      "  - {name: NAME, valueFrom: {fieldRef: {fieldPath: metadata.name}}}",
      "  - {name: SPACE, valueFrom: {fieldRef: {fieldPath: metadata.namespace}}}",
      "  - {name: ACCOUNT, valueFrom: {fieldRef: {fieldPath: spec.serviceAccountName}}}",
      "  - {name: LABEL, valueFrom: {fieldRef: {fieldPath: \"metadata.labels['app']\"}}}",
      "  - {name: NONE, valueFrom: {fieldRef: {fieldPath: \"metadata.annotations['a/b']\"}}}",
      "  - {name: CPUS, valueFrom: {resourceFieldRef: {resource: limits.cpu}}}",
      "  - {name: MILLI, valueFrom: {resourceFieldRef: {resource: limits.cpu, divisor: 1m}}}",
      "  - {name: MEMORY, valueFrom: {resourceFieldRef: {resource: requests.memory, divisor: 1Mi, containerName: a}}}",
      "  - {name: UID, valueFrom: {fieldRef: {fieldPath: metadata.uid}}}",
      "  - {name: ALL, value: $(NAME)-$(CPUS)}",
    ).replace("app: posts", "app: $(NAME)");
    const values = Object.fromEntries(
      (one(text)?.env ?? []).map((v) => [v.name, "value" in v ? v.value : "?"]),
    );
    expect(values).toEqual({
      DISK: "1024",
      NODE: "node-1",
      NAME: "posts",
      SPACE: "default",
      ACCOUNT: "default",
      LABEL: "$(NAME)",
      NONE: "",
      CPUS: "2",
      MILLI: "1500",
      MEMORY: "64",
      UID: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      ALL: "posts-2",
    });
    const other = one(text, "prod")?.env.find(({ name }) => name === "UID");
    expect(other).not.toMatchObject({ value: values.UID });
  });

  it("says of variables where their source is wrong", () => {
    const env = (source: string) =>
      diagnose(containerWith("env:", `- {name: A, valueFrom: ${source}}`))[0]?.replace(
        "spec.containers[0].env[0].valueFrom",
        "",
      );
    expect(env("{}")).toBe("9:28 : has no source [write {configMapKeyRef: {name: NAME, key: KEY}}]");
    expect(env("{fieldRef: {fieldPath: status.podIP}}")).toBe(
      "9:51 .fieldRef.fieldPath: \"status.podIP\" cannot be had: a container's variables are made before its engine gives it an address [use the pod's hostname, or ask in the command: sh -c 'POD_IP=$(hostname -i) exec …']",
    );
    expect(env("{fieldRef: {fieldPath: status.hostIP}}")).toContain("hostAliases with ip: host-gateway");
    expect(env("{fieldRef: {fieldPath: spec.nodeName}}")).toContain("[write spec.nodeName");
    expect(env("{fieldRef: {fieldPath: metadata.foo}}")).toContain(
      '"metadata.foo" is no field that a variable can have',
    );
    expect(env("{resourceFieldRef: {resource: limits.cpu}}")).toContain("is not written in container");
    expect(env("{resourceFieldRef: {resource: limits.disk}}")).toContain("is not known here");
    expect(env("{resourceFieldRef: {resource: limits.cpu, containerName: x}}")).toContain(
      "which is not in this pod",
    );
    expect(env("{resourceFieldRef: {resource: limits.cpu, divisor: x}}")).toContain("is not a quantity");
  });

  it("gets a new emptyDir on disk with each new template, and its own memory", () => {
    const text = (image: string) =>
      podWith(
        "volumes:",
        "- name: cache",
        "- {name: work, emptyDir: {}}",
        "- {name: shm, emptyDir: {medium: Memory, sizeLimit: 1Mi}}",
        "- {name: host, hostPath: {path: /srv, type: Directory}}",
        "containers:",
        "- name: a",
        `  image: ${image}`,
        "  volumeMounts:",
        "  - {name: cache, mountPath: /cache}",
        "  - {name: work, mountPath: /work/}",
        "  - {name: shm, mountPath: /shm}",
        "  - {name: host, mountPath: /host, readOnly: true}",
      );
    const { containers, volumes } = desired(text("nginx:1"));
    expect(volumes.map(({ name }) => name)).toEqual([
      expect.stringMatching(/^default_posts_cache-[0-9a-f]{10}$/),
      expect.stringMatching(/^default_posts_work-[0-9a-f]{10}$/),
    ]);
    expect(containers[0]?.mounts).toMatchObject([
      { target: "/cache", volume: volumes[0]?.name },
      { target: "/work", volume: volumes[1]?.name },
      { target: "/shm", type: "memory", sizeBytes: 1048576 },
      { target: "/host", path: "/srv", pathType: "Directory", readOnly: true },
    ]);
    expect(desired(text("nginx:1")).volumes).toEqual(volumes);
    expect(desired(text("nginx:2")).volumes[0]?.name).not.toBe(volumes[0]?.name);
  });

  it("says of volumes what cannot be", () => {
    expect(
      reasons(
        podWith(
          "volumes:",
          "- {name: a, emptyDir: {}, hostPath: {path: /a}}",
          "- {name: a, hostPath: {path: data}}",
          "- {name: b, hostPath: {path: /a/../b}}",
          "- {name: c, emptyDir: {sizeLimit: 1Gi}}",
          "- {name: d, nfs: {server: 'x,rw'}}",
          "- {name: m, emptyDir: {medium: Memory}}",
          "initContainers:",
          "- {name: i, image: a, volumeMounts: [{name: m, mountPath: /m}]}",
          "containers:",
          "- {name: x, image: a, volumeMounts: [{name: m, mountPath: /m}, {name: z, mountPath: /z}]}",
        ),
      ),
    ).toEqual([
      "spec.volumes[0].hostPath: is given together with emptyDir [keep one of the two]",
      'spec.volumes[1].name: names a second volume "a"',
      'spec.volumes[1].hostPath.path: must be absolute, got "data" [start it with /]',
      "spec.volumes[2].hostPath.path: must not contain .. [write the path from the root]",
      "notice spec.volumes[3].emptyDir.sizeLimit: is ignored: the engine cannot limit a volume on its disk",
      "spec.volumes[4].nfs.path: is missing",
      'spec.volumes[4].nfs.server: must be the name or address of a server, got "x,rw"',
      'spec.containers[0].volumeMounts[1].name: names the volume "z", which is not in spec.volumes [did you mean "a"?]',
    ]);
  });

  it("is refused where it asks for a host that this is not", () => {
    expect(
      reasons(
        podWith(
          "hostUsers: false",
          "dnsPolicy: None",
          "schedulingGates: [{name: a}]",
          "nodeSelector: {kubernetes.io/os: windows, beta.kubernetes.io/os: windows, disk: ssd}",
          "containers: [{name: x, image: a, restartPolicy: Always}]",
        ),
      ),
    ).toEqual([
      "spec.hostUsers: cannot be had for one pod [leave it out; the engine itself can be set up so (userns-remap)]",
      "spec.dnsPolicy: needs dnsConfig with nameservers [leave it out]",
      "spec.schedulingGates: is known in Kubernetes, but not supported in kind Pod yet [leave it out when the pod may start]",
      'spec.nodeSelector["kubernetes.io/os"]: asks for a host with "windows" [containers here are Linux]',
      'spec.nodeSelector["beta.kubernetes.io/os"]: asks for a host with "windows" [containers here are Linux]',
      "spec.containers[0].restartPolicy: is only for init containers [write it under spec, for all containers]",
    ]);
  });

  it("drops what a server wrote, takes keys without a value for none, and tells once what is ignored", () => {
    const text = `apiVersion: v1
kind: Pod
metadata:
  name: example_template
  creationTimestamp: null
  resourceVersion: "12"
  uid: 0-0
  managedFields: [{manager: kubectl}]
spec:
  volumes:
  schedulerName: own
  affinity: {}
  tolerations: []
  schedulingGates:
  terminationGracePeriodSeconds: null
  initContainers:
  - {name: i, image: a, resizePolicy: [{resourceName: cpu}]}
  - {name: j, image: a, resizePolicy: [{resourceName: cpu}]}
  containers:
  - {name: x, image: a, terminationMessagePath: /dev/termination-log, securityContext: {}, resources: {}}
status: {phase: Running}
`;
    expect(diagnose(text)).toEqual([
      'notice 4:9 metadata.name: "example_template" is no name that Kubernetes takes; it is used as it is [write lower case letters, digits, - and .]',
      "notice 11:3 spec.schedulerName: is ignored: there is only one host",
      "notice 17:25 spec.initContainers[0].resizePolicy: is ignored: what the engine can change without a restart is changed so",
    ]);
    expect(one(text)?.hostname).toBe("example-template");
  });

  it("on the host's network has its name, and all its ports", () => {
    const text = (port: string) =>
      podWith(
        "hostNetwork: true",
        "hostPID: true",
        "securityContext: {sysctls: [{name: kernel.sem, value: '1'}]}",
        `containers: [{name: a, image: a, ports: [${port}]}]`,
      );
    const { hostname, ...container } = one(text("{containerPort: 80}")) ?? {};
    expect(hostname).toBe(undefined);
    expect(container).toMatchObject({
      hostNetwork: true,
      hostPID: true,
      networks: [],
      ports: [{ hostPort: 80 }],
    });
    expect(
      reasons(text("{containerPort: 80, hostPort: 81}").replace("kernel.sem", "net.core.somaxconn")),
    ).toEqual([
      'spec.securityContext.sysctls[0].name: "net.core.somaxconn" would be the host\'s own with hostNetwork [leave out one of the two, or set it on the host]',
      "spec.containers[0].ports[0].hostPort: must be containerPort (80) with hostNetwork, got 81 [leave it out]",
    ]);
    const twice = [
      text("{containerPort: 80}"),
      text("{containerPort: 80}").replace("name: posts", "name: other"),
    ];
    expect(reasons(twice.join("---\n"))).toEqual([
      expect.stringContaining("host port 80/TCP is already taken"),
    ]);
  });

  it("says what was meant by a key that nobody knows", () => {
    expect(diagnose(containerWith("imagePullPolice: Never", "x-note: 1"))).toEqual([
      "8:5 spec.containers[0].imagePullPolice: is not a known key [did you mean imagePullPolicy?]",
    ]);
  });
});
