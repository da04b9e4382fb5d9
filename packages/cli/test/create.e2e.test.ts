import { expect, it } from "vitest";
import { createWorkspace, type Workspace } from "./support/workspace.ts";

const asYaml = ["--dry-run=client", "-o", "yaml"];
const create = ({ run }: Workspace, line: string, more: readonly string[] = asYaml) =>
  run(["create", ...line.split(" "), ...more], { env: { HERE: "from here" } });

it("a Secret of an env file is to the byte that of kubectl, trailing blanks and quotes included", async () => {
  await using workspace = await createWorkspace();
  const lines = ["\uFEFF  # said", "A=1", "", "\t HOST=mysql ", "HERE", "NONE", 'P=(a)="b"\r', ""];
  await workspace.write("app.env", lines.join("\n"));
  const base64 = (text: string) => Buffer.from(text).toString("base64");
  expect(await create(workspace, "secret generic app -n shop --from-env-file=app.env")).toEqual({
    code: 0,
    stderr: "",
    stdout: `apiVersion: v1
data:
  A: MQ==
  HERE: ${base64("from here")}
  HOST: ${base64("mysql ")}
  NONE: ""
  P: ${base64('(a)="b"')}
kind: Secret
metadata:
  name: app
  namespace: shop
`,
  });
});

it("a ConfigMap of files, of a folder's files and of values", async () => {
  await using workspace = await createWorkspace();
  await workspace.write("conf.d/a.conf", "one\n  two\n");
  await workspace.write("conf.d/b.conf", "yes");
  await workspace.write("conf.d/more/c.conf", "not this");
  const line = "cm nginx --from-file=conf.d --from-file=my.conf=conf.d/a.conf --from-literal=x=a=b";
  expect((await create(workspace, line)).stdout).toBe(`apiVersion: v1
data:
  a.conf: |
    one
      two
  b.conf: "yes"
  my.conf: |
    one
      two
  x: a=b
kind: ConfigMap
metadata:
  name: nginx
`);
});

it("a login, as data of JSON with kubectl's four blanks", async () => {
  await using workspace = await createWorkspace();
  const line = "secret docker-registry r --docker-username=u --docker-password=p --docker-server=s.example";
  const { stdout } = await create(workspace, line, ["--dry-run=client", "-o", "json"]);
  expect(stdout).toMatch(
    /^\{\n {4}"kind": "Secret",\n {4}"apiVersion": "v1",\n {4}"metadata": \{\n {8}"name": "r"/,
  );
  const { type, data } = JSON.parse(stdout) as { type: string; data: Record<string, string> };
  expect([type, Buffer.from(data[".dockerconfigjson"] ?? "", "base64").toString()]).toEqual([
    "kubernetes.io/dockerconfigjson",
    '{"auths":{"s.example":{"username":"u","password":"p","auth":"dTpw"}}}',
  ]);
});

it("what it prints can be applied, with the pod that uses it", async () => {
  await using workspace = await createWorkspace();
  const { stdout } = await create(workspace, "secret generic app --from-literal=PASSWORD=s3cret");
  const env = "[{name: P, valueFrom: {secretKeyRef: {name: app, key: PASSWORD}}}]";
  const pod = `apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: a, image: b, env: ${env}}]}\n`;
  expect(await workspace.run(["validate", "-"], { input: `${stdout}---\n${pod}` })).toMatchObject({
    code: 0,
  });
});

it.each([
  ["secret app", 64, "create secret app: not a type of Secret"],
  ["secret generic a b", 64, "exactly one NAME is required"],
  ["secret generic a --from-literal=s3cret", 64, "what is given is not KEY=VALUE"],
  ["secret generic a --from-literal=a=1 --from-literal=a=2", 64, "another key by that name already exists"],
  ["cm a --from-literal=a/b=1", 64, '"a/b" is not a valid key name for a ConfigMap'],
  ["cm a --from-env-file=x --from-literal=a=1", 64, "cannot be combined"],
  ["cm a --from-file=none", 1, "none: no such file or folder"],
  ["cm a --from-file=a=b=c", 64, "a=b=c is not [KEY=]PATH"],
  ["secret tls a --cert=x", 64, "--cert and --key are required"],
  ["secret docker-registry a", 64, "--docker-username and --docker-password are required"],
  ["deployment a", 64, "Allowed choices are secret, configmap, cm"],
] as const)("create %s is refused", async (line, code, message) => {
  await using workspace = await createWorkspace();
  const ran = await create(workspace, line);
  expect(ran).toMatchObject({ code, stdout: "", stderr: expect.stringContaining(message) });
  expect(ran.stderr).not.toContain("s3cret");
});

it("a line of an env file that is none is told by its number, and not shown", async () => {
  await using workspace = await createWorkspace();
  await workspace.write("app.env", "A=1\ns3 cret=x\n");
  const { code, stderr } = await create(workspace, "secret generic a --from-env-file=app.env");
  expect([code, stderr]).toEqual([64, expect.stringContaining("app.env:2: ")]);
  expect(stderr).not.toContain("cret");
});
