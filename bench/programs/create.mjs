// The limit of a first apply: containers created and started by bare calls, as many at once as Hashike does.
import { readFileSync } from "node:fs";
import { call, each } from "../lib/engine.mjs";

const { containers, network } = JSON.parse(readFileSync(process.argv[2], "utf8"));
await each(containers, 8, async ({ name, image, env, port }) => {
  const { Id } = await call("POST", `/containers/create?name=${name}`, {
    Image: image,
    Env: [`MARK=${env}`],
    ExposedPorts: { "80/tcp": {} },
    HostConfig: {
      NetworkMode: network,
      PortBindings: { "80/tcp": [{ HostPort: String(port) }] },
      RestartPolicy: { Name: "always" },
    },
  });
  await call("POST", `/containers/${Id}/start`);
});
