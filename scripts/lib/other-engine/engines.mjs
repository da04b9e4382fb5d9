/**
 * The engines that the tests run on, oldest first. Debian's releases have them, and its sid moves: what is unpacked says
 * its version itself.
 * @typedef {{name: string, kind: "docker" | "podman", release: string, stores: readonly string[], breaksAtRestarts?: true}} OtherEngine
 *   `name`: for `--engine`; `stores`: what can keep its images; `breaksAtRestarts`: asked to stop while networks change, it
 *   may not start again, see docs/crash-safety.md
 * @type {readonly OtherEngine[]}
 */
export const engines = [
  { name: "20.10", kind: "docker", release: "bookworm", stores: ["overlay2"], breaksAtRestarts: true },
  { name: "26.1", kind: "docker", release: "trixie", stores: ["overlay2", "containerd"] },
  { name: "28.5", kind: "docker", release: "sid", stores: ["overlay2", "containerd"] },
  { name: "podman-4.3", kind: "podman", release: "bookworm", stores: ["overlay"] },
  { name: "podman-5.8", kind: "podman", release: "sid", stores: ["overlay"] },
];
