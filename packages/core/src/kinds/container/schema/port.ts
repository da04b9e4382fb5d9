import { choice, mapping, optional, text, wholeNumber } from "../../../manifest/schema.ts";

/** Source: kubernetes/api core/v1/types.go, ContainerPort. */
export const portSchema = mapping(
  "Port",
  "A port that is published on the host.",
  {
    containerPort: wholeNumber("Port that the container listens on.", 1, 65535),
    hostPort: optional(
      wholeNumber("Port of the host. Left out or 0: the same as containerPort, as in hashike-py.", 0, 65535, {
        default: 0,
      }),
    ),
    hostIP: optional(text("Address of the host to publish on. Left out: every address.", { default: "" })),
    hostIp: optional(text("The spelling of hashike-py for hostIP.", { default: "" })),
    protocol: optional(
      choice("Protocol, in upper or lower case.", ["TCP", "UDP", "SCTP"], {
        default: "TCP",
        ignoreCase: true,
      }),
    ),
    name: optional(
      text("Name of the port, unique within the container.", {
        pattern: "^[a-zA-Z0-9][a-zA-Z0-9_.\\-]*$",
        maxLength: 63,
        patternErrorMessage: "must have letters, digits, ., _ and -, and start with a letter or digit",
      }),
    ),
  },
  { hint: "write it as {containerPort: 80, hostPort: 8080}" },
);

type PortAddress = { readonly hostIP?: string | undefined; readonly hostIp?: string | undefined };

/** The host address of a port in whichever spelling it was given; `""` is every address. */
export function hostIpOf(port: PortAddress): string {
  return port.hostIP ?? port.hostIp ?? "";
}
