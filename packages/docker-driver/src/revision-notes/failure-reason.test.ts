import { describe, expect, it } from "vitest";
import { failureReason } from "./failure-reason.ts";

describe("what a revision failed with", () => {
  it("is one line of at most 500 characters", () => {
    expect(failureReason("not ready:\n  connection\trefused\n", {})).toBe("not ready: connection refused");
    const long = failureReason("x".repeat(600), {});
    expect(long).toHaveLength(500);
    expect(long.endsWith("...")).toBe(true);
  });

  it("has no secret in it", () => {
    const secrets = { a: "hunter2", b: "hunter2-long", c: "two\nlines", d: "" };
    expect(failureReason("tried hunter2-long, hunter2 and two\nlines", secrets)).toBe(
      "tried ***, *** and ***",
    );
    expect(failureReason("tried two lines", secrets)).toBe("tried ***");
  });

  it("keeps words that only contain a very short one", () => {
    expect(failureReason("exit code 1 after 10 s, $& said 1.", { a: "1", b: "$&" })).toBe(
      "exit code *** after 10 s, *** said ***.",
    );
  });
});
