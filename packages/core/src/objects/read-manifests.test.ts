import { describe, expect, it } from "vitest";
import { HashikeError } from "../errors.ts";
import type { HashikeManifest } from "../kinds/hashike/schema.ts";
import { parseManifests, readManifests } from "./read-manifests.ts";
import { diagnose, withContainer, withSpec } from "./test-diagnose.ts";

// The manifests of the original's README.
const quickStart = `apiVersion: v1
kind: Hashike
metadata:
  namespace: my-project
  name: rest-api
spec:
  containers:
  - name: web
    image: nginx:alpine-slim
    env:
    - name: MY_ENV
      value: test
    ports:
    - containerPort: 80
      hostPort: 8000  # 省略した場合 containerPort で公開される
      protocol: tcp
  - name: store
    image: redis:alpine
    ports:
    - containerPort: 6379
`;
const otherPort = quickStart.replace("8000", "8001");
const archive = `apiVersion: v1
kind: Hashike
metadata:
  namespace: my-project
  name: my-service
spec:
  containers:
  - name: app
    image: docker-archive+s3://my-bucket/docker-archives/misc.images.tar.gz/app:latest
    ports:
    - containerPort: 8000
`;
const volumes = (webSource: string, storeSource: string) => `apiVersion: v1
kind: Hashike
metadata:
  namespace: my-project
  name: rest-api
spec:
  containers:
  - name: web
    image: nginx:alpine-slim
    ports:
    - containerPort: 80
    volumeMounts:
    - name: nginx-templates
      mountPath: /etc/nginx/templates
  - name: store
    image: redis:alpine
    ports:
    - containerPort: 6379
    volumeMounts:
    - name: redis-data
      mountPath: /data
  volumes:
  - name: nginx-templates
    ${webSource}
  - name: redis-data
    ${storeSource}
`;
const hostPath = (path: string) => `hostPath:\n      path: ${path}\n      type: Directory`;

const tenMistakes = `apiVersion: v1
kind: Hashike
metadata:
  name: rest-api
spec:
  restartPolcy: Always
  containers:
  - name: web
    image: Nginx:alpine
    imagePullPolicy: Sometimes
    env:
    - name: PORT
      value: [80]
    ports:
    - containerPort: 70000
    - containerPort: 80
      hostPort: 0x1F90
    - containerPort: 81
      hostPort: 8080
    livenessProbe: {}
    volumeMounts:
    - name: dta
      mountPath: data
  - image: redis
  volumes:
  - name: data
    emptyDir: {}
`;

describe("readManifests", () => {
  it.each([
    ["the quick start", quickStart],
    ["an image archive", archive],
    ["emptyDir volumes", volumes("emptyDir: {}", "emptyDir: {}")],
    ["hostPath volumes", volumes(hostPath("/srv/web/nginx-templates"), hostPath("/srv/store/data"))],
  ])("reads the original's manifest with %s", (_, text) => {
    expect(diagnose(text)).toEqual([]);
    expect(readManifests([{ file: "a.yml", text }]).manifests).toHaveLength(1);
  });

  it("gives back what was written", () => {
    const [manifest] = readManifests([{ file: "a.yml", text: quickStart }]).manifests;
    const value = manifest?.value as HashikeManifest | undefined;
    expect(value?.spec.containers[0]).toEqual({
      name: "web",
      image: "nginx:alpine-slim",
      env: [{ name: "MY_ENV", value: "test" }],
      ports: [{ containerPort: 80, hostPort: 8000, protocol: "TCP" }],
    });
    expect(manifest?.source.locate(["spec", "containers", 1, "ports", 0])).toEqual({
      file: "a.yml",
      line: 20,
      column: 7,
    });
  });

  it("reports ten mistakes at once, each at its place", () => {
    const at = (text: string) => expect.stringContaining(text);
    expect(diagnose(tenMistakes)).toEqual([
      "6:3 spec.restartPolcy: is not a known key [did you mean restartPolicy?]",
      '9:12 spec.containers[0].image: must have a name in lower case, got "Nginx:alpine" [write nginx]',
      at("10:22 spec.containers[0].imagePullPolicy: must be Always, IfNotPresent or Never"),
      "13:14 spec.containers[0].env[0].value: must be a string, got a list",
      "15:22 spec.containers[0].ports[0].containerPort: must be between 1 and 65535, got 70000",
      at(
        '19:17 spec.containers[0].ports[2].hostPort: host port 8080/TCP is already taken by container "web"',
      ),
      "20:20 spec.containers[0].livenessProbe: does not say what to do [add exec, httpGet, tcpSocket or grpc]",
      at('22:13 spec.containers[0].volumeMounts[0].name: names the volume "dta"'),
      at("23:18 spec.containers[0].volumeMounts[0].mountPath: must be an absolute path"),
      "24:5 spec.containers[1].name: is missing",
    ]);
  });

  it("sorts by text, line and column, and knows valid texts from others", () => {
    const { manifests, diagnostics } = readManifests([
      { file: "b.yml", text: "kind: Pod\n---\nkind: Job\n" },
      { file: "good.yml", text: quickStart },
      { file: "a.yml", text: "\tx" },
    ]);
    expect(diagnostics.map(({ at }) => `${at?.file}:${at?.line}`)).toEqual(["b.yml:1", "b.yml:3", "a.yml:1"]);
    expect(manifests.map(({ source }) => source.file)).toEqual(["good.yml"]);
  });

  it("reads several documents, skips empty ones and counts them", () => {
    const text = `---\n# nothing\n---\n${archive}---\n---\n${otherPort}...\n`;
    const { manifests, diagnostics } = readManifests([{ file: "a.yml", text }]);
    expect(diagnostics).toEqual([]);
    expect(manifests.map(({ value }) => value.metadata.name)).toEqual(["my-service", "rest-api"]);
    expect(manifests.map(({ source }) => source.document)).toEqual([1, 3]);
  });

  it("reads byte order marks, CRLF and JSON", () => {
    expect(diagnose(`\uFEFF${quickStart.replaceAll("\n", "\r\n")}`)).toEqual([]);
    const [manifest] = readManifests([{ file: "a.yml", text: archive }]).manifests;
    expect(diagnose(JSON.stringify(manifest?.value))).toEqual([]);
    expect(diagnose("\uFEFFkind: Pod\r\nx: 1\r\n")[0]).toMatch(/^1:7 kind:/);
  });

  it("takes keys without a value as left out", () => {
    expect(diagnose(withContainer("env:", "ports: null", "command: ~"))).toEqual([]);
    expect(diagnose(withSpec("containers:"))).toEqual(["6:3 spec.containers: is missing"]);
  });

  it("stops listing after a thousand mistakes, and says so", () => {
    const containers = Array.from({ length: 2000 }, () => "- x: 1");
    const found = diagnose(withSpec("containers:", ...containers));
    expect(found.length).toBeLessThanOrEqual(1001);
    expect(found.at(-1)).toContain("and more");
  });
});

describe("parseManifests", () => {
  const failure = (text: string) => {
    try {
      parseManifests(text, { file: "my-manifest.yml" });
    } catch (error) {
      return error instanceof HashikeError ? error : undefined;
    }
    return undefined;
  };

  it("gives the manifests", () => {
    expect(parseManifests(`${otherPort}---\n${archive}`, { file: "a.yml" })).toHaveLength(2);
  });

  it("fails with all mistakes and the place of the first", () => {
    const error = failure("kind: Pod\n---\nkind: Job\n---\nkind: Hashike\nspec: 1\n");
    expect(error?.code).toBe("MANIFEST_INVALID");
    expect(error?.message).toBe("my-manifest.yml: 5 mistakes");
    expect(error?.diagnostics).toHaveLength(5);
    expect(error?.at).toEqual({ file: "my-manifest.yml", line: 1, column: 7 });
  });

  it("does not fail for notices", () => {
    const text = withContainer("env:", "- name: A", "- name: A");
    expect(diagnose(text)).toHaveLength(1);
    expect(parseManifests(text, { file: "a.yml" })).toHaveLength(1);
  });

  it.each(["", "---\n", "# only a comment\n", "\uFEFF", "---\n---\n...\n"])(
    "finds no manifest in %j",
    (text) => {
      expect(failure(text)?.code).toBe("MANIFEST_EMPTY");
      expect(failure(text)?.hint).toBeDefined();
    },
  );
});
