import { ensureS3Server } from "./lib/s3-server.mjs";
import { main, say } from "./lib/say.mjs";
import { setUp } from "./lib/setup.mjs";

await main(async () => {
  const { engine, registry } = await setUp();
  const { Version } = await engine.version();
  say(
    `Docker Engine ${Version} at ${engine.dockerHost}, ${registry ? `registry at ${registry}` : "no registry"}.`,
  );
  const s3 = await ensureS3Server();
  say(s3 ? `S3 server for the tests at ${s3.endpoint}.` : "No S3 server for the tests.");
});
