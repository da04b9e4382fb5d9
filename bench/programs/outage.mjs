// A client of a published port: a new connection every few milliseconds. Says `ready` at its first answer; told to
// stop (its input ends), it waits for one more answer and prints the longest time in milliseconds without any.
import http from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

const port = Number(process.argv[2]);
const everyMs = 5;
let last;
let longest = 0;
let stopping = false;
process.stdin.on("end", () => {
  stopping = true;
});
process.stdin.resume();

let stoppedAt;
while (stoppedAt === undefined || last < stoppedAt) {
  ask();
  await sleep(everyMs);
  if (stopping) stoppedAt ??= performance.now();
}
process.stdout.write(`${longest}\n`, () => process.exit(0));

/** Many may be under way: one that hangs must not hide that the next ones are answered. */
function ask() {
  const request = http.get({ host: "127.0.0.1", port, agent: false, timeout: 10_000 }, (response) => {
    response.resume();
    response.on("end", () => {
      const now = performance.now();
      if (last === undefined) process.stdout.write("ready\n");
      else longest = Math.max(longest, now - last);
      last = now;
    });
  });
  request.on("error", () => {});
  request.on("timeout", () => request.destroy());
}
