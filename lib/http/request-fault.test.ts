import { expect, test } from "vitest";
import config from "@/next.config";
import { findRequestFault, mostFormBytes } from "./request-fault";

const fault = (method: string, headers: Record<string, string> = {}) =>
  findRequestFault({ method, headers: new Headers(headers) });

test.each(["GET", "HEAD", "POST", "OPTIONS"])("%s goes on", (method) => {
  expect(fault(method)).toBeNull();
});

test.each(["PUT", "PATCH", "DELETE", "PROPFIND"])("%s is a method of no address", (method) => {
  expect(fault(method)).toMatchObject({ status: 405, headers: { allow: "GET, HEAD, POST, OPTIONS" } });
});

test("a body that says it is larger than any form is refused unread", () => {
  expect(fault("POST", { "content-length": String(mostFormBytes) })).toBeNull();
  expect(fault("POST", { "content-length": String(mostFormBytes + 1) })).toMatchObject({ status: 413 });
  expect(fault("GET", { "content-length": "1e9" })).toMatchObject({ status: 413 });
});

test("a form without a boundary can't be read by anybody", () => {
  expect(fault("POST", { "content-type": "multipart/form-data; boundary=----x" })).toBeNull();
  expect(fault("POST", { "content-type": "Multipart/Form-Data" })).toMatchObject({ status: 400 });
  expect(fault("POST", { "content-type": "text/plain;charset=UTF-8" })).toBeNull();
});

test("a body without a length meets Next's own limit, and what is cut off is never below it", () => {
  const { serverActions, proxyClientMaxBodySize } = config.experimental ?? {};
  expect(serverActions?.bodySizeLimit).toBe(`${mostFormBytes / 1024}kb`);
  expect(Number.parseInt(String(proxyClientMaxBodySize), 10)).toBeGreaterThan(mostFormBytes / 1024);
});

test("what says that one of our own pages has handed it on is refused: no page here does", () => {
  expect(fault("POST", { "x-action-forwarded": "1" })).toMatchObject({ status: 400 });
});
