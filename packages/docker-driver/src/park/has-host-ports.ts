import type { EngineClient } from "../engine/engine-client.ts";
import type { PortBinding } from "../to-docker/create-body.ts";

/** `GET /containers/{id}/json`, as far as it tells of host ports. */
export interface PortHolder {
  readonly State: { readonly Running: boolean };
  readonly HostConfig: { readonly PortBindings?: Bindings | null };
  readonly NetworkSettings: { readonly Ports?: Bindings | null };
}

type Bindings = Readonly<Record<string, readonly PortBinding[] | null>>;

export function inspectPorts(client: EngineClient, containerId: string): Promise<PortHolder> {
  return client.get<PortHolder>(`/containers/${containerId}/json`);
}

/** Whether it has all the host ports that it was created for. An engine that cannot claim one does not say so. */
export function hasHostPorts({ HostConfig, NetworkSettings }: PortHolder): boolean {
  return Object.entries(HostConfig.PortBindings ?? {}).every(([port, wanted]) => {
    // On a routed network Docker 28 lists bindings without a host port.
    const held = (NetworkSettings.Ports?.[port] ?? []).map(({ HostPort }) => HostPort);
    return (wanted ?? []).every(({ HostPort }) => held.includes(HostPort));
  });
}
