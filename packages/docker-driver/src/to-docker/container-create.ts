import { type AnonymousVolume, type ContainerSpec, type FileVersion, revealSecrets } from "@hashike/core";
import { containerLabels } from "../labels.ts";
import { parkPriority } from "../park/join-park.ts";
import type {
  ContainerConfig,
  CreateBody,
  EndpointSettings,
  HostConfig,
  NetworkingConfig,
} from "./create-body.ts";
import { createBodyHash } from "./create-body-hash.ts";
import { devicesHostConfig } from "./devices.ts";
import { endpointSettings } from "./endpoint-settings.ts";
import { envLines } from "./env.ts";
import { healthcheck } from "./healthcheck.ts";
import { givenVolume, type MountOptions, mountsHostConfig } from "./mounts.ts";
import { namespacesHostConfig } from "./namespaces.ts";
import { portsPart } from "./ports.ts";
import { resourcesPart } from "./resources.ts";
import { restartPolicy } from "./restart-policy.ts";
import { securityHostConfig } from "./security.ts";
import { containerUser } from "./user.ts";

/** What a create body needs to know besides the spec. */
export interface CreateContext {
  /** The engine's ID: a name could mean another image by the time it is used. */
  readonly imageId: string;
  /** The image's `User`; `""` when it names none, or when nobody needs to know. */
  readonly imageUser: string;
  /** Values of sensitive variables by fingerprint. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly mounts: MountOptions;
  /** The last-applied record, kept in a label as it is. */
  readonly record: string;
  /** Ids of the finished init containers it comes after, kept in a label. */
  readonly ranAfter: readonly string[];
  /** Of the sandbox of its pod, the engine's ID. */
  readonly sandboxId?: string | undefined;
  /** The park that it starts on besides its networks: see park/start-parked.ts. */
  readonly park?: string | undefined;
  /** The engine is not to start it by itself for now, whatever the spec says. */
  readonly noRestart?: true | undefined;
  /** Those of the container that it replaces. */
  readonly anonymousVolumes?: readonly AnonymousVolume[] | undefined;
  /** Where its manifest came from, kept in a label. */
  readonly source?: string | undefined;
  /** The files that it mounts read-only, as they are now, kept in a label; absent when they cannot be seen. */
  readonly mountedFiles?: Readonly<Record<string, FileVersion>> | undefined;
}

export interface CreateRequest {
  readonly body: CreateBody;
  /** Networks to connect to before the start: older engines take only one at create. */
  readonly furtherNetworks: readonly string[];
  readonly notices: readonly string[];
}

/**
 * The spec in the engine's words. The engine's name for the container is not in it.
 * @throws HashikeError `PLAN_SECRET_MISSING`, or `DRIVER_CONTAINER_CREATE_FAILED` when `runAsNonRoot` is broken
 */
export function createRequest(spec: ContainerSpec, context: CreateContext): CreateRequest {
  const parts = Object.values(fieldMappings).map((map) => map(spec, context));
  const unlabelled = {
    Image: context.imageId,
    ...Object.assign({}, ...parts.map((p) => p.config)),
    HostConfig: Object.assign({}, ...parts.map((p) => p.hostConfig)) as HostConfig,
    ...Object.assign({}, ...parts.map((p) => p.networking)),
  };
  const Labels = containerLabels(spec, { ...context, hash: createBodyHash(unlabelled) });
  const { park, anonymousVolumes = [] } = context;
  const HostConfig: HostConfig = {
    ...unlabelled.HostConfig,
    ...(anonymousVolumes.length === 0
      ? {}
      : { Mounts: [...(unlabelled.HostConfig.Mounts ?? []), ...anonymousVolumes.map(givenVolume)] }),
    ...(context.noRestart === true ? { RestartPolicy: { Name: "no" } } : {}),
    ...(park === undefined ? {} : { Sysctls: { ...parkedSysctls, ...unlabelled.HostConfig.Sysctls } }),
  };
  // Its network mode stays that of the spec: it is to look as if it had been there from the start.
  const parked = park === undefined ? {} : endpoints([park], { GwPriority: parkPriority });
  return {
    body: { ...unlabelled, HostConfig, ...parked, Labels },
    furtherNetworks: park === undefined ? spec.networks.slice(1) : spec.networks,
    notices: parts.flatMap((p) => p.notices ?? []),
  };
}

interface BodyPart {
  readonly config?: ContainerConfig;
  readonly hostConfig?: HostConfig;
  readonly networking?: { readonly NetworkingConfig?: NetworkingConfig };
  readonly notices?: readonly string[];
}

type FieldMapping = (spec: ContainerSpec, context: CreateContext) => BodyPart;

const inLabels: FieldMapping = () => ({});
const notSent: FieldMapping = () => ({});

/** Older engines take only one at create. */
function endpoints(
  [first]: readonly string[],
  settings: EndpointSettings = {},
): { readonly NetworkingConfig?: NetworkingConfig } {
  return first === undefined ? {} : { NetworkingConfig: { EndpointsConfig: { [first]: settings } } };
}

/**
 * A connection that a program begins while it is on a park has the address that it has there, and no way out. With this
 * the kernel gives it the next address instead when it tries again, a second later.
 */
const parkedSysctls = { "net.ipv4.ip_dynaddr": "1" } as const;

/** One entry for each field, so that a field added to the spec does not compile until it is mapped. */
const fieldMappings: Readonly<Record<keyof ContainerSpec, FieldMapping>> = {
  // First, so that no option stands in the place of what another field asks for.
  engineOptions: ({ engineOptions = {} }) => ({ hostConfig: engineOptions }),
  name: inLabels,
  owner: inLabels,
  role: inLabels,
  labels: inLabels,
  engineLabels: inLabels,
  annotations: inLabels,
  origin: notSent,
  startAfter: notSent,
  // Sent as the ID in the context.
  image: notSent,
  // Beside the body.
  platform: notSent,
  command: ({ command }, { secrets }) => ({
    config: command?.length ? { Entrypoint: command.map((text) => revealSecrets(text, secrets)) } : {},
  }),
  args: ({ args }, { secrets }) => ({
    config: args?.length ? { Cmd: args.map((text) => revealSecrets(text, secrets)) } : {},
  }),
  workingDir: ({ workingDir }) => ({ config: workingDir ? { WorkingDir: workingDir } : {} }),
  env: ({ env }, { secrets }) => ({ config: env.length === 0 ? {} : { Env: envLines(env, secrets) } }),
  // On the host's network an engine drops them, and says nothing.
  ports: ({ ports, hostNetwork }) => portsPart(hostNetwork === true ? [] : ports),
  devices: (spec) => ({ hostConfig: devicesHostConfig(spec) }),
  // With the devices.
  gpus: notSent,
  mounts: ({ mounts }, context) => ({ hostConfig: mountsHostConfig(mounts, context.mounts) }),
  // Written when it is there: see execute/containers/put-secret-files.ts.
  secretFiles: notSent,
  resources: ({ resources }) => resourcesPart(resources),
  security: ({ security, user: named }, { imageUser }) => {
    const user = containerUser(security, named ?? imageUser) ?? named;
    return { config: user === undefined ? {} : { User: user }, hostConfig: securityHostConfig(security) };
  },
  // With the security that it may not break.
  user: notSent,
  init: ({ init }) => ({ hostConfig: init === undefined ? {} : { Init: init } }),
  ulimits: ({ ulimits = [] }) => ({
    hostConfig:
      ulimits.length === 0
        ? {}
        : { Ulimits: ulimits.map(({ name, soft, hard }) => ({ Name: name, Soft: soft, Hard: hard })) },
  }),
  oomScoreAdj: ({ oomScoreAdj }) => ({
    hostConfig: oomScoreAdj === undefined ? {} : { OomScoreAdj: oomScoreAdj },
  }),
  stdin: ({ stdin }) => ({ config: { OpenStdin: stdin } }),
  stdinOnce: ({ stdinOnce }) => ({ config: { StdinOnce: stdinOnce } }),
  tty: ({ tty }) => ({ config: { Tty: tty } }),
  restartPolicy: (spec) => ({ hostConfig: { RestartPolicy: restartPolicy(spec) } }),
  stopSignal: ({ stopSignal }) => ({ config: stopSignal === undefined ? {} : { StopSignal: stopSignal } }),
  stopTimeoutSeconds: ({ stopTimeoutSeconds }) => ({ config: { StopTimeout: stopTimeoutSeconds } }),
  hostname: ({ hostname }) => ({ config: hostname === undefined ? {} : { Hostname: hostname } }),
  hostAliases: ({ hostAliases }) => {
    const hosts = hostAliases.flatMap(({ ip, hostnames }) => hostnames.map((name) => `${name}:${ip}`));
    return { hostConfig: hosts.length === 0 ? {} : { ExtraHosts: hosts } };
  },
  healthCheck: ({ healthCheck }) => ({
    config: healthCheck === undefined ? {} : { Healthcheck: healthcheck(healthCheck) },
  }),
  logging: ({ logging }, { secrets }) => {
    if (logging === undefined) return {};
    const options = Object.entries(logging.options).map(([name, text]) => [
      name,
      revealSecrets(text, secrets),
    ]);
    return {
      hostConfig: { LogConfig: { Type: logging.driver ?? "", Config: Object.fromEntries(options) } },
    };
  },
  dns: ({ dns }) => ({
    hostConfig: {
      ...(dns.nameservers.length === 0 ? {} : { Dns: dns.nameservers }),
      ...(dns.searches.length === 0 ? {} : { DnsSearch: dns.searches }),
      ...(dns.options.length === 0 ? {} : { DnsOptions: dns.options }),
    },
  }),
  networks: ({ networks, attachments, hostNetwork }) => ({
    hostConfig: { NetworkMode: hostNetwork === true ? "host" : (networks[0] ?? "none") },
    networking: endpoints(networks, endpointSettings(attachments?.[networks[0] ?? ""])),
  }),
  // With the networks, and when it joins further ones.
  attachments: notSent,
  // With the networks.
  hostNetwork: notSent,
  // After the networks: those are its sandbox's.
  pod: ({ role, pod }, { sandboxId }) => ({ hostConfig: namespacesHostConfig(role, pod, sandboxId) }),
  // After its sandbox's.
  hostPID: ({ hostPID }) => ({ hostConfig: hostPID === true ? { PidMode: "host" } : {} }),
  hostIPC: ({ hostIPC }) => ({ hostConfig: hostIPC === true ? { IpcMode: "host" } : {} }),
  // How Hashike looks after it is in the actions; what it does before a stop must be found later, too.
  probes: notSent,
  lifecycle: inLabels,
  update: notSent,
};
