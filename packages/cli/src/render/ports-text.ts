import type { PublishedPort } from "@hashike/core";

/** `8000->80/tcp, 127.0.0.1:6379->6379/tcp`. A port on every address, of IPv4 and of IPv6, is shown once. */
export function portsText(ports: readonly PublishedPort[]): string {
  const sorted = [...ports].sort((a, b) => a.hostPort - b.hostPort || compare(a.hostIp, b.hostIp));
  return [...new Set(sorted.map(portText))].join(", ");
}

function portText({ hostIp, hostPort, containerPort, protocol }: PublishedPort): string {
  const everywhere = hostIp === "" || hostIp === "0.0.0.0" || hostIp === "::";
  const address = everywhere ? "" : hostIp.includes(":") ? `[${hostIp}]:` : `${hostIp}:`;
  return `${address}${hostPort}->${containerPort}/${protocol}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
