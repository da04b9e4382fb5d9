import { describe, expect, it } from "vitest";
import { engineEvent } from "./engine-event.ts";

const attributes = {
  image: "nginx:1",
  name: "web",
  exitCode: "137",
  hashike: "",
  "hashike.kind": "Hashike",
  "hashike.namespace": "default",
  "hashike.name": "shop",
};
const owned = { kind: "owned", owner: { kind: "Hashike", namespace: "default", name: "shop" } };
const message = (about: object) => ({
  Type: "container",
  Action: "die",
  Actor: { ID: "4f2a", Attributes: attributes },
  ...about,
});

describe("an event of an engine", () => {
  it.each(["die", "oom", "start", "rename", "update", "health_status: unhealthy"])(
    "about a container says which, and whose: %s",
    (Action) => {
      expect(engineEvent(message({ Action }))).toEqual({
        action: Action,
        container: { id: "4f2a", name: "web", ownership: owned },
      });
    },
  );

  it("about a container that is not ours says that", () => {
    const foreign = message({ Actor: { ID: "77", Attributes: { name: "pg" } } });
    expect(engineEvent(foreign)?.container).toEqual({ id: "77", name: "pg", ownership: { kind: "foreign" } });
    const bare = message({ Actor: { ID: "78", Attributes: null } });
    expect(engineEvent(bare)?.container).toEqual({ id: "78", name: "", ownership: { kind: "foreign" } });
  });

  it("about a network says what, which, and who", () => {
    const joined = {
      Type: "network",
      Action: "disconnect",
      Actor: { ID: "n", Attributes: { container: "4f2a", name: "hashike", type: "bridge" } },
    };
    expect(engineEvent(joined)).toEqual({
      action: "disconnect",
      network: { name: "hashike", containerId: "4f2a" },
    });
    expect(engineEvent({ Type: "network", Action: "prune" })).toEqual({ action: "prune" });
  });

  it.each([
    message({ Action: "exec_create: curl -H Authorization:secret" }),
    message({ Action: "exec_die" }),
    message({ Action: "top" }),
    message({ Type: "volume", Action: "mount" }),
    message({ Actor: undefined }),
    message({ Action: 7 }),
    "die",
    null,
    {},
  ])("is nothing when nothing changed: %j", (other) => {
    expect(engineEvent(other)).toBeUndefined();
  });
});
