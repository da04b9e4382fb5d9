import { expect, it } from "vitest";
import { isWithin, parseSubnet, type Subnet } from "./subnet.ts";

const subnet = (text: string) => parseSubnet(text) as Subnet;

it.each([
  ["172.30.0.0/16", "172.30.255.7", true],
  ["172.30.0.0/16", "172.31.0.1", false],
  ["10.0.0.8/29", "10.0.0.15", true],
  ["10.0.0.8/29", "10.0.0.16", false],
  ["0.0.0.0/0", "8.8.8.8", true],
  ["fd00:1::/64", "fd00:1::5", true],
  ["fd00:1::/64", "fd00:1:0:1::5", false],
  ["172.30.0.0/16", "fd00::1", false],
  ["::/0", "1.2.3.4", false],
])("%s has %s: %s", (text, address, has) => {
  expect(isWithin(address, subnet(text))).toBe(has);
});

it.each(["", "172.30.0.0", "172.30.0.0/33", "fd00::/129", "a/8", "172.30.0/16", "1.2.3.4/08x"])(
  "%j is no subnet",
  (text) => {
    expect(parseSubnet(text)).toMatchObject({ error: "must be a subnet" });
  },
);

it("one that does not begin at its first address is told what to write", () => {
  expect(parseSubnet("172.30.0.5/16")).toMatchObject({ hint: "write 172.30.0.0/16" });
});
