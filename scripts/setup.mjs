import { main, say } from "./lib/say.mjs";
import { setUp } from "./lib/setup.mjs";

await main(async () => {
  const { engine, registry } = await setUp();
  const { Version } = await engine.version();
  say(
    `Docker Engine ${Version} at ${engine.dockerHost}, ${registry ? `registry at ${registry}` : "no registry"}.`,
  );
});
