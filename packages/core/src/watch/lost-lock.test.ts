import { expect, it } from "vitest";
import { startWatch } from "../../test/start-watch.ts";
import { HashikeError } from "../errors.ts";
import { containerSpec } from "../testing/builders.ts";

const web = containerSpec({ name: "web" });
const second = 1000;

it("a lock that is lost stops what is being applied, which is told and tried again", async () => {
  const { clock, driver, states, took } = await startWatch([web]);
  await clock.advance(5 * second);
  const { execute, lock } = driver;
  if (lock === undefined) throw new Error("it has one");
  const lost = new AbortController();
  driver.lock = async (owners, options) => ({ ...(await lock(owners, options)), lost: lost.signal });
  driver.execute = async () => {
    lost.abort(new HashikeError("LOCK_HELD", "the lock is lost: host-1 took it over"));
    throw new Error("the call was cut");
  };
  driver.byHand.kill("web");
  await clock.advance(second);
  expect(took("cycle.failed")).toMatchObject([
    { error: { code: "LOCK_HELD", message: "the lock is lost: host-1 took it over" } },
  ]);

  Object.assign(driver, { lock, execute });
  await clock.advance(5 * second);
  expect(states()).toEqual({ web: "running" });
});
