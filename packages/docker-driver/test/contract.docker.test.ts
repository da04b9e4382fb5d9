import { driverContract } from "@hashike/core/testing";
import { afterAll, beforeAll, describe, it } from "vitest";
import { testDriver } from "./support/driver.ts";
import { engine } from "./support/engine.ts";
import { busybox, nginx } from "./support/images.ts";
import { freePort, type OwnThings, ownThings } from "./support/own-things.ts";

describe("the Docker driver keeps the driver contract", () => {
  let own: OwnThings;

  beforeAll(async () => {
    own = await ownThings("contract");
  });

  afterAll(() => own.removeAll());

  const post = (path: string, body?: unknown) => engine.json("POST", path, body);

  for (const [index, contractCase] of driverContract.entries()) {
    it(contractCase.name, async () => {
      await contractCase.run({
        driver: testDriver(),
        prefix: `${own.prefix}${index}`,
        image: busybox,
        otherImage: nginx,
        freePort,
        byHand: {
          stop: async (name) => void (await post(`/containers/${name}/stop?t=1`)),
          pause: async (name) => void (await post(`/containers/${name}/pause`)),
          remove: async (name) => void (await engine.json("DELETE", `/containers/${name}?force=1&v=1`)),
          disconnect: async (name, network) =>
            void (await post(`/networks/${network}/disconnect`, { Container: name, Force: true })),
          createForeign: async (name) => {
            await post(`/containers/create?name=${name}`, { Image: busybox, Cmd: ["sleep", "600"] });
            await post(`/containers/${name}/start`);
          },
        },
      });
    });
  }
});
