import { createHmac } from "node:crypto";
import fc from "fast-check";
import Increase from "increase";
import { Webhook } from "standardwebhooks";
import { describe, expect, test } from "vitest";
import { signDelivery } from "../testing/deliveries";
import { verifyDelivery, type VerifyOptions } from "./verify";

const secret = "whsec_zlFsbBZ8Xcodlpcu6NDTdSzZRLSdhkst";
const now = new Date("2026-11-25T12:00:00.400Z");
const atSeconds = Math.floor(now.getTime() / 1000);
const options: VerifyOptions = { secrets: [secret], acceptsLegacy: false, now };
const body = '{"id":"event_123abc","created_at":"2020-01-31T23:59:59Z"}';

function verify(headers: Record<string, string>, bytes: string | Buffer = body, change = {}) {
  return verifyDelivery(new Headers(headers), Buffer.from(bytes), { ...options, ...change }).kind;
}

const signed = (change: { secret?: string; id?: string; atSeconds?: number | string } = {}, of = body) =>
  signDelivery(of, { secret, id: "event_123abc", atSeconds, ...change });

describe("a delivery", () => {
  test("is authentic with the secret's own bytes as the key, as the SDK and the standard's library sign", async () => {
    const at = new Date(atSeconds * 1000);
    const key = `whsec_${Buffer.from(secret).toString("base64")}`;
    expect(new Webhook(key).sign("event_123abc", at, body)).toBe(signed()["webhook-signature"]);
    const sdk = new Increase({ apiKey: "key", webhookSecret: secret });
    const fresh = signed({ atSeconds: Math.floor(Date.now() / 1000) });
    expect(sdk.events.unwrap(body, { headers: fresh }).id).toBe("event_123abc");
    expect(verify(signed())).toBe("authentic");
  });

  test("says what was signed, whatever the bytes", () => {
    for (const text of ["", "not json", '{"a":"\\u0000"}', "\uFEFF{}", "\u0000", "ünïcödé 💰"]) {
      const verdict = verifyDelivery(new Headers(signed({}, text)), Buffer.from(text), options);
      expect(verdict).toEqual({ kind: "authentic", webhookId: "event_123abc", text });
    }
  });

  test("is taken with either of two secrets while one is being rotated, and with no third", () => {
    const secrets = ["whsec_new", secret];
    expect(verify(signed(), body, { secrets })).toBe("authentic");
    expect(verify(signed({ secret: "whsec_new" }), body, { secrets })).toBe("authentic");
    expect(verify(signed({ secret: "whsec_other" }), body, { secrets })).toBe("forged");
  });

  test("may carry several signatures, of versions that are not known yet too", () => {
    const { "webhook-signature": good = "", ...rest } = signed();
    const bad = `v1,${Buffer.alloc(32).toString("base64")}`;
    const unknown = ["v1a,AAAA", "v2,AAA=", "v2,AA=="];
    const beside = [bad, ...unknown].flatMap((other) => [`${other} ${good}`, `${good} ${other}`]);
    for (const signature of beside) {
      expect(verify({ ...rest, "webhook-signature": signature })).toBe("authentic");
    }
  });

  test("without a secret, or with an empty one, is never authentic", () => {
    expect(verify(signed(), body, { secrets: [] })).toBe("forged");
    expect(verify(signed({ secret: "" }), body, { secrets: [""] })).toBe("forged");
  });

  test.each(["webhook-id", "webhook-timestamp", "webhook-signature"])("without %s is forged", (name) => {
    const { [name]: _left, ...rest } = signed();
    expect(verify(rest)).toBe("forged");
    expect(verify({ ...rest, [name]: "" })).toBe("forged");
  });

  test.each([
    "123abc",
    `${atSeconds}abc`,
    `${atSeconds} `.repeat(2),
    `0${atSeconds}`,
    `+${atSeconds}`,
    "-1",
    "1e9",
  ])("signed for the time %s is forged: only a plain integer is a time", (time) => {
    const { "webhook-timestamp": _left, ...rest } = signed({ atSeconds: time });
    expect(verify({ ...rest, "webhook-timestamp": time })).toBe("forged");
  });

  test.each([".4", "e0", "."])("whose time has %s after what was signed is forged", (more) => {
    expect(verify({ ...signed(), "webhook-timestamp": `${atSeconds}${more}` })).toBe("forged");
  });

  test.each(["event_1.2", ".event", "event.", "event,1", "event 1", "e".repeat(501)])(
    "of the id %s is forged, though it is signed: an id has no borders in it",
    (id) => {
      expect(verify(signed({ id }))).toBe("forged");
    },
  );

  test("of a long id of any other characters is authentic", () => {
    expect(verify(signed({ id: "msg_2-/+=:".padEnd(500, "x") }))).toBe("authentic");
  });

  test("whose headers came twice is forged", () => {
    for (const name of ["webhook-id", "webhook-timestamp", "webhook-signature"]) {
      const headers = new Headers(signed());
      headers.append(name, headers.get(name) ?? "");
      expect(verifyDelivery(headers, Buffer.from(body), options).kind).toBe("forged");
    }
  });

  test("can't have its borders moved between id, time and body", () => {
    const inner = `{"x":"${atSeconds}.{}"}`;
    const { "webhook-signature": signature = "" } = signed({ atSeconds: 1 }, inner);
    const moved = { "webhook-id": `event_123abc.1.{"x":"`, "webhook-timestamp": String(atSeconds) };
    expect(verify({ ...moved, "webhook-signature": signature }, '{}"}')).toBe("forged");
  });

  test("that is not UTF-8 is forged, even where it decodes to what was signed", () => {
    const text = '{"a":"\uFFFD"}';
    const bytes = Buffer.from(text);
    const at = bytes.indexOf(Buffer.from("\uFFFD"));
    const broken = Buffer.concat([bytes.subarray(0, at), Buffer.from([0xff]), bytes.subarray(at + 3)]);
    expect(verify(signed({}, text), bytes)).toBe("authentic");
    expect(verify(signed({}, text), broken)).toBe("forged");
  });

  test.each([
    [300, "authentic"],
    [-300, "authentic"],
    [301, "stale"],
    [-302, "stale"],
    [86_400, "stale"],
  ])("signed %i s ago is %s", (age, kind) => {
    expect(verify(signed({ atSeconds: atSeconds - age }))).toBe(kind);
  });

  test("that is stale says by how much, and only if it is authentic", () => {
    const old = signed({ atSeconds: atSeconds - 1_000 });
    expect(verifyDelivery(new Headers(old), Buffer.from(body), options)).toEqual({
      kind: "stale",
      skewSeconds: 1_000,
    });
    expect(verify({ ...old, "webhook-id": "event_other" })).toBe("forged");
  });

  test("is forged with any bit of it changed", () => {
    const headers = signed();
    const parts = ["body", "webhook-id", "webhook-timestamp", "webhook-signature"] as const;
    fc.assert(
      fc.property(fc.constantFrom(...parts), fc.nat(), fc.integer({ min: 0, max: 7 }), (part, at, bit) => {
        const bytes = Buffer.from(part === "body" ? body : (headers[part] ?? ""));
        const index = at % bytes.length;
        bytes[index] = (bytes[index] ?? 0) ^ (1 << bit);
        const text = bytes.toString("latin1");
        if (part !== "body" && !/^[\x21-\x7e]+$/.test(text)) return;
        const kind = part === "body" ? verify(headers, bytes) : verify({ ...headers, [part]: text });
        expect(kind).toBe("forged");
      }),
      { numRuns: 500 },
    );
  });
});

describe("the signature that Increase used before", () => {
  const legacyBody = body;
  const time = "2022-01-31T23:59:59Z";
  const at = new Date(time);
  const header = (t = time, key = secret) =>
    `t=${t},v1=${createHmac("sha256", key).update(`${t}.${legacyBody}`).digest("hex")}`;
  const legacy = (value: string) => ({ "increase-webhook-signature": value });

  test("is the one of Increase's published example", () => {
    expect(header()).toBe(`t=${time},v1=3f9c3dcc820ca3adfae8e196d05b09dfef63b91db5ce5ac1407090f2aa424a6f`);
  });

  test("counts only where it was asked for", () => {
    expect(verify(legacy(header()), body, { now: at })).toBe("forged");
    expect(verify(legacy(header()), body, { now: at, acceptsLegacy: true })).toBe("authentic");
  });

  test("is held to the same freshness", () => {
    expect(verify(legacy(header()), body, { acceptsLegacy: true })).toBe("stale");
  });

  test("does not help a delivery whose newer signature is wrong", () => {
    const both = { ...signed({ secret: "whsec_other" }), ...legacy(header()) };
    expect(verify(both, body, { now: at, acceptsLegacy: true })).toBe("forged");
  });

  test("may have a time with parts of a second", () => {
    for (const t of ["2022-01-31T23:59:59.5Z", "2022-01-31T23:59:59.123456789Z"]) {
      expect(verify(legacy(header(t)), body, { now: at, acceptsLegacy: true })).toBe("authentic");
    }
  });

  test.each([
    header("2022-01-31"),
    header("2022-13-31T23:59:59Z"),
    header("2022-01-31T23:59:59.Z"),
    header("2022-01-31T23:59:59.1234567890Z"),
    header(time, "whsec_other"),
    `x${header()}`,
    `${header()}0`,
    `${header()},v1=0`,
    "t=,v1=",
    header().toUpperCase(),
    "",
  ])("of the form %s is forged", (value) => {
    expect(verify(legacy(value), body, { now: at, acceptsLegacy: true })).toBe("forged");
  });

  test("is missed where there is none", () => {
    expect(verify({}, body, { now: at, acceptsLegacy: true })).toBe("forged");
  });
});
