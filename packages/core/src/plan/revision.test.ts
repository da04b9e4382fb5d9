import { beforeEach, expect, it, vi } from "vitest";
import { fingerprint } from "../desired/fingerprint.ts";
import { containerSpec, createMemoryDriver, createMemoryEngine, desiredState } from "../testing/index.ts";
import { plan } from "./plan.ts";

vi.mock("../desired/fingerprint.ts", async (original) => {
  const actual = await original<typeof import("../desired/fingerprint.ts")>();
  return { fingerprint: vi.fn(actual.fingerprint) };
});

beforeEach(() => vi.mocked(fingerprint).mockClear());

async function planOfNew() {
  const desired = desiredState([containerSpec({ name: "web", image: "app:1" })]);
  const engine = createMemoryEngine();
  engine.images.set("app:1", { id: "app-id", digests: [] });
  return plan(desired, await createMemoryDriver({ engine }).observe(desired));
}

it("notes a failure under the fingerprint of what the container is made from, also in a plan's JSON", async () => {
  const { onFailure } = JSON.parse(JSON.stringify(await planOfNew()));
  const record = '{"image":"app:1","networks":["hashike"],"restartPolicy":"Always","stopTimeoutSeconds":30}';
  const revision = fingerprint(`${record} app-id`);
  expect(onFailure["container/web"]).toMatchObject([{ failed: { revision, failures: 1, reason: "" } }]);
});

it("works that fingerprint out when it is read, and once", async () => {
  const { onFailure } = await planOfNew();
  const ofRecords = () => vi.mocked(fingerprint).mock.calls.filter(([text]) => text.startsWith("{"));
  expect(ofRecords()).toEqual([]);
  const [first, again] = [JSON.stringify(onFailure), JSON.stringify(onFailure)];
  expect(again).toBe(first);
  expect(ofRecords()).toHaveLength(1);
});
