import { mapping, optional, type Static, text, unsupported, wholeNumber } from "../../../manifest/schema.ts";
import { execSchema, hostSchema, httpGetSchema, portRefSchema } from "./handler.ts";

const most = 2 ** 31 - 1;

const properties = {
  exec: optional(execSchema),
  httpGet: optional(httpGetSchema),
  tcpSocket: optional(
    mapping("TcpSocket", "Connects to a port; that it can is the success.", {
      port: portRefSchema,
      host: optional(hostSchema),
    }),
  ),
  grpc: optional(
    mapping("Grpc", "Asks the standard health service of gRPC; SERVING is the success.", {
      port: wholeNumber("Port that the container listens on.", 1, 65535),
      service: optional(
        text("Name of the service to ask about. Left out: the whole server.", { default: "" }),
      ),
    }),
  ),
  initialDelaySeconds: optional(
    wholeNumber("Seconds after the container's start before it is asked.", 0, most, { default: 0 }),
  ),
  periodSeconds: optional(wholeNumber("Seconds from one question to the next.", 1, most, { default: 10 })),
  timeoutSeconds: optional(wholeNumber("Seconds that an answer may take.", 1, most, { default: 1 })),
  successThreshold: optional(
    wholeNumber("Successes in a row that make a success; 1 for startup and liveness.", 1, most, {
      default: 1,
    }),
  ),
  failureThreshold: optional(wholeNumber("Failures in a row that make a failure.", 1, most, { default: 3 })),
};

/** Source: kubernetes/api core/v1/types.go, Probe. */
export function probeSchema(description: string) {
  return mapping("Probe", `${description} Exactly one of exec, httpGet, tcpSocket and grpc.`, properties, {
    unsupportedKeys: unsupported("terminationGracePeriodSeconds", "write it under spec, for all containers"),
  });
}

export type ProbeManifest = Static<ReturnType<typeof probeSchema>>;
