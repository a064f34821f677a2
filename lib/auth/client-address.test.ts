import fc from "fast-check";
import { isIP } from "node:net";
import { expect, test } from "vitest";
import { readClientAddress } from "./client-address";

const oneProxy = { header: "x-forwarded-for", hops: 1 };
const read = (value: string, trusted: { header: string; hops: number } | undefined = oneProxy) =>
  readClientAddress(new Headers({ "x-forwarded-for": value }), trusted);

test("with no trusted proxy no header is believed", () => {
  const headers = new Headers({
    "x-forwarded-for": "192.0.2.1",
    "x-real-ip": "192.0.2.1",
    forwarded: "for=1",
  });
  expect(readClientAddress(headers, undefined)).toBeNull();
});

test("of a list the proxy's own entry counts, whatever the visitor wrote before it", () => {
  expect(read("192.0.2.7")).toBe("192.0.2.7");
  expect(read("198.51.100.1, 192.0.2.7")).toBe("192.0.2.7");
  expect(read("198.51.100.1,192.0.2.7 , 10.0.0.1", { ...oneProxy, hops: 2 })).toBe("192.0.2.7");
  const repeated = new Headers([
    ["x-forwarded-for", "198.51.100.1"],
    ["x-forwarded-for", "192.0.2.7"],
  ]);
  expect(readClientAddress(repeated, oneProxy)).toBe("192.0.2.7");
});

test("another header than the trusted one says nothing, and fewer entries than proxies are none", () => {
  expect(read("192.0.2.7", { header: "x-real-ip", hops: 1 })).toBeNull();
  expect(read("192.0.2.7", { ...oneProxy, hops: 2 })).toBeNull();
});

test.each([
  "",
  " ",
  "unknown",
  "_hidden",
  "192.0.2",
  "192.0.2.256",
  "192.0.2.01",
  "192.0.2.7:443",
  "[2001:db8::1]",
  "fe80::1%eth0",
  "2001:db8::1::2",
  "192.0.2.7/24",
  "192.0.2.7\u00a0x",
])("what is no address is none: %j", (value) => {
  expect(read(value)).toBeNull();
});

test("one address has one spelling", () => {
  expect(read("2001:0DB8:0000::0001")).toBe("2001:db8::1");
  expect(read("::1")).toBe("::1");
  expect(read("::ffff:192.0.2.7")).toBe("192.0.2.7");
  expect(read("::FFFF:c000:0207")).toBe("192.0.2.7");
  expect(read("0:0:0:0:0:ffff:192.0.2.7")).toBe("192.0.2.7");
});

test("any address is read as an address, and anything else as none", () => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (address) => {
      const found = read(address);
      expect(isIP(found ?? "")).not.toBe(0);
      expect(read(found ?? "")).toBe(found);
    }),
  );
  fc.assert(
    fc.property(fc.string({ unit: "binary-ascii" }), (text) => {
      const printable = text.replaceAll(/[^\x20-\x7e]/g, "");
      const last = printable.split(",").at(-1)?.trim() ?? "";
      if (isIP(last) === 0) expect(read(printable)).toBeNull();
    }),
  );
});
