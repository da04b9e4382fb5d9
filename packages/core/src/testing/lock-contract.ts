import type { Driver, LockHolder, LockOptions } from "../apply/driver.ts";
import type { Owner } from "../desired/desired-state.ts";
import { type ContractCase, equal, rejects, withWorld } from "./contract-world.ts";

export const lockContract: readonly ContractCase[] = [
  {
    name: "lets one at a time apply for an owner",
    run: withWorld(async ({ owner }, { driver }) => {
      const other: Owner = { ...owner, name: `${owner.name}-other` };
      const first = await lock(driver, [owner], { waitSeconds: 0 });
      await rejects(() => lock(driver, [other, owner], { waitSeconds: 0 }), "LOCK_HELD");
      const second = await lock(driver, [other], { waitSeconds: 0 });
      await second.release();
      await first.release();
      const both = await lock(driver, [other, owner], { waitSeconds: 0 });
      equal(both.lost.aborted, false, "lost");
      await both.release();
    }),
  },
  {
    name: "waits for who applies, and says for whom",
    run: withWorld(async ({ owner }, { driver }) => {
      const first = await lock(driver, [owner], { waitSeconds: 0 });
      const told: LockHolder[] = [];
      const onWait = (holder: LockHolder) => {
        told.push(holder);
        void first.release();
      };
      const second = await lock(driver, [owner], { waitSeconds: 30, onWait });
      await second.release();
      equal(told.length, 1, "how often it was told");
    }),
  },
];

function lock(driver: Driver, owners: readonly Owner[], options: LockOptions) {
  if (driver.lock === undefined) throw new Error("no locks");
  return driver.lock(owners, options);
}
