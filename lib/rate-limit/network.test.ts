import fc from "fast-check";
import { expect, test } from "vitest";
import { toNetwork } from "./network";

test("whoever has one address of a /64 has them all, and an IPv4 address stands for itself", () => {
  expect(toNetwork("2001:db8:1:2:aaaa::1")).toBe(toNetwork("2001:db8:1:2::"));
  expect(toNetwork("2001:db8:1:2::")).toBe("2001:db8:1:2::/64");
  expect(toNetwork("2001:db8:1:3::")).not.toBe(toNetwork("2001:db8:1:2::"));
  expect(toNetwork("::1")).toBe("0:0:0:0::/64");
  expect(toNetwork("192.0.2.7")).toBe("192.0.2.7");
});

test("any address has a network", () => {
  fc.assert(
    fc.property(fc.ipV4(), (address) => {
      expect(toNetwork(address)).toBe(address);
    }),
  );
  fc.assert(
    fc.property(fc.ipV6(), (address) => {
      expect(toNetwork(address)).toMatch(/^([0-9a-f]{1,4}:){3}[0-9a-f]{1,4}::\/64$/);
    }),
  );
});
