import { describe, expect, it } from "vitest";
import { parseArgs } from "./parse-args.ts";
import { ParseError } from "./parse-error.ts";

function mistake(line: string): { message: string; hint: string } {
  try {
    parseArgs(line.split(" "));
  } catch (error) {
    if (error instanceof ParseError) return { message: error.message, hint: error.hint };
    throw error;
  }
  throw new Error("it was accepted");
}

const parse = (line: string) => parseArgs(line.split(" "));

describe("parseArgs", () => {
  it("takes global options before and after the command", () => {
    const before = parse("--host tcp://a:1 -n prod apply a.yml");
    const after = parse("apply a.yml --host tcp://a:1 -n prod");
    expect(before).toEqual(after);
    expect(after).toEqual({
      kind: "command",
      command: "apply",
      args: ["a.yml"],
      options: { host: "tcp://a:1", namespace: "prod" },
    });
  });

  it("collects what may be repeated", () => {
    expect(parse("plan a.yml - --network a --network b --import-module ./m.js")).toMatchObject({
      args: ["a.yml", "-"],
      options: { network: ["a", "b"], importModule: ["./m.js"] },
    });
  });

  it.each(["apply", "plan", "validate", "watch", "delete"])("takes files of %s by -f, too", (command) => {
    expect(parse(`${command} -f b.yml a.yml -R --filename=dir`)).toMatchObject({
      command,
      args: ["a.yml", "b.yml", "dir"],
      options: { recursive: true },
    });
  });

  it("takes what stands behind -- for operands, whatever it looks like", () => {
    expect(parse("exec -it web -c app -- ls -c -- x")).toEqual({
      kind: "command",
      command: "exec",
      args: ["web", "ls", "-c", "--", "x"],
      options: { stdin: true, tty: true, container: "app" },
    });
    expect(parse("logs -f -- -web")).toMatchObject({ args: ["-web"], options: { follow: true } });
    expect(parse("apply -f a.yml -- -b.yml")).toMatchObject({ args: ["-b.yml", "a.yml"] });
  });

  it("reads counts as numbers", () => {
    expect(parse("logs web --tail 20 -ft")).toMatchObject({
      options: { tail: 20, follow: true, timestamps: true },
    });
    expect(parse("apply a.yml --concurrency 1")).toMatchObject({ options: { concurrency: 1 } });
  });

  it("reads the commands of a group", () => {
    expect(parse("-q image push app:1 oci+s3://b/app:1 --s3-path-style")).toEqual({
      kind: "command",
      command: "image push",
      args: ["app:1", "oci+s3://b/app:1"],
      options: { quiet: true, s3PathStyle: true },
    });
    expect(parse("image gc oci+s3://b --dry-run --grace-period 7d")).toMatchObject({
      command: "image gc",
      options: { dryRun: true, gracePeriod: "7d" },
    });
    expect(parse("image --help")).toEqual({ kind: "help", command: "image" });
    expect(parse("help image")).toEqual({ kind: "help", command: "image" });
    expect(parse("image ls --help")).toEqual({ kind: "help", command: "image ls" });
    expect(parse("image help ls")).toEqual({ kind: "help", command: "image ls" });
  });

  it("asks for help and for the version from anywhere", () => {
    expect(parse("--help")).toEqual({ kind: "help", command: undefined });
    expect(parse("apply --help")).toEqual({ kind: "help", command: "apply" });
    expect(parse("help logs")).toEqual({ kind: "help", command: "logs" });
    expect(parse("help")).toEqual({ kind: "help", command: undefined });
    expect(parse("apply --version")).toEqual({ kind: "version" });
  });

  it.each([
    ["aply a.yml", "unknown command 'aply'", "did you mean apply?"],
    ["apply a.yml --dryrun", "unknown option '--dryrun'", "did you mean --dry-run?"],
    ["apply", "missing required argument 'FILE'", "see `hashike apply --help`"],
    [
      "systemd install -f a.yml",
      "unknown option '-f'",
      "files need no option: hashike systemd install my-manifest.yml",
    ],
    ["apply -k base", "unknown option '-k'", "pipe what it makes: kubectl kustomize DIR | hashike apply -"],
    [
      "delete --kustomize=b",
      "unknown option '--kustomize=b'",
      "pipe what it makes: kubectl kustomize DIR | hashike delete -",
    ],
    ["validate -R", "missing required argument 'FILE'", "see `hashike validate --help`"],
    ["exec web", "missing required argument 'COMMAND'", "see `hashike exec --help`"],
    ["exec -- ls", "missing required argument 'COMMAND'", "see `hashike exec --help`"],
    ["image", "image needs a command", "`hashike image --help` lists them"],
    ["image psh app:1", "unknown command 'psh'", "did you mean push?"],
    ["image push app:1", "missing required argument 'REFERENCE'", "see `hashike image push --help`"],
    ["image gc oci+s3://b --dryrun", "unknown option '--dryrun'", "did you mean --dry-run?"],
    [
      "describe pod web",
      "describe is a command of kubectl only",
      "instead: `hashike get NAME -o json`, or docker inspect CONTAINER",
    ],
    ["help edit", "edit is a command of kubectl only", "instead: edit the manifest, and apply it"],
    ["image create", "unknown command 'create'", "see `hashike image --help`"],
    ["help aply", "unknown command 'aply'", "`hashike --help` lists the commands"],
    ["apply a.yml --network", "option '--network <NAME>' argument missing", "see `hashike apply --help`"],
  ])("%s: %s", (line, message, hint) => {
    expect(mistake(line)).toEqual({ message, hint });
  });

  it.each([
    ["apply a.yml --concurrency 0", /at least 1/],
    ["logs web --tail x", /at least 0/],
    ["apply a.yml -o yaml", /Allowed choices are text, json/],
    ["get --log-level loud", /Allowed choices are error, warn, info, debug/],
    ["completion tcsh", /Allowed choices are bash, zsh, fish/],
    ["schema now", /too many arguments/],
  ])("%s is refused", (line, message) => {
    expect(mistake(line).message).toMatch(message);
  });

  it("refuses an empty line", () => {
    expect(() => parseArgs([])).toThrow("no command given");
  });
});
