/**
 * How an engine is started in its root, where /run/hashike is the folder that the outside sees, too.
 * @param {{kind: string, name: string, store: string, registry: string}} options `name`: of its data and its cgroups
 * @returns {{command: readonly string[], files: Readonly<Record<string, string>>}} `files`: to be in /run/hashike
 */
export function engineCommand(options) {
  return byKind[options.kind](options);
}

const byKind = {
  docker: ({ name, store, registry }) => ({
    command: ["/usr/sbin/dockerd", "--config-file", "/run/hashike/daemon.json"],
    files: {
      "daemon.json": JSON.stringify({
        hosts: ["unix:///run/hashike/engine.sock"],
        "data-root": `/data/${name}`,
        "cgroup-parent": `/${name}`,
        "registry-mirrors": [`http://${registry}`],
        features: { "containerd-snapshotter": store === "containerd" },
      }),
    },
  }),
};
