import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { parseEnv as parseEnvFile } from "node:util";
import { customFetch } from "next-auth";
import { expect, test } from "vitest";
import { z } from "zod";
import { parseEnv } from "../../env";
import { readStaffProfile, staffProvider } from "./provider";

const encode = (claims: unknown) => Buffer.from(JSON.stringify(claims)).toString("base64url");
const idToken = (claims: Record<string, unknown> = {}) =>
  `${encode({ alg: "RS256" })}.${encode({ iss: "https://issuer.example", sub: "sub_1", ...claims })}.signature`;
const userinfo = (claims: Record<string, unknown> = {}) => ({ sub: "sub_1", ...claims });

test("the address is userinfo's, where an ID token holds none", () => {
  const told = userinfo({ email: "a@ledgerline.example", email_verified: true, name: "A" });
  expect(readStaffProfile(told, idToken({ auth_time: 5 }))).toEqual({
    iss: "https://issuer.example",
    sub: "sub_1",
    email: "a@ledgerline.example",
    email_verified: true,
    name: "A",
    auth_time: 5,
  });
});

test("the address is the ID token's, where userinfo has none", () => {
  const claims = { email: "a@ledgerline.example", email_verified: true, name: "A" };
  expect(readStaffProfile(userinfo(), idToken(claims))).toMatchObject(claims);
});

test("one source's address is never verified by the other", () => {
  const unverified = userinfo({ email: "ceo@ledgerline.example" });
  const other = idToken({ email: "a@ledgerline.example", email_verified: true });
  expect(readStaffProfile(unverified, other).email_verified).toBeUndefined();
  const stray = userinfo({ email_verified: true });
  expect(readStaffProfile(stray, idToken({ email: "a@ledgerline.example" })).email_verified).toBeUndefined();
});

test("who it is and when they proved it is the ID token's alone to say", () => {
  const told = userinfo({ iss: "https://evil.example", auth_time: 9_999_999_999 });
  const profile = readStaffProfile(told, idToken({ auth_time: 5 }));
  expect(profile).toMatchObject({ iss: "https://issuer.example", auth_time: 5 });
});

test.each([
  ["email_verified", "true", false],
  ["email_verified", "false", false],
  ["email_verified", 1, false],
  ["email_verified", null, false],
  ["email", null, undefined],
  ["email", 5, undefined],
  ["email", "a\0@ledgerline.example", undefined],
  ["email", `${"x".repeat(320)}@ledgerline.example`, undefined],
  ["name", { first: "A" }, undefined],
  ["name", "x".repeat(201), undefined],
])("a claim %s of %j counts as %s", (name, value, read) => {
  const told = userinfo({ email: "a@ledgerline.example", [name]: value });
  expect(readStaffProfile(told, idToken())).toHaveProperty(name, read);
});

test.each(["5", null, {}])("an auth_time of %j is long ago", (authTime) => {
  expect(readStaffProfile(userinfo(), idToken({ auth_time: authTime })).auth_time).toBe(0);
});

test.each([
  undefined,
  "",
  "a.b.c",
  idToken({ sub: "" }),
  idToken({ iss: null }),
  idToken({ sub: "a\0" }),
  idToken({ sub: "a\ud800" }),
])("the ID token %j names nobody", (token) => {
  expect(() => readStaffProfile(userinfo(), token)).toThrow();
});

function issuerFetch() {
  const read = parseEnv(
    parseEnvFile(`${readFileSync(".env.demo", "utf8")}\nDATABASE_URL=postgres://u@127.0.0.1/x`),
  );
  if (!read.ok) throw new Error(read.problems.join());
  return staffProvider(read.env)[customFetch];
}

test("an address in clear that the issuer names is not asked for", async () => {
  const ask = issuerFetch();
  await expect(ask?.("http://issuer.example/token", { method: "POST" })).rejects.toThrow("not https");
});

test("an issuer's answer without an end is not read on", async () => {
  const server = createServer((_request, response) => {
    response.write(Buffer.alloc(2 * 1024 * 1024));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = z.object({ port: z.number() }).parse(server.address());
  const ask = issuerFetch();
  await expect(ask?.(`http://127.0.0.1:${port}/token`)).rejects.toMatchObject({ name: "AnswerTooLong" });
  server.closeAllConnections();
  server.close();
});
