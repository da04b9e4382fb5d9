import {
  type FieldOptions,
  mapping,
  optional,
  type Static,
  text,
  unsupported,
  wholeNumber,
} from "../../../manifest/schema.ts";
import { execSchema, httpGetSchema } from "./handler.ts";

const properties = {
  exec: optional(execSchema),
  httpGet: optional(httpGetSchema),
  sleep: optional(
    mapping("Sleep", "Waits.", {
      seconds: wholeNumber("How long; at most terminationGracePeriodSeconds.", 0, 2 ** 31 - 1),
    }),
  ),
};

function hookSchema(description: string) {
  return mapping("Hook", `${description} Exactly one of exec, httpGet and sleep.`, properties, {
    unsupportedKeys: unsupported(
      "tcpSocket",
      "use exec, httpGet or sleep: Kubernetes runs no tcpSocket here either",
    ),
  });
}

/** Source: kubernetes/api core/v1/types.go, Signal. */
const stopSignalRule: FieldOptions = {
  pattern:
    "^SIG(ABRT|ALRM|BUS|CHLD|CLD|CONT|FPE|HUP|ILL|INT|IO|IOT|KILL|PIPE|POLL|PROF|PWR|QUIT|SEGV|STKFLT|STOP|SYS|TERM|TRAP|TSTP|TTIN|TTOU|URG|USR1|USR2|VTALRM|WINCH|XCPU|XFSZ|RTMIN(\\+([1-9]|1[0-5]))?|RTMAX(-([1-9]|1[0-4]))?)$",
  patternErrorMessage: "must be the name of a signal, in upper case",
  hint: "write a name such as SIGINT",
};

/** Source: kubernetes/api core/v1/types.go, Lifecycle. */
export const lifecycleSchema = mapping("Lifecycle", "What is done at the container's start and end.", {
  postStart: optional(hookSchema("Right after the start by Hashike; the start has failed when this fails.")),
  preStop: optional(
    hookSchema(
      "Before a stop by Hashike (not by others, as `docker stop`), within terminationGracePeriodSeconds.",
    ),
  ),
  stopSignal: optional(
    text("Signal that asks the container to end: SIGINT. Left out: the image's, or SIGTERM.", stopSignalRule),
  ),
});

export type HookManifest = Static<ReturnType<typeof hookSchema>>;
