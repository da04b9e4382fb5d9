/** Source of names, meaning and defaults: kubernetes/api core/v1/types.go, Probe. */
export interface ProbeSpec {
  readonly handler: ProbeHandler;
  /** After the container's start. Default 0. */
  readonly initialDelaySeconds: number;
  /** Default 10. */
  readonly periodSeconds: number;
  /** Default 1. */
  readonly timeoutSeconds: number;
  /** How often in a row it must succeed to count as a success. Default 1; always 1 of startup and liveness. */
  readonly successThreshold: number;
  /** How often in a row it must fail to count as a failure. Default 3. */
  readonly failureThreshold: number;
}

/** What is asked of a container. Ports are numbers: names are looked up when a manifest is read. */
export type ProbeHandler =
  /** A command in the container, without a shell; exit code 0 is a success. */
  | { readonly kind: "exec"; readonly command: readonly string[] }
  | HttpGetHandler
  | { readonly kind: "tcpSocket"; readonly port: number; readonly host?: string }
  /** grpc.health.v1.Health/Check; SERVING is a success. */
  | { readonly kind: "grpc"; readonly port: number; readonly service: string };

/** A status from 200 to 399 is a success; certificates are not checked, as in Kubernetes. */
export interface HttpGetHandler {
  readonly kind: "httpGet";
  readonly scheme: "http" | "https";
  readonly port: number;
  /** With a leading slash, and perhaps a query. */
  readonly path: string;
  /** Where to connect to instead of the container's own address. */
  readonly host?: string;
  /** Values may hold placeholders of secrets (see `revealSecrets`). */
  readonly headers: readonly { readonly name: string; readonly value: string }[];
}

export interface ProbesSpec {
  /** Holds the other two back until it has succeeded once. */
  readonly startup?: ProbeSpec;
  readonly readiness?: ProbeSpec;
  /** Its failure restarts the container; only `watch` asks it. */
  readonly liveness?: ProbeSpec;
}

/** Source: kubernetes/api core/v1/types.go, Lifecycle. */
export interface LifecycleSpec {
  /** Right after the start; its failure is a failure of the start. */
  readonly postStart?: HookSpec;
  /** Before a stop by Hashike, within the time that the container has to end. */
  readonly preStop?: HookSpec;
}

export type HookSpec =
  | { readonly kind: "exec"; readonly command: readonly string[] }
  | HttpGetHandler
  | { readonly kind: "sleep"; readonly seconds: number };
