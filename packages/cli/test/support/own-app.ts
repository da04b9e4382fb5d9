import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type OwnThings, ownThings } from "../../../docker-driver/test/support/own-things.ts";
import { hashike, output, type Ran, type Running, type RunOptions, startHashike } from "./hashike.ts";

/** A manifest on the engine, with containers, a network and names of a test file's own. */
export interface OwnApp extends AsyncDisposable {
  readonly own: OwnThings;
  /** @param spec lines of YAML below `spec`, with `~` for the prefix of names */
  write(spec: readonly string[], name?: string): Promise<string>;
  /** A command line on the network of its own. */
  words(command: string, spec: readonly string[], ...options: readonly string[]): Promise<readonly string[]>;
  apply(spec: readonly string[], ...options: readonly string[]): Promise<Ran>;
  startApply(spec: readonly string[], ...options: readonly string[]): Promise<Running>;
  plan(spec: readonly string[], ...options: readonly string[]): Promise<Ran>;
  /** A field of a container, as `docker inspect -f` writes it. */
  inspect(container: string, format: string): Promise<string>;
  /** Runs a line of sh in a container. */
  sh(container: string, line: string): Promise<string>;
  /** The names of all its containers, also of those that do not run, without the prefix. */
  containers(): Promise<readonly string[]>;
  /** Removes its containers and what is noted about them; the network stays. */
  clear(): Promise<void>;
}

/**
 * @param file a short word for the test file, as for {@link ownThings}
 * @param run how Hashike is run
 */
export async function ownApp(file: string, run: RunOptions = {}): Promise<OwnApp> {
  const own = await ownThings(file);
  const folder = await mkdtemp(join(tmpdir(), "hashike-app-"));
  const network = () => output("docker", "network", "create", own.name("net"));
  await network();

  async function write(spec: readonly string[], name = "app"): Promise<string> {
    const path = join(folder, `${name}.yml`);
    const head = ["apiVersion: v1", "kind: Hashike", `metadata: {namespace: tests, name: ~${name}}`, "spec:"];
    const grace = "terminationGracePeriodSeconds";
    const short = spec.some((line) => line.startsWith(grace)) ? [] : [`${grace}: 3`];
    const lines = [...head, ...[...short, ...spec].map((line) => `  ${line}`), ""];
    await writeFile(path, lines.join("\n").replaceAll("~", own.prefix));
    return path;
  }
  const words = async (command: string, spec: readonly string[], ...options: readonly string[]) => [
    command,
    "--network",
    own.name("net"),
    ...options,
    await write(spec),
  ];

  return {
    own,
    write,
    words,
    apply: async (spec, ...options) => hashike(await words("apply", spec, ...options), run),
    startApply: async (spec, ...options) => startHashike(await words("apply", spec, ...options), run),
    plan: async (spec, ...options) => hashike(await words("plan", spec, ...options), run),
    inspect: (container, format) => output("docker", "inspect", "-f", format, own.name(container)),
    sh: (container, line) => output("docker", "exec", own.name(container), "sh", "-c", line),
    async containers() {
      const named = await output(
        "docker",
        "ps",
        "-a",
        "--format",
        "{{.Names}}",
        "--filter",
        `name=${own.prefix}`,
      );
      const names = named.split("\n").filter((name) => name !== "");
      return names.map((name) => name.slice(own.prefix.length)).sort();
    },
    async clear() {
      await own.removeAll();
      await network();
    },
    async [Symbol.asyncDispose]() {
      await own.removeAll();
      await rm(folder, { recursive: true });
    },
  };
}

/** Ends at once when it is asked to, unlike a program that is the first of its container. */
const endsAtOnce = "trap 'exit 0' TERM;";

/** A command that answers requests on port 80 with a text. @param first lines of sh before it answers */
export function answering(text: string, first = ""): string {
  const script = `${endsAtOnce} mkdir /www; echo ${text} > /www/index.html; ${first} httpd -f -p 80 -h /www & wait`;
  return `[sh, -c, "${script}"]`;
}

/** A command that does nothing until it is asked to end. */
export const idling = `[sh, -c, "${endsAtOnce} while :; do sleep 1 & wait $!; done"]`;

/** A container of busybox. @param more further fields, as YAML */
export function box(name: string, command: string, more = ""): string {
  const fields = more === "" ? "" : `, ${more}`;
  return `- {name: ~${name}, image: "hashike-test/busybox:1", imagePullPolicy: Never, command: ${command}${fields}}`;
}

/** A container for each way to replace one: `web` side by side, `door` by a switch of its host port, `store` stop-first. */
export function threeWays(version: string, hostPort: number): readonly string[] {
  const env = `env: [{name: VERSION, value: "${version}"}]`;
  return [
    "minReadySeconds: 0",
    "containers:",
    box("web", idling, env),
    box(
      "door",
      answering(version),
      `${env}, ports: [{containerPort: 80, hostPort: ${hostPort}}], ${httpProbe}`,
    ),
    box("store", idling, `${env}, ${onData}`),
    "volumes: [{name: ~data, emptyDir: {}}]",
  ];
}

/** Mounts the volume that {@link threeWays} has. */
export const onData = "volumeMounts: [{name: ~data, mountPath: /data}]";

/** Asks the container itself: whoever it is reached by. */
export const httpProbe = "readinessProbe: {httpGet: {port: 80}}";
