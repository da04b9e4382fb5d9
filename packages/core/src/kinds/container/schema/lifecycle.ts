import { mapping, optional, type Static, unsupported, wholeNumber } from "../../../manifest/schema.ts";
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

/** Source: kubernetes/api core/v1/types.go, Lifecycle. */
export const lifecycleSchema = mapping(
  "Lifecycle",
  "What is done at the container's start and end.",
  {
    postStart: optional(
      hookSchema("Right after the start by Hashike; the start has failed when this fails."),
    ),
    preStop: optional(
      hookSchema(
        "Before a stop by Hashike (not by others, as `docker stop`), within terminationGracePeriodSeconds.",
      ),
    ),
  },
  { unsupportedKeys: unsupported("stopSignal") },
);

export type HookManifest = Static<ReturnType<typeof hookSchema>>;
