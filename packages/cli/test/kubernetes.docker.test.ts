import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { type OwnThings, ownThings } from "../../docker-driver/test/support/own-things.ts";
import { hashike, output } from "./support/hashike.ts";

let own: OwnThings;
let folder: string;

beforeAll(async () => {
  own = await ownThings("kubernetes");
  folder = await mkdtemp(join(tmpdir(), "hashike-kubernetes-"));
});

afterEach(() => own.removeAll());

afterAll(() => rm(folder, { recursive: true }));

async function run(command: string, text: string, ...options: readonly string[]) {
  const file = join(folder, "posts.yml");
  await writeFile(file, text.replaceAll("~", own.prefix));
  const network = own.name("net");
  if (
    command === "apply" &&
    !(await output("docker", "network", "ls", "--format", "{{.Name}}")).includes(network)
  )
    await output("docker", "network", "create", network);
  const joined = command === "delete" ? [] : ["--network", network];
  return hashike([command, file, "-n", "tests", ...joined, ...options]);
}

const container = (pod: string, name: string) => `tests_${own.name(pod)}_${name}`;
const inspect = (name: string, format: string) => output("docker", "inspect", "-f", format, name);
const sh = (name: string, line: string) => output("docker", "exec", name, "sh", "-c", line);

const forever = "[sh, -c, 'trap \"exit 0\" TERM QUIT; while :; do sleep 1 & wait $!; done']";

it("the pod of a course runs from an image that is only here, is updated and deleted", async () => {
  await output("docker", "tag", "hashike-test/busybox:1", `${own.name("posts")}:0.0.1`);
  await output("docker", "tag", "nginx:alpine-slim", `${own.name("posts")}:0.0.5`);
  const text = (tag: string) => `apiVersion: v1
kind: Pod
metadata: 
    name: ~posts
spec:
    containers:
        - name: posts
          image: ~posts:${tag}
          command: ${forever}
          ports:
              - containerPort: 4000`;
  const applied = await run("apply", text("0.0.1"));
  expect(applied).toMatchObject({ code: 0, stderr: "" });
  const name = container("posts", "posts");
  expect(
    await inspect(name, "{{.State.Running}} {{.Config.Hostname}} {{json .HostConfig.PortBindings}}"),
  ).toMatch(new RegExp(`^true ${own.name("posts")} (\\{\\}|null)$`));
  expect(await inspect(name, '{{.Config.StopTimeout}} {{index .Config.Labels "hashike.kind"}}')).toBe(
    "30 Pod",
  );
  expect((await run("apply", text("0.0.1"))).stdout).toContain("nothing to do");

  expect(await run("apply", text("0.0.5"))).toMatchObject({ code: 0 });
  expect(await inspect(name, "{{.State.Running}} {{.Image}}")).toBe(
    `true ${await output("docker", "image", "inspect", "-f", "{{.Id}}", "nginx:alpine-slim")}`,
  );
  expect(await run("delete", text("0.0.5"))).toMatchObject({ code: 0 });
  expect(await output("docker", "ps", "-aq", "--filter", `name=${own.prefix}`)).toBe("");
});

it("a pod has what ConfigMap, Secret and its init container give it, and another emptyDir when it is made anew", async () => {
  const text = (version: string) => `apiVersion: v1
kind: List
items:
- {apiVersion: v1, kind: ConfigMap, metadata: {name: ~app}, data: {LEVEL: debug}}
- {apiVersion: v1, kind: Secret, metadata: {name: ~app}, stringData: {PASS: clear-word}}
- apiVersion: v1
  kind: Pod
  metadata: {name: ~web, labels: {app: web}}
  spec:
    volumes: [{name: work, emptyDir: {}}]
    initContainers:
    - name: first
      image: hashike-test/busybox:1
      command: [sh, -c, "cat /work/version >&2; echo ${version} >> /work/version"]
      volumeMounts: [{name: work, mountPath: /work}]
    containers:
    - name: web
      image: hashike-test/busybox:1
      command: ${forever}
      args: [--word=$(PASS)]
      env:
      - {name: POD, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
      - {name: VERSION, value: "${version}"}
      envFrom: [{configMapRef: {name: ~app}}, {secretRef: {name: ~app}}]
      volumeMounts: [{name: work, mountPath: /work, readOnly: true}]
      readinessProbe: {exec: {command: [cat, /work/version]}, periodSeconds: 1}
`;
  const applied = await run("apply", text("one"));
  expect(applied).toMatchObject({ code: 0, stderr: "" });
  const name = container("web", "web");
  expect(await sh(name, "echo $POD $LEVEL $PASS; cat /work/version")).toBe(
    `${own.name("web")} debug clear-word\none`,
  );
  expect(await inspect(name, "{{json .Args}}")).toContain("--word=clear-word");
  expect(await inspect(name, "{{json .Config.Labels}}")).not.toContain("clear-word");
  expect((await run("apply", text("one"))).stdout).toContain("nothing to do");

  const updated = await run("apply", text("two"));
  expect(updated).toMatchObject({ code: 0 });
  expect(await sh(name, "cat /work/version")).toBe("two");
  const volumes = () => output("docker", "volume", "ls", "-q", "--filter", `name=tests_${own.name("web")}`);
  expect(await volumes()).toMatch(/^\S+$/);
  expect(await run("delete", text("two"))).toMatchObject({ code: 0 });
  expect(await volumes()).toBe("");
  expect(applied.stdout + updated.stdout).not.toContain("clear-word");
});

it("the data of a claim outlives its pod, and goes only when volumes are to go", async () => {
  const claim = "{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: ~db}, spec: {}}\n---\n";
  const text = (version: string) => `${claim}apiVersion: v1
kind: Pod
metadata: {name: ~db}
spec:
  terminationGracePeriodSeconds: 1
  volumes: [{name: data, persistentVolumeClaim: {claimName: ~db}}]
  containers:
  - name: db
    image: hashike-test/busybox:1
    command: ${forever}
    env: [{name: VERSION, value: "${version}"}]
    volumeMounts: [{name: data, mountPath: /data}]
`;
  const volume = `tests_${own.name("db")}`;
  const name = container("db", "db");
  expect(await run("apply", text("one"))).toMatchObject({ code: 0, stderr: "" });
  await sh(name, "echo kept > /data/file");
  expect(await run("apply", text("two"))).toMatchObject({ code: 0 });
  expect(await sh(name, "cat /data/file; echo $VERSION")).toBe("kept\ntwo");
  const removed = await run("delete", text("two"));
  expect(removed).toMatchObject({ code: 0, stdout: expect.stringContaining(`Kept volume ${volume}`) });
  expect(await run("apply", text("two"))).toMatchObject({ code: 0 });
  expect(await sh(name, "cat /data/file")).toBe("kept");
  expect(await run("delete", text("two"), "--volumes")).toMatchObject({ code: 0 });
  expect(await output("docker", "volume", "ls", "-q", "--filter", `name=${own.prefix}`)).toBe("");
});

it("containers of one pod reach each other by localhost, share memory and processes, and change as one", async () => {
  const text = (version: string) => `apiVersion: v1
kind: Pod
metadata: {name: ~dind}
spec:
  terminationGracePeriodSeconds: 1
  shareProcessNamespace: true
  volumes: [{name: memory, emptyDir: {medium: Memory, sizeLimit: 1Mi}}]
  containers:
  - name: docker-cmds
    image: hashike-test/busybox:1
    command: ${forever}
    env: [{name: DOCKER_HOST, value: tcp://localhost:2375}]
    volumeMounts: [{name: memory, mountPath: /memory}]
  - name: dind-daemon
    image: hashike-test/busybox:1
    command: [sh, -c, "echo ${version} > /memory/version; mkdir -p /www; echo daemon ${version} > /www/index.html; exec httpd -f -p 2375 -h /www"]
    resources: {requests: {cpu: 20m, memory: 64Mi}}
    volumeMounts: [{name: memory, mountPath: /memory}]
    readinessProbe: {tcpSocket: {port: 2375}, periodSeconds: 1}
`;
  const applied = await run("apply", text("one"));
  expect(applied).toMatchObject({ code: 0, stderr: "" });
  const commands = container("dind", "docker-cmds");
  expect(await sh(commands, "wget -qO- http://localhost:2375/; cat /memory/version")).toBe("daemon one\none");
  expect(await sh(commands, "ps | grep -c '[h]ttpd -f'")).toBe("1");
  expect((await run("apply", text("one"))).stdout).toContain("nothing to do");
  const before = await inspect(commands, "{{.Id}}");
  expect(await run("apply", text("two"))).toMatchObject({ code: 0 });
  expect(await inspect(commands, "{{.Id}}")).not.toBe(before);
  expect(await sh(commands, "wget -qO- http://localhost:2375/; cat /memory/version")).toBe("daemon two\ntwo");
  expect(await run("delete", text("two"))).toMatchObject({ code: 0 });
  expect(await output("docker", "ps", "-aq", "--filter", `name=${own.prefix}`)).toBe("");
});

it("a pod has ConfigMap and Secret as files in place of the image's, and another container of another value", async () => {
  const text = (word: string) => `apiVersion: v1
kind: ConfigMap
metadata: {name: ~app}
data:
  site.conf: |
    server { listen 81; }
  note: shown
---
apiVersion: v1
kind: Secret
metadata: {name: ~app}
stringData: {key: ${word}}
---
apiVersion: v1
kind: Pod
metadata: {name: ~web, labels: {app: web}}
spec:
  terminationGracePeriodSeconds: 1
  securityContext: {fsGroup: 7}
  volumes:
  - {name: conf, configMap: {name: ~app, defaultMode: 0440, items: [{key: site.conf, path: site.conf}, {key: note, path: d/note, mode: 0600}]}}
  - {name: key, secret: {secretName: ~app, defaultMode: 0400}}
  - {name: about, downwardAPI: {items: [{path: labels, fieldRef: {fieldPath: metadata.labels}}]}}
  containers:
  - name: web
    image: nginx:alpine-slim
    command: ${forever}
    volumeMounts:
    - {name: conf, mountPath: /etc/nginx/conf.d, readOnly: true}
    - {name: key, mountPath: /etc/app.key, subPath: key}
    - {name: about, mountPath: /etc/about}
`;
  const name = container("web", "web");
  const volumes = async () => (await inspect(name, "{{range .Mounts}}{{.Name}} {{end}}")).trim().split(" ");
  const applied = await run("apply", text("clear-one"));
  expect(applied).toMatchObject({ code: 0, stderr: "" });
  expect(
    await sh(name, "cd /etc/nginx/conf.d; stat -c '%n %a %u %g' * d/*; cat d/note; cat /etc/app.key"),
  ).toBe("d 755 0 0\nsite.conf 440 0 7\nd/note 640 0 7\nshownclear-one");
  expect(await sh(name, "stat -c '%a %g' /etc/app.key; cat /etc/about/labels")).toBe('440 7\napp="web"');
  expect(await inspect(name, "{{json .}}")).not.toContain("clear-one");
  expect((await run("apply", text("clear-one"))).stdout).toContain("nothing to do");

  const before = await volumes();
  const planned = await run("plan", text("clear-two"));
  expect(planned.stdout).toContain("secretFiles./etc/app.key.content: (sensitive value) changed");
  const updated = await run("apply", text("clear-two"));
  expect(updated).toMatchObject({ code: 0 });
  expect(await sh(name, "cat /etc/app.key; ls /etc/nginx/conf.d")).toBe("clear-twod\nsite.conf");
  expect(applied.stdout + planned.stdout + updated.stdout + updated.stderr).not.toContain("clear-");
  const after = await volumes();
  expect(await run("delete", text("clear-two"))).toMatchObject({ code: 0 });
  const left = await output("docker", "volume", "ls", "-q");
  expect([...before, ...after].filter((volume) => left.includes(volume))).toEqual([]);
  expect(before).toHaveLength(2);
});
