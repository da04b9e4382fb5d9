import { describe, expect, it } from "vitest";
import { desired, podWith, reasons } from "./pod.ts";

const one = "containers: [{name: a, image: a}]";
const dns = (...lines: readonly string[]) => desired(podWith(...lines, one), "shop").containers[0]?.dns;
const ofCluster = ["shop.svc.cluster.local", "svc.cluster.local", "cluster.local"];

describe("names are resolved", () => {
  it("in the pod's namespace first, and as they are where they have a dot", () => {
    const found = { nameservers: [], searches: ofCluster, options: ["ndots:1"] };
    expect(dns()).toEqual(found);
    expect(dns("dnsPolicy: ClusterFirstWithHostNet")).toEqual(found);
  });

  it("by what the pod adds to that, once", () => {
    expect(
      dns(
        "dnsConfig: {nameservers: [10.0.0.1], searches: [cluster.local, my.org], options: [{name: ndots, value: '5'}]}",
      ),
    ).toEqual({ nameservers: ["10.0.0.1"], searches: [...ofCluster, "my.org"], options: ["ndots:5"] });
  });

  it("as the host does, or by what the pod says alone", () => {
    const none = { nameservers: [], searches: [], options: [] };
    expect(dns("dnsPolicy: Default")).toEqual(none);
    expect(dns("hostNetwork: true")).toEqual(none);
    expect(dns("dnsPolicy: None", "dnsConfig: {nameservers: [10.0.0.1]}")).toEqual({
      ...none,
      nameservers: ["10.0.0.1"],
    });
  });

  it("in the sandbox of several containers, and in none of these", () => {
    const [sandbox, member] = desired(
      podWith("containers: [{name: a, image: a}, {name: b, image: b}]"),
    ).containers;
    expect(sandbox?.dns.searches).toHaveLength(3);
    expect(member?.dns.searches).toEqual([]);
  });
});

describe("a pod of a subdomain", () => {
  const aliases = ["front.web.default", "front.web.default.svc", "front.web.default.svc.cluster.local"];

  it("is found by its whole name on each network of its own", () => {
    const spec = desired(podWith("hostname: front", "subdomain: web", one)).containers[0];
    expect(spec).toMatchObject({ hostname: "front", attachments: { hashike: { aliases } } });
    expect(desired(podWith("hostname: front", one)).containers[0]).not.toHaveProperty("attachments");
    const several = "containers: [{name: a, image: a}, {name: b, image: b}]";
    const [sandbox, member] = desired(podWith("hostname: front", "subdomain: web", several)).containers;
    expect(sandbox?.attachments).toEqual({ hashike: { aliases } });
    expect(member).not.toHaveProperty("attachments");
  });

  it("may call itself so, as far as the kernel lets it", () => {
    const text = (subdomain: string) =>
      podWith("hostname: front", `subdomain: ${subdomain}`, "setHostnameAsFQDN: true", one);
    expect(desired(text("web")).containers[0]?.hostname).toBe("front.web.default.svc.cluster.local");
    expect(reasons(text("w".repeat(40)))).toEqual([
      "spec.setHostnameAsFQDN: would be a host name of 72 characters, and 64 are the most [leave it out, or write shorter names]",
    ]);
    expect(desired(podWith("setHostnameAsFQDN: true", one)).containers[0]?.hostname).toBe("posts");
  });
});
