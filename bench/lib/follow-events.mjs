import { spawn } from "node:child_process";

/**
 * Follows what the engine tells of containers; its own memory for events is short.
 * @returns {{next: (name: string, action: string, afterMs?: number) => Promise<number>, stop: () => void}} `next`: the
 *   time, in milliseconds since the epoch, of the first such event after that time; by default after the call
 */
export function followEvents() {
  const format = "{{.Actor.Attributes.name}} {{.Action}} {{.TimeNano}}";
  const child = spawn("docker", ["events", "--filter", "type=container", "--format", format], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const seen = [];
  let waiting = [];
  let rest = "";
  child.stdout.setEncoding("utf8").on("data", (text) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const [name, action, nanos] of lines.map((line) => line.split(" "))) {
      seen.push({ name, action, ms: Number(nanos) / 1e6 });
    }
    waiting = waiting.filter((attempt) => !attempt());
  });
  return {
    next: (name, action, afterMs = Date.now()) =>
      new Promise((resolve) => {
        const attempt = () => {
          const found = seen.find((e) => e.name === name && e.action === action && e.ms > afterMs);
          if (found !== undefined) resolve(found.ms);
          return found !== undefined;
        };
        if (!attempt()) waiting.push(attempt);
      }),
    stop: () => child.kill(),
  };
}
