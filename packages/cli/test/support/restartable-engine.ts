import { appendFile, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { output } from "./hashike.ts";
import { until } from "./until.ts";

/**
 * How an engine ends. `stop`: it is asked to, and stops its containers. `kill`: it dies alone, and they run on.
 * `power-off`: it, they and all that memory held are gone at once, as at a reboot.
 */
export type EngineEnd = "stop" | "kill" | "power-off";

/** An engine of the tests' own, see scripts/lib/other-engine/engine.sh. */
export interface RestartableEngine {
  /** Ends it, and waits until it is gone. */
  end(how: EngineEnd): Promise<void>;
  /** Starts it on the data it had, and waits until it answers. */
  start(): Promise<void>;
}

/** @throws Error unless `npm run test:engines` has started one; the machine's own engine is never restarted */
export function restartableEngine(): RestartableEngine {
  const control = process.env.HASHIKE_TEST_ENGINE_CONTROL;
  if (control === undefined) throw new Error("HASHIKE_TEST_ENGINE_CONTROL is not set: npm run test:engines");
  const state = () => readFile(join(dirname(control), "state"), "utf8");
  return {
    async end(how) {
      await appendFile(control, `${how}\n`);
      await until(async () => ((await state()) === "stopped\n" ? true : undefined));
    },
    async start() {
      await appendFile(control, "start\n");
      await until(() => output("docker", "version", "-f", "{{.Server.Version}}"));
    },
  };
}
