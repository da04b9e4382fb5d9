import type { HttpGetHandler } from "../../../desired/desired-state.ts";
import { type Secrets, secretPlaceholder } from "../../../desired/secret-values.ts";
import { isSensitiveHeader } from "../../../desired/sensitive.ts";
import type { ContainerManifest } from "../schema/container.ts";
import type { HttpGetManifest } from "../schema/handler.ts";

type Ports = ContainerManifest["ports"];

/** Sensitive headers become placeholders; paths get their leading slash. */
export function buildHttpGet(
  { port, path = "/", host, scheme = "HTTP", httpHeaders = [] }: HttpGetManifest,
  ports: Ports,
  secrets: Secrets,
): HttpGetHandler {
  return {
    kind: "httpGet",
    scheme: scheme === "HTTPS" ? "https" : "http",
    port: portNumber(port, ports),
    path: path.startsWith("/") ? path : `/${path}`,
    ...(host === undefined ? {} : { host }),
    headers: httpHeaders.map(({ name, value }) => ({
      name,
      value: isSensitiveHeader(name, value) ? secretPlaceholder(secrets.add(`header ${name}`, value)) : value,
    })),
  };
}

/** @param port a number, or a name that was checked to be among the container's ports */
export function portNumber(port: string, ports: Ports = []): number {
  const named = ports.find(({ name }) => name === port);
  return named?.containerPort ?? Number(port);
}
