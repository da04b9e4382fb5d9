import { describe, expect, it } from "vitest";
import { readManifests } from "../../objects/read-manifests.ts";
import { diagnose, reasons, withContainer, withSpec } from "../../objects/test-diagnose.ts";

const longest = 128 * 1024 - 1;
const filled = (length: number) => "x".repeat(length);

describe("what the kernel takes for one argument or variable", () => {
  it.each([
    ["a variable", [`env: [{name: BIG, value: ${filled(longest - 4)}}]`]],
    ["an argument", [`args: [${filled(longest)}]`]],
    ["an argument of a probe", [`readinessProbe: {exec: {command: [${filled(longest)}]}}`]],
  ])("is enough for %s of that length", (_, lines) => {
    expect(reasons(withContainer(...lines))).toEqual([]);
  });

  it.each([
    [
      "a variable",
      [`env: [{name: BIG, value: ${filled(longest - 3)}}]`],
      'env[0].value: makes "BIG" too long: 131072 bytes with its name',
    ],
    ["an argument", [`args: [${filled(longest + 1)}]`], "args[0]: is too long: 131072 bytes"],
    [
      "a word of a command",
      [`command: [a, ${filled(longest + 1)}]`],
      "command[1]: is too long: 131072 bytes",
    ],
    [
      "an argument of a probe",
      [`livenessProbe: {exec: {command: [${filled(longest + 1)}]}}`],
      "livenessProbe.exec.command[0]: is too long: 131072 bytes",
    ],
    [
      "what a hook runs",
      [`lifecycle: {postStart: {exec: {command: [${filled(longest + 1)}]}}}`],
      "lifecycle.postStart.exec.command[0]: is too long: 131072 bytes",
    ],
    // Two bytes each.
    ["bytes, not characters", [`args: [${"é".repeat(65_536)}]`], "args[0]: is too long: 131072 bytes"],
  ])("is too little for %s that is longer", (_, lines, message) => {
    expect(reasons(withContainer(...lines))).toEqual([
      `spec.containers[0].${message}; Linux takes at most 131071 [write it to a file on the engine's host, and mount that by a volume with hostPath]`,
    ]);
  });

  it("counts what variables become, and is not kept busy by it", () => {
    const doubling = Array.from({ length: 20 }, (_, n) => `- {name: V${n + 1}, value: $(V${n})$(V${n})}`);
    const found = reasons(withContainer("env:", `- {name: V0, value: ${filled(1000)}}`, ...doubling));
    expect(found).toEqual([expect.stringContaining('env[8].value: makes "V8" too long: 256003 bytes')]);
  });

  it("has a bound for all together", () => {
    const env = Array.from({ length: 17 }, (_, n) => `- {name: V${n}, value: ${filled(125_000)}}`);
    expect(reasons(withContainer("env:", ...env))).toEqual([
      expect.stringContaining("Linux starts no process with more than 2097152"),
    ]);
    expect(reasons(withContainer("env:", ...env.slice(1)))).toEqual([]);
  });
});

describe("`$$`", () => {
  const said = "has `$$`, which stands for one `$`, as in Kubernetes [write `$$$$` for two]";

  it.each([
    ["env: [{name: A, value: pa$$word}]", "env[0].value"],
    ["env: [{name: A, value: $$}]", "env[0].value"],
    ["env: [{name: A, value: x$$$y}]", "env[0].value"],
    ["args: [-c, 'echo $$ > /run/pid']", "args[1]"],
    ["command: [sh, -c, 'kill $$']", "command[2]"],
  ])("that changes a value is told: %s", (line, path) => {
    expect(reasons(withContainer(line))).toEqual([`notice spec.containers[0].${path}: ${said}`]);
  });

  it.each(["$2y$05$nhYO", "$HOME", "a$", "$$$$", "$$(NAME)", "$(NAME)"])(
    "is nothing to tell of in %s",
    (value) => {
      expect(reasons(withContainer(`env: [{name: A, value: '${value}'}]`))).toEqual([]);
    },
  );

  it("is told once", () => {
    const lines = ["env: [{name: A, value: $$}, {name: B, value: $$}]", "args: [$$]"];
    expect(reasons(withContainer(...lines))).toHaveLength(1);
  });
});

describe("variables of the shell", () => {
  const advice = (name: string) =>
    `[variables are not put in: write the value, or export ${name} and run envsubst '$${name}' < my-manifest.yml | hashike apply -]`;

  it.each([
    [`image: 'busybox:\${TAG}'`, advice("TAG")],
    [`image: '\${REGISTRY}/app:1'`, advice("REGISTRY")],
    ["image: busybox:$TAG", advice("TAG")],
    [`image: 'busybox:\${TAG:-latest}'`, "[variables are not put in: write the value itself]"],
    [`image: nginx\n    ports: [{containerPort: '\${PORT}'}]`, advice("PORT")],
    [`image: nginx\n    workingDir: '\${HOME}/x'`, advice("HOME")],
    [`image: nginx\n    tty: '\${TTY}'`, advice("TTY")],
  ])("in %s are no value", (line, hint) => {
    expect(reasons(withSpec("containers:", "- name: web", `  ${line}`))).toEqual([
      expect.stringContaining(hint),
    ]);
  });

  it("in the path of a host are no value, or told to stay", () => {
    const withPath = (path: string) =>
      reasons(
        withSpec(
          "containers: [{name: web, image: nginx}]",
          "volumes:",
          `- {name: data, hostPath: {path: '${path}'}}`,
        ),
      );
    expect(withPath("$HOME/data")).toEqual([expect.stringContaining(advice("HOME"))]);
    expect(withPath(`/home/\${USER}/data`)).toEqual([expect.stringMatching(/^notice .*stays as it is/)]);
  });

  it.each([`\${HOME}`, `\${TAG:-1}`, `\${TAG:?must be set}`])(
    "alone in a variable stay, with a notice: %s",
    (value) => {
      expect(reasons(withContainer(`env: [{name: A, value: '${value}'}]`))).toEqual([
        "notice spec.containers[0].env[0].value: stays as it is: variables of the shell are not put in [write the value itself; $(NAME) stands for a variable further up in this list]",
      ]);
    },
  );
});

describe("keys that begin with x-", () => {
  it("are left out of account, on every level that has keys of its own", () => {
    const text = withSpec(
      "x-note: a",
      "containers:",
      "- {name: web, image: nginx, x-b: {c: [1]}, ports: [{containerPort: 80, x-d: e}]}",
    );
    expect(diagnose(`x-defaults: &defaults {image: busybox}\n${text}x-last: *defaults\n`)).toEqual([]);
  });

  it("hold what is merged", () => {
    const text = `x-defaults: &defaults {image: "busybox:1", restartPolicy: OnFailure}\n${withSpec("containers:", "- {<<: *defaults, name: web}")}`;
    const [manifest] = readManifests([{ file: "a.yml", text }]).manifests;
    expect(manifest?.value).toEqual({
      apiVersion: "v1",
      kind: "Hashike",
      metadata: { name: "rest-api" },
      spec: { containers: [{ name: "web", image: "busybox:1", restartPolicy: "OnFailure" }] },
    });
  });

  it("stay where keys are free", () => {
    const text = withSpec("containers: [{name: web, image: nginx}]").replace(
      "name: rest-api",
      "name: a\n  labels: {x-b: c}",
    );
    expect(readManifests([{ file: "a.yml", text }]).manifests[0]?.value.metadata.labels).toEqual({
      "x-b": "c",
    });
  });
});

describe("what people bring from compose and elsewhere", () => {
  it.each([
    [
      "ports: [{containerPort: 80-90}]",
      "[write one number: there are no ranges, and each number needs an entry of its own]",
    ],
    ["ports: ['8080:80']", "[write it as {containerPort: 80, hostPort: 8080}]"],
    ["env: {A: b}", "[write it as a list: - {name: NAME, value: text}]"],
    ["env: [A=b]", "[write it as {name: NAME, value: text}]"],
    ["command: npm start", '[write it as a list with an item for each word: ["npm", "start"]]'],
    ["args: npm start", '[write it as a list with an item for each word: ["npm", "start"]]'],
    [
      "volumeMounts: ['./a:/b']",
      "[write it as {name: VOLUME, mountPath: /path}, with a volume of that name in spec.volumes]",
    ],
    ["environment: {A: b}", "[write env, a list of {name: NAME, value: text}]"],
    [
      "labels: [a=b]",
      'labels: must be a mapping, got a list [write it as a mapping: labels: {traefik.enable: "true"}]',
    ],
    ["shm_size: 1g", "[mount a volume of emptyDir: {medium: Memory, sizeLimit: 1Gi} on /dev/shm]"],
    ["cgroup_parent: a", "[leave it out: a manifest cannot set it yet]"],
  ])("%s", (line, hint) => {
    const [first] = reasons(withContainer(line));
    expect(first).toContain(hint);
  });

  it("host-gateway is an address for a host alias alone", () => {
    const lines = [
      "containers: [{name: web, image: nginx}]",
      "hostAliases: [{ip: host-gateway, hostnames: [host]}]",
      "dnsConfig: {nameservers: [host-gateway]}",
    ];
    expect(reasons(withSpec(...lines))).toEqual([
      'spec.dnsConfig.nameservers[0]: must be an IPv4 or IPv6 address, got "host-gateway"',
    ]);
  });
});

describe("a text as Windows writes it", () => {
  const lines = withContainer("args: [a]", "env:", "- name: A", "  value: |", "    one", "    two");
  const texts = { "with CRLF": lines.replaceAll("\n", "\r\n"), "with a mark": `\uFEFF${lines}` };

  it.each(Object.entries(texts))("%s is the same manifest", (_, text) => {
    const read = (one: string) => readManifests([{ file: "a.yml", text: one }]);
    expect(read(text).diagnostics).toEqual([]);
    expect(read(text).manifests[0]?.value).toEqual(read(lines).manifests[0]?.value);
  });

  it("put together of files with marks is read", () => {
    expect(
      diagnose(
        `\uFEFF${lines}---\n\uFEFF${lines.replace("rest-api", "b").replace("name: web", "name: cache").replaceAll("name: data", "name: b-data")}`,
      ),
    ).toEqual([]);
  });
});
