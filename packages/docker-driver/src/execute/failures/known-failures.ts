import type { ErrorCode } from "@hashike/core";

/** What an engine's message means to the user. */
export interface KnownFailure {
  /** When it is another failure than that of the step it happened in. */
  readonly code?: ErrorCode;
  readonly hint: string;
}

const noSpace = /no space left on device/i;

const diskFull: KnownFailure = {
  code: "DRIVER_DISK_FULL",
  hint: "free space on the engine's disk, e.g. with `hashike image prune`; `docker system df` tells what takes it",
};

/** Whatever else an engine says of a disk that is full, that is what counts. */
export function explainNoSpace(reason: string): KnownFailure | undefined {
  return noSpace.test(reason) ? diskFull : undefined;
}

interface Pattern {
  readonly pattern: RegExp;
  readonly means: (match: RegExpExecArray) => KnownFailure;
}

/**
 * Messages of Docker Engine and Podman; the first that fits counts. `test/recorded/engine-words.json` tells which engine
 * says what. Host ports and names in use are not here: `port-conflict.ts` and `name-conflict.ts` find out who has them.
 */
const patterns: readonly Pattern[] = [
  {
    pattern: /exec:? "([^"\n]{0,4096})"?.{0,400}executable file not found/i,
    means: ([, file]) => ({
      hint: `check command: the image has no program "${file}" in its PATH`,
    }),
  },
  {
    pattern: /exec: "([^"]+)": (?:stat \S+: )?no such file or directory/i,
    means: ([, file]) => ({
      hint: `check command: the image has no file ${file}, or what its first line names (#!) is missing`,
    }),
  },
  {
    pattern: /exec: "([^"]+)": permission denied/i,
    means: ([, file]) => ({ hint: `check command: ${file} is not an executable file` }),
  },
  {
    pattern: /could not select device driver "([^"]*)"/i,
    means: ([, driver]) => ({
      hint:
        driver === "cdi"
          ? "an engine knows devices by CDI from version 25 on, with the feature cdi switched on in its daemon.json"
          : "install the NVIDIA Container Toolkit on the engine's host, and restart the engine",
    }),
  },
  {
    pattern: /looking up volume plugin (\S+?):/i,
    means: ([, driver]) => ({
      hint: `check volume.driver, or install it on the engine's host: \`docker plugin install ${driver}\``,
    }),
  },
  {
    pattern: /failed to mount local volume|error while mounting volume/i,
    means: () => ({
      hint: "check volume.options: the engine's host could not mount it; `docker volume inspect` shows what it was made with",
    }),
  },
  {
    pattern: /exec format error|was found but does not (?:match|provide) (?:the specified|any) platform/i,
    means: () => ({ hint: "use an image built for the processor of the engine's host" }),
  },
  {
    pattern: /no command specified/i,
    means: () => ({ hint: "write command or args: the image does not say what to run" }),
  },
  {
    pattern: /chdir to cwd \("([^"]+)"\)|workdir "([^"]+)" does not exist/i,
    means: ([, dir, podmanDir]) => ({
      hint: `check workingDir: ${dir ?? podmanDir} cannot be entered in the image`,
    }),
  },
  {
    pattern: /(?:bind source path does not exist|bind mount source path does not exist): (.+)/i,
    means: ([, path]) => ({
      code: "DRIVER_HOST_PATH",
      hint: `create ${path} on the engine's host`,
    }),
  },
  {
    pattern: /too many (?:links|levels of symbolic links)/i,
    means: () => ({
      code: "DRIVER_HOST_PATH",
      hint: "check the symbolic links of the path on the engine's host: they go in circles",
    }),
  },
  {
    pattern: /error while creating mount source path '([^']+)'/i,
    means: ([, path]) => ({
      code: "DRIVER_HOST_PATH",
      hint: `create ${path} on the engine's host: the engine could not`,
    }),
  },
  {
    pattern: /error mounting "([^"]+)" to rootfs at "([^"]+)".{0,400}not a directory/i,
    means: ([, source, target]) => ({
      code: "DRIVER_HOST_PATH",
      hint: `mount a directory on a directory and a file on a file: ${source} and ${target} differ`,
    }),
  },
  {
    pattern: /error mounting "([^"]+)"|path is mounted on .{0,400} but it is not a shared mount/i,
    means: () => ({ hint: "check volumeMounts: the engine could not mount one of them" }),
  },
  {
    pattern: /no such image|image not known/i,
    means: () => ({
      code: "DRIVER_IMAGE_UNAVAILABLE",
      hint: "apply again: the image was removed from the engine in the meantime",
    }),
  },
  {
    pattern: /network (\S+) not found|unable to find network with name or ID (\S+):/i,
    means: ([, name, podmanName]) => ({
      code: "DRIVER_NETWORK_FAILED",
      hint: `create it with \`docker network create ${name ?? podmanName}\`, or apply again`,
    }),
  },
  {
    pattern: /cannot program address .{0,400} conflicts with existing route/i,
    means: () => ({
      hint: "restart the container (`docker restart`): an earlier connect that failed has left its interface in it",
    }),
  },
  {
    pattern: /could not find an available.{0,400}(?:address pool|subnet)|all predefined address pools/i,
    means: () => ({
      hint: "remove networks that nobody uses (`docker network prune`), or give the engine more address pools",
    }),
  },
  {
    pattern: /pool overlaps with other one/i,
    means: () => ({
      hint: "choose other subnets: another network has one of these (`docker network ls`, `docker network inspect`)",
    }),
  },
  {
    pattern:
      /user specified IP address is supported (?:only )?when connecting to networks with user configured subnets/i,
    means: () => ({
      hint: "declare the network with subnets in spec.networks: its addresses cannot be fixed",
    }),
  },
  {
    pattern: /does not belong to any of this network's subnets|no configured subnet.{0,40}IP address/i,
    means: () => ({ hint: "write addresses that the network has (`docker network inspect`)" }),
  },
  {
    // By IPAM; a port that is taken is told without the capital.
    pattern: /\bAddress already in use/,
    means: () => ({
      hint: "choose another ipv4Address or ipv6Address: somebody on that network has one of them (`docker network inspect`)",
    }),
  },
  {
    pattern: /has active endpoints|associated containers/i,
    means: () => ({ hint: "remove or disconnect the containers on it first (`docker network inspect`)" }),
  },
  {
    pattern: noSpace,
    means: () => diskFull,
  },
  {
    pattern: /unable to set memory limit to \d+ \(current usage/i,
    means: () => ({
      hint: "choose a larger memory limit, or restart the container: it uses more than the new one now",
    }),
  },
  {
    pattern:
      /minimum memory limit|memory reservation|cpu-?period|cpu-?quota|cpu-?shares|cpu[. ]cfs|NanoCPU|range of CPUs/i,
    means: () => ({ hint: "check resources: the engine's host does not allow these limits" }),
  },
  {
    pattern: /cgroup/i,
    means: () => ({ hint: "check resources, and the cgroup support of the engine's host (`docker info`)" }),
  },
  {
    // Since Docker 28, as the API that is spoken with it no longer takes one (1.48).
    pattern: /interface specific sysctl setting "([^"]+)"/i,
    means: ([, name]) => ({
      hint: `check securityContext.sysctls: this engine takes no setting of a single interface, as ${name} is`,
    }),
  },
  {
    pattern: /sysctl/i,
    means: () => ({ hint: "check securityContext.sysctls: only namespaced ones can be set for a container" }),
  },
  {
    pattern: /unable to find (?:user|group) (\S+):/i,
    means: ([, name]) => ({ hint: `check securityContext: the image knows no user or group ${name}` }),
  },
  {
    pattern: /capability not supported by your kernel.{0,400}"([A-Z_]+)"/i,
    means: ([, name]) => ({
      hint: `check securityContext.capabilities: the kernel of the engine's host does not have ${name}`,
    }),
  },
  {
    pattern: /(?:invalid|unknown) cap(?:ability)?[^"]*"?([A-Z_]+)?/i,
    means: () => ({ hint: "check securityContext.capabilities: one of them is not known" }),
  },
  {
    pattern: /protocol not supported/i,
    means: () => ({ hint: "check ports: the engine's host does not support one of the protocols" }),
  },
  {
    // Docker 28 and 29 do not say which: somebody else has bound it, but not yet listened on it.
    pattern: /failed to listen on tcp socket: address already in use/i,
    means: () => ({
      hint: "choose another hostPort: a program on the engine's host has one of them (`ss -ltnp`)",
    }),
  },
  {
    pattern: /duplicate mount point: (\S+)/i,
    means: ([, path]) => ({ hint: `check volumeMounts: ${path} is used twice` }),
  },
];

/** @param reason the engine's message */
export function explain(reason: string): KnownFailure | undefined {
  for (const { pattern, means } of patterns) {
    const match = pattern.exec(reason);
    if (match !== null) return means(match);
  }
  return undefined;
}
