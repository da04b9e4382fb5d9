import { describe, expect, it } from "vitest";
import { diagnose, reasons, withContainer, withSpec } from "../../objects/test-diagnose.ts";

const container = "spec.containers[0]";

/** Each row: the container's lines, and the diagnostics without positions (a text of its own: a part of one). */
describe("a container", () => {
  it.each<readonly [string, readonly string[], string]>([
    ["a misspelt key", ["image2: x"], "is not a known key [did you mean image?]"],
    [
      "a relative workingDir",
      ["workingDir: app"],
      'workingDir: must be an absolute path, got "app" [start it with /]',
    ],
    ["a command that is text", ["command: npm start"], "command: must be a list, got a string"],
    [
      "an argument that is a number",
      ["args: [--port, 8080]"],
      'args[1]: must be a string, got the number 8080 [put it in quotes: "8080"]',
    ],
    ["an argument as it is written", ["args: [1.10]"], '[put it in quotes: "1.10"]'],
    ["a NUL in an argument", ['args: ["a\\0"]'], "args[0]: must not contain NUL"],
    ["yes in quotes", ['stdin: "yes"'], 'stdin: must be true or false, got "yes" [write true or false]'],
    ["true in quotes", ['tty: "true"'], "[leave out the quotes]"],
    ["a policy in the wrong case", ["imagePullPolicy: always"], "[did you mean Always?]"],
    ["an empty variable name", ["env:", '- name: ""'], "env[0].name: must not be empty"],
    ["a variable name with =", ["env:", "- name: A=B"], "env[0].name: must not contain = or NUL"],
    ["a NUL in a value", ["env:", '- {name: A, value: "x\\0"}'], "env[0].value: must not contain NUL"],
    ["variables as a mapping", ["env: {A: b}"], "env: must be a list, got a mapping"],
    [
      "a port out of range",
      ["ports:", "- containerPort: 0"],
      "ports[0].containerPort: must be between 1 and 65535, got 0",
    ],
    [
      "a host port out of range",
      ["ports:", "- {containerPort: 1, hostPort: -1}"],
      "hostPort: must be between 0 and 65535, got -1",
    ],
    ["a port in quotes", ["ports:", '- containerPort: "80"'], "[leave out the quotes]"],
    ["half a port", ["ports:", "- containerPort: 80.5"], "must be a whole number, got the number 80.5"],
    [
      "a protocol of its own",
      ["ports:", "- {containerPort: 80, protocol: http}"],
      'protocol: must be TCP, UDP or SCTP, got "http"',
    ],
    [
      "a host name as hostIP",
      ["ports:", "- {containerPort: 80, hostIP: localhost}"],
      'hostIP: must be an IPv4 or IPv6 address, got "localhost" [write 127.0.0.1]',
    ],
    [
      "two different hostIPs",
      ["ports:", "- {containerPort: 80, hostIP: 10.0.0.1, hostIp: 10.0.0.2}"],
      "hostIp: is given together with another hostIP",
    ],
    [
      "two ports of one name",
      ["ports:", "- {containerPort: 80, name: http}", "- {containerPort: 81, name: http}"],
      'ports[1].name: names a second port of this container "http"',
    ],
    [
      "a mount of no volume",
      ["volumeMounts:", "- {name: dta, mountPath: /data}"],
      'volumeMounts[0].name: names the volume "dta", which is not in spec.volumes [did you mean "data"?]',
    ],
    [
      "a relative mountPath",
      ["volumeMounts:", "- {name: data, mountPath: data}"],
      "mountPath: must be an absolute path",
    ],
    [
      "a mountPath with a colon",
      ["volumeMounts:", '- {name: data, mountPath: "/a:b"}'],
      'mountPath: must not contain ":", got "/a:b"',
    ],
    [
      "a place mounted twice",
      ["volumeMounts:", "- {name: data, mountPath: /data/}", "- {name: data, mountPath: /data}"],
      'volumeMounts[1].mountPath: is mounted twice: "/data"',
    ],
    [
      "a subPath that leaves",
      ["volumeMounts:", "- {name: data, mountPath: /data, subPath: a/../..}"],
      "subPath: must be relative and without ..",
    ],
    [
      "an absolute subPath",
      ["volumeMounts:", "- {name: data, mountPath: /data, subPath: /a}"],
      "subPath: must be relative",
    ],
    [
      "a capital K",
      ["resources: {limits: {memory: 1K}}"],
      'limits.memory: is not a quantity: "1K" [write k (powers of 1000) or Ki (powers of 1024)]',
    ],
    [
      "megabytes",
      ["resources: {limits: {memory: 512MB}}"],
      "[write M (powers of 1000) or Mi (powers of 1024)]",
    ],
    ["a negative amount", ["resources: {limits: {cpu: -1}}"], 'limits.cpu: must not be negative: "-1"'],
    [
      "more asked for than allowed",
      ["resources: {limits: {cpu: 500m}, requests: {cpu: 0.6}}"],
      'requests.cpu: must not be more than the limit of "500m"',
    ],
    [
      "another resource",
      ["resources: {limits: {example.com/fpga: 1}}"],
      'limits["example.com/fpga"]: is not a known key',
    ],
    [
      "privileged without escalation",
      ["securityContext: {privileged: true, allowPrivilegeEscalation: false}"],
      "allowPrivilegeEscalation: must not be false for a privileged container",
    ],
    [
      "an unknown capability",
      ["securityContext: {capabilities: {add: [CAP_NET_ADMN]}}"],
      'capabilities.add[0]: "CAP_NET_ADMN" is not a Linux capability [did you mean NET_ADMIN?]',
    ],
    [
      "seccomp from a file",
      ["securityContext: {seccompProfile: {type: Localhost}}"],
      'seccompProfile.type: "Localhost" is known in Kubernetes, but not supported in kind Hashike yet',
    ],
    [
      "AppArmor without its profile",
      ["securityContext: {appArmorProfile: {type: Localhost}}"],
      "appArmorProfile: needs localhostProfile with type Localhost",
    ],
    [
      "AppArmor with a profile too many",
      ["securityContext: {appArmorProfile: {type: Unconfined, localhostProfile: x}}"],
      "localhostProfile: has no meaning with type Unconfined",
    ],
    [
      "a user out of range",
      ["securityContext: {runAsUser: 2147483648}"],
      "runAsUser: must be between 0 and 2147483647, got 2147483648",
    ],
    [
      "root where root is forbidden",
      ["securityContext: {runAsNonRoot: true, runAsUser: 0}"],
      "securityContext: would run as root (runAsUser 0), which runAsNonRoot forbids",
    ],
    [
      "a resize policy",
      ["resizePolicy: []"],
      "resizePolicy: is known in Kubernetes, but not supported in kind Hashike yet",
    ],
    [
      "variables from elsewhere",
      ["envFrom: [{secretRef: {name: db}}]"],
      "envFrom[0].secretRef: is known in Kubernetes, but not supported in kind Hashike yet [write {file: PATH}: a file of the machine that runs Hashike",
    ],
    [
      "a value from elsewhere",
      ["env:", "- {name: A, valueFrom: {secretKeyRef: {name: db, key: a}}}"],
      "env[0].valueFrom.secretKeyRef: is known in Kubernetes, but not supported in kind Hashike yet [write {file: PATH}: a file",
    ],
    ["variables from nowhere", ["envFrom: [{prefix: A_}]"], "envFrom[0]: has no source [write {file: PATH}]"],
    [
      "a value from two places",
      ["env:", "- {name: A, value: b, valueFrom: {file: a}}"],
      "env[0].valueFrom: is given together with value [keep one of the two]",
    ],
    [
      "a value from nowhere",
      ["env:", "- {name: A, valueFrom: {optional: true}}"],
      "env[0].valueFrom: has no source",
    ],
    [
      "an encrypted value whose lines were lost",
      [
        "env:",
        "- {name: A, value: '-----BEGIN AGE ENCRYPTED FILE----- YWdl -----END AGE ENCRYPTED FILE-----'}",
      ],
      "env[0].value: is no whole text encrypted by age [keep its lines",
    ],
    [
      "a key in the wrong case",
      ["ports:", "- containerport: 80"],
      "ports[0].containerport: is not a known key [did you mean containerPort?]",
    ],
    [
      "a key one level too high",
      ["hostPort: 80"],
      `${container}.hostPort: is not a known key [move it to spec.containers[].ports[].hostPort]`,
    ],
    ["a key far from all others", ["xyzzy: 1"], "xyzzy: is not a known key [known here: name, image,"],
  ])("does not go with %s", (_, lines, expected) => {
    const found = reasons(withContainer(...lines));
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(expected);
    expect(found[0]?.startsWith(container)).toBe(true);
  });

  it.each<readonly [string, readonly string[]]>([
    ["every policy", ["imagePullPolicy: Never", "restartPolicy: OnFailure"]],
    [
      "ports in all spellings",
      [
        "ports:",
        "- {containerPort: 80, hostPort: 0, protocol: udp}",
        "- {containerPort: 80, hostIp: '::1', hostIP: '::1', protocol: Tcp}",
      ],
    ],
    ["amounts of all kinds", ["resources: {limits: {cpu: 1.5, memory: 134217728}}", "stdinOnce: true"]],
    ["requests that equal limits", ["resources: {limits: {memory: 1Gi}, requests: {memory: 1073741824}}"]],
    [
      "a mount with all its fields",
      ["volumeMounts:", "- {name: data, mountPath: /, readOnly: true, subPath: a/b..c}"],
    ],
    [
      "capabilities in both spellings",
      ["securityContext: {capabilities: {add: [CAP_NET_ADMIN], drop: [ALL]}}"],
    ],
    [
      "the whole security context",
      [
        "securityContext: {runAsUser: 0, runAsGroup: 1, readOnlyRootFilesystem: true, procMount: Unmasked, seccompProfile: {type: Unconfined}, appArmorProfile: {type: Localhost, localhostProfile: x}, seLinuxOptions: {level: s0}}",
      ],
    ],
    ["empty mappings and lists", ["securityContext: {}", "resources: {}", "env: []", "command: []"]],
  ])("goes with %s", (_, lines) => {
    expect(reasons(withContainer(...lines))).toEqual([]);
  });

  it.each([
    ["w", "must have at least 2 characters (Docker's rule)"],
    ["-web", "must have at least 2 characters (Docker's rule)"],
    ["my web", "must have at least 2 characters (Docker's rule)"],
    ["x".repeat(64), "must have at most 63 characters, got 64"],
  ])("is not named %s", (name, expected) => {
    const found = reasons(withSpec("containers:", `- name: ${name}`, "  image: nginx"));
    expect(found).toEqual([expect.stringContaining(`${container}.name: ${expected}`)]);
  });

  it("shows no value of a variable, and no password of an address", () => {
    const text = withContainer("env: PASSWORD=hunter2", 'image2: "x"');
    expect(reasons(text).join()).not.toContain("hunter2");
    const image = withSpec("containers:", "- name: web", '  image: "s3://key:hunter2@b/a b"');
    expect(reasons(image)[0]).toContain("must not contain spaces");
    expect(reasons(image).join()).not.toContain("hunter2");
  });

  it.each([
    ["docker-archive+https://me:hunter2@h/x.tar/app:1", "--header-file"],
    ["docker-archive+https:///me:hunt@hunter2@h/x.tar/app:1", "--header-file"],
    ["docker-archive+https://h/x.tar?private_token=hunter2/app:1", "--header-file"],
    ["oci+s3://key:hunter2@bucket/app:1", "~/.aws"],
    ["https://h/app?token=hunter2", "without a scheme"],
  ])("has no credentials in the address of its image: %s", (image, hint) => {
    const found = diagnose(withSpec("containers:", "- name: web", `  image: ${image}`));
    expect(found).toEqual([expect.stringMatching(/^8:12 spec\.containers\[0\]\.image: /)]);
    expect(found[0]).toContain(hint);
    expect(found[0]).not.toContain("hunt");
  });

  it("only notes what is allowed but hardly meant", () => {
    expect(reasons(withContainer("env:", "- {name: A, value: 1}", "- {name: A, value: 2}"))).toEqual([
      'notice spec.containers[0].env[1].name: sets "A" again; the last value counts',
    ]);
    expect(reasons(withContainer("resources: {limits: {memory: 512m}}"))).toEqual([
      'notice spec.containers[0].resources.limits.memory: "512m" is in thousandths of a byte [write 512Mi for mebibytes]',
    ]);
  });
});
