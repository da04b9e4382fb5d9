/**
 * How an engine is started in its root, where /run/hashike is the folder that the outside sees, too.
 * @param {{kind: string, name: string, data: string, store: string, registry: string}} options `name`: of its cgroups; `data`:
 *   folder of its data
 * @returns {{command: readonly string[], files: Readonly<Record<string, string>>}} `files`: to be in /run/hashike
 */
export function engineCommand(options) {
  return byKind[options.kind](options);
}

const byKind = {
  docker: ({ name, data, store, registry }) => ({
    command: ["/usr/sbin/dockerd", "--config-file", "/run/hashike/daemon.json"],
    files: {
      "daemon.json": JSON.stringify({
        hosts: ["unix:///run/hashike/engine.sock"],
        "data-root": data,
        "cgroup-parent": `/${name}`,
        "registry-mirrors": [`http://${registry}`],
        features: { "containerd-snapshotter": store === "containerd" },
      }),
    },
  }),
  podman: ({ data, registry }) => {
    const folders = ["--root", `${data}/images`, "--runroot", "/run/containers", "--tmpdir", "/run/libpod"];
    const service = ["system", "service", "--time=0", "unix:///run/hashike/engine.sock"];
    const env = [
      "CONTAINERS_CONF=/run/hashike/containers.conf",
      "CONTAINERS_REGISTRIES_CONF=/run/hashike/registries.conf",
    ];
    return {
      command: ["/usr/bin/busybox", "env", ...env, "/usr/bin/podman", ...folders, ...service],
      files: {
        "containers.conf": lines(
          "[containers]",
          'log_driver = "k8s-file"',
          "[engine]",
          'cgroup_manager = "cgroupfs"',
          'events_logger = "file"',
          'runtime = "runc"',
          "[network]",
          'network_backend = "netavark"',
          `network_config_dir = "${data}/networks"`,
        ),
        "registries.conf": lines(
          'unqualified-search-registries = ["docker.io"]',
          "[[registry]]",
          `location = "${registry}"`,
          "insecure = true",
          "[[registry]]",
          'prefix = "docker.io"',
          'location = "docker.io"',
          "[[registry.mirror]]",
          `location = "${registry}"`,
          "insecure = true",
        ),
      },
    };
  },
};

const lines = (...all) => `${all.join("\n")}\n`;
