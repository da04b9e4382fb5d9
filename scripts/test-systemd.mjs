// `npm run test:systemd`: units that `hashike systemd install` writes, run by a systemd that is started for it, as
// process 1 of namespaces of its own. Nothing of the machine's own systemd is touched.
import { accessSync, constants, existsSync } from "node:fs";
import { buildPackages } from "./lib/build.mjs";
import { pnpm } from "./lib/pnpm.mjs";
import { onPath } from "./lib/run.mjs";
import { main, Stop } from "./lib/say.mjs";
import { setUp } from "./lib/setup.mjs";

await main(async () => {
  const reason = whyNot();
  if (reason) throw new Stop(`this cannot be run here: ${reason}.`, "Run it as root on Linux with systemd.");
  await buildPackages();
  await setUp();
  return pnpm(["exec", "vitest", "run", "--config", "vitest.workspace.ts", "--project", "systemd"], {
    env: { HASHIKE_TEST_SYSTEMD: "1" },
  });
});

function whyNot() {
  if (process.platform !== "linux" || process.getuid() !== 0) return "it needs root";
  if (!existsSync("/lib/systemd/systemd")) return "there is no systemd (apt-get install systemd)";
  const missing = ["unshare", "nsenter", "systemctl", "systemd-run"].find((program) => !onPath(program));
  if (missing) return `there is no ${missing}`;
  try {
    accessSync("/sys/fs/cgroup", constants.W_OK);
  } catch {
    return "control groups cannot be written";
  }
  return undefined;
}
