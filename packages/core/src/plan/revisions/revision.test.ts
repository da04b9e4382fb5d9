import { expect, it } from "vitest";
import { fingerprint } from "../../desired/fingerprint.ts";
import { containerSpec, createMemoryDriver, createMemoryEngine, desiredState } from "../../testing/index.ts";
import { plan } from "../plan.ts";

async function planOfNew() {
  const desired = desiredState([containerSpec({ name: "web", image: "app:1" })]);
  const engine = createMemoryEngine();
  engine.images.set("app:1", { id: "app-id", digests: [] });
  return plan(desired, await createMemoryDriver({ engine }).observe(desired));
}

it("notes a failure under the fingerprint of what the container is made from, also in a plan's JSON", async () => {
  const { outcomes } = JSON.parse(JSON.stringify(await planOfNew()));
  const record = '{"image":"app:1","networks":["hashike"],"restartPolicy":"Always","stopTimeoutSeconds":30}';
  const revision = fingerprint(`${record} app-id`);
  expect(outcomes["container/web"].onFailed).toMatchObject([
    { failed: { revision, failures: 1, reason: "" } },
  ]);
});
