// The floor of an apply that changes nothing: one program that makes the calls which tell what there is, at once.
import { call } from "../lib/engine.mjs";

await Promise.all(
  ["/containers/json?all=1", "/networks", "/volumes", "/images/json"].map((path) => call("GET", path)),
);
