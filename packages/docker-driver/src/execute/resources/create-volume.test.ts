import { expect, it } from "vitest";
import { volumeBody } from "./create-volume.ts";

const owner = { kind: "Hashike", namespace: "default", name: "store" };

it("an NFS volume is asked for as `docker volume create` does, with secrets put in", () => {
  const id = "0".repeat(32);
  const options = { type: "nfs", o: `addr=10.0.0.5,nfsvers=4,sec=$(secret:${id})`, device: ":/srv/data" };
  const volume = { name: "data", owner, driver: { name: "local", options } };
  expect(volumeBody(volume, { [id]: "sys" })).toMatchInlineSnapshot(`
    {
      "Driver": "local",
      "DriverOpts": {
        "device": ":/srv/data",
        "o": "addr=10.0.0.5,nfsvers=4,sec=sys",
        "type": "nfs",
      },
      "Labels": {
        "hashike": "volume",
        "hashike.kind": "Hashike",
        "hashike.name": "store",
        "hashike.namespace": "default",
        "hashike.volume": "data",
      },
      "Name": "data",
    }
  `);
});

it("a volume that says nothing of its driver has no options", () => {
  expect(volumeBody({ name: "data", owner }, {})).not.toHaveProperty("DriverOpts");
});
