import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { desired, reasons } from "./pod.ts";

// Manifests of notes and courses, word for word; not named as YAML, so that no formatter touches them.

const seed = (name: string) =>
  readFileSync(fileURLToPath(new URL(`seeds/${name}.txt`, import.meta.url)), "utf8");

it("the pod that starts containers beside itself has the host's folder with the engine's socket", () => {
  expect(reasons(seed("dood"))).toEqual([]);
  const { containers, hostPaths, images } = desired(seed("dood"));
  expect(containers).toHaveLength(1);
  expect(containers[0]).toMatchObject({
    name: "default_dood_docker",
    command: ["docker", "run", "nginx:latest"],
    mounts: [{ type: "hostPath", path: "/var/run", pathType: "", target: "/var/run", readOnly: false }],
    restartPolicy: "Always",
  });
  expect(containers[0]).not.toHaveProperty("args");
  expect(hostPaths).toMatchObject([{ path: "/var/run", type: "" }]);
  expect(images).toMatchObject([{ reference: "docker:19.03", policy: "IfNotPresent" }]);
});

it("the pod with an engine of its own is two containers in one network, one of them privileged", () => {
  expect(reasons(seed("dind"))).toEqual([]);
  const [sandbox, docker, daemon] = desired(seed("dind")).containers;
  expect(sandbox).toMatchObject({ name: "default_dind", role: "sandbox", hostname: "dind", ports: [] });
  expect(docker).toMatchObject({
    name: "default_dind_docker",
    pod: { sandbox: "default_dind" },
    env: [{ name: "DOCKER_HOST", value: "tcp://localhost:2375" }],
  });
  expect(daemon).toMatchObject({
    name: "default_dind_dind-daemon",
    pod: { sandbox: "default_dind" },
    resources: { cpuRequestMilli: 20, memoryRequestBytes: 512 * 1024 ** 2 },
    security: { privileged: true },
  });
  expect(daemon).not.toHaveProperty("command");
});

it("the pod of a course, indented by four and without a last newline, may have a local image", () => {
  const text = seed("posts");
  expect(text.endsWith("posts:0.0.1")).toBe(true);
  expect(reasons(text)).toEqual([]);
  const { containers, images } = desired(text);
  expect(containers).toMatchObject([{ name: "default_posts_posts", image: "stephangrinder/posts:0.0.1" }]);
  expect(images).toMatchObject([{ policy: "IfNotPresent" }]);
});

it("the Secret of an env file gives its values byte for byte, a blank at the end too", () => {
  const pod = `apiVersion: v1
kind: Pod
metadata: {name: app, namespace: eng-app}
spec: {containers: [{name: app, image: a, envFrom: [{secretRef: {name: eng-app-secret}}]}]}
`;
  const text = `${seed("eng-app-secret")}---\n${pod}`;
  expect(reasons(text)).toEqual([]);
  const { containers, secrets } = desired(text);
  const env = Object.fromEntries(
    (containers[0]?.env ?? []).map((one) => [one.name, "secret" in one ? secrets[one.secret] : "shown"]),
  );
  expect(env).toMatchObject({
    DATABASE_DEV_HOST: "hostooripaddressofmysql ",
    DATABASE_DEV_PASSWORD: "mysqlpasswd(equivalent value of MYSQL_ROOT_PASSWORD)",
    SENTENCE_FILE_PATH: "/write/down/path/like/this/to/sentence_data.txt",
  });
  expect(Object.keys(env)).toHaveLength(8);
  expect(JSON.stringify(containers)).not.toContain("mysqlpasswd");
});
