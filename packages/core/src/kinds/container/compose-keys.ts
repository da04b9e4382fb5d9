/** What people who come from compose write in a container, and what to do instead. */
export const composeKeys: Readonly<Record<string, string>> = {
  container_name: "write name",
  environment: "write env, a list of {name: NAME, value: text}",
  env_file: "write envFrom: [{file: PATH}]",
  entrypoint: "write command: in a manifest it replaces the image's entrypoint, and args its command",
  working_dir: "write workingDir",
  shm_size: "mount a volume of emptyDir: {medium: Memory, sizeLimit: 1Gi} on /dev/shm",
  tmpfs: "mount a volume of emptyDir: {medium: Memory}",
  gpus: "write resources: {limits: {nvidia.com/gpu: 1}}, or devices: [{cdi: nvidia.com/gpu=all}]",
  stop_signal: "write lifecycle: {stopSignal: SIGINT}",
  pids_limit: "write resources: {limits: {pids: 100}}",
  oom_score_adj: "write oomScoreAdj",
  restart: "write restartPolicy: Always, UnlessStopped, OnFailure or Never",
  cap_add: "write securityContext with capabilities: {add: [NAME]}",
  cap_drop: "write securityContext with capabilities: {drop: [NAME]}",
  stdin_open: "write stdin: true",
  mem_limit: "write resources: {limits: {memory: 512Mi}}",
  cpu: "write resources: {limits: {cpu: 0.5}}",
  cpus: "write resources: {limits: {cpu: 0.5}}",
  volumes: "write volumeMounts here, and the volumes in spec.volumes",
  depends_on: "write startAfter: [NAME], which waits until that one is ready",
  build: "build the image first (`docker build`), and name it under image",
  network_mode: "write hostNetwork: true for the host's; another one is written under networks",
  pid: "write hostPID: true for the host's",
  ipc: "write hostIPC: true for the host's",
  ...unable("cgroup_parent profiles"),
  ...unable("security_opt"),
};

function unable(names: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    names.split(" ").map((name) => [name, "leave it out: a manifest cannot set it yet"]),
  );
}
