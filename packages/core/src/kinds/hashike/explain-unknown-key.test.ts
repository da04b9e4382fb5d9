import { describe, expect, it } from "vitest";
import { reasons, withContainer, withSpec } from "../../objects/test-diagnose.ts";

/** Each row: the container's lines, and the advice. */
describe("advice for a key that is not known", () => {
  it.each<readonly [string, readonly string[], string]>([
    ["in the singular", ["port: []"], "port: is not a known key [did you mean ports?]"],
    ["in the plural", ["commands: [a]"], "commands: is not a known key [did you mean command?]"],
    ["that belongs one level below", ["hostPort: 80"], "[move it to spec.containers[].ports[].hostPort]"],
    ["that belongs to what it is a part of", ["dnsConfig: {}"], "[move it to spec.dnsConfig]"],
    ["of another object", ["emptyDir: {}"], "emptyDir: is not a known key [known here: "],
    [
      "of a name that another object has, too",
      ["annotations: {}"],
      "annotations: is not a known key [known here: ",
    ],
    [
      "that has too many homes to tell which is meant",
      ["ports:", "- {containerPort: 80, port: 80}"],
      "port: is not a known key [known here: ",
    ],
  ])("%s", (_, lines, advice) => {
    expect(reasons(withContainer(...lines))).toEqual([expect.stringContaining(advice)]);
  });

  it("names the first places where many are below", () => {
    expect(reasons(withSpec("containers: []", "port: 80"))).toContainEqual(
      expect.stringMatching(/: is not a known key \[move it to spec\.\S+\.port or spec\.\S+\.port\]$/),
    );
  });
});
