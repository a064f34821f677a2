import { createHmac } from "node:crypto";
import fc from "fast-check";
import { nowSeconds, toDelivery, type Parts } from "./delivery";
import type { Delivery } from "./sender";

/** One way to make of an authentic delivery one that is not. */
export type Mutation = { kind: string; status: 400 | 405 | 413; apply(parts: Parts): Delivery };

type Apply = Mutation["apply"];
type Headers = Delivery["headers"];

const signedHeaders = ["webhook-id", "webhook-timestamp", "webhook-signature"] as const;
const mostBodyBytes = 1024 * 1024;

const mutation = (kind: string, arbitrary: fc.Arbitrary<Apply>, status: Mutation["status"] = 400) =>
  arbitrary.map((apply): Mutation => ({ kind, status, apply }));

function changeHeader(delivery: Delivery, name: string, change: (value: string) => string): Delivery {
  const headers: Headers = delivery.headers.map(([each, value]) => [
    each,
    each === name ? change(value) : value,
  ]);
  return { ...delivery, headers };
}

/** Flips one bit of what is a header's character before and after. A space at its end would be cut off on the way. */
export function flipInText(text: string, at: number, bit: number): string {
  const bytes = Buffer.from(text, "latin1");
  const index = at % bytes.length;
  const byte = bytes[index] ?? 0;
  const flipped = Array.from({ length: 7 }, (_, shift) => byte ^ (1 << shift)).filter(
    (to) => to > 0x20 && to < 0x7f,
  );
  bytes[index] = flipped[bit % flipped.length] ?? 0;
  return bytes.toString("latin1");
}

function flipInBytes(bytes: Buffer, at: number, bit: number): Buffer {
  const flipped = Buffer.from(bytes);
  const index = at % bytes.length;
  flipped[index] = (bytes[index] ?? 0) ^ (1 << bit);
  return flipped;
}

const place = fc.nat();
const bit = fc.nat(7);

const bitsOfBody = fc
  .array(fc.tuple(place, bit), { minLength: 1, maxLength: 3 })
  .map((flips): Apply => (parts) => {
    const body = flips.reduce((bytes, [at, shift]) => flipInBytes(bytes, at, shift), parts.body);
    // Two flips may undo each other.
    return { ...toDelivery(parts), body: body.equals(parts.body) ? flipInBytes(body, 0, 0) : body };
  });

const bitOfHeader = (name: (typeof signedHeaders)[number]) =>
  fc.tuple(place, bit).map(
    ([at, shift]): Apply =>
      (parts) =>
        changeHeader(toDelivery(parts), name, (value) => flipInText(value, at, shift)),
  );

const otherSecret = fc.oneof(
  fc.constant<Apply>((parts) => toDelivery({ ...parts, secret: "" })),
  fc.tuple(place, bit).map(
    ([at, shift]): Apply =>
      (parts) =>
        toDelivery({ ...parts, secret: flipInText(parts.secret, at, shift) }),
  ),
  fc.string({ maxLength: 60 }).map(
    (secret): Apply =>
      (parts) =>
        toDelivery({ ...parts, secret: `whsec_${secret}` }),
  ),
  // The secret read as the base64 that it looks like.
  fc.constant<Apply>((parts) => toDelivery({ ...parts, secret: parts.secret.replace(/^whsec_/, "") })),
);

const junk = fc.constantFrom(
  "abc",
  ".0",
  "e0",
  ",",
  ";",
  "0",
  "_",
  " 1",
  "\t0",
  "n",
  "'",
  "--",
  "%00",
  "z9z9z9z9",
);
const timeWithJunk = fc.oneof(
  junk.map(
    (tail): Apply =>
      (parts) =>
        changeHeader(toDelivery(parts), "webhook-timestamp", (time) => `${time}${tail}`),
  ),
  fc.constantFrom("0", "+", "-", "0x", "a").map(
    (head): Apply =>
      (parts) =>
        changeHeader(toDelivery(parts), "webhook-timestamp", (time) => `${head}${time}`),
  ),
  // Even where the secret's owner has signed such a time.
  junk.map(
    (tail): Apply =>
      (parts) =>
        toDelivery({ ...parts, atSeconds: `${parts.atSeconds}${tail}` }),
  ),
);

const tooLongAgo = fc
  .oneof(fc.integer({ min: 310, max: 100_000_000 }), fc.integer({ min: -100_000_000, max: -310 }))
  .map(
    (skew): Apply =>
      (parts) =>
        toDelivery({ ...parts, atSeconds: nowSeconds() - skew }),
  );

const truncated = place.map((at): Apply => (parts) => {
  const length = 1 + (at % (parts.body.length - 1));
  return { ...toDelivery(parts), body: parts.body.subarray(0, length) };
});

const tooLarge = fc.tuple(fc.nat(1024), fc.boolean()).map(([extra, isChunked]): Apply => (parts) => {
  const padding = Buffer.alloc(mostBodyBytes + 1 + extra - parts.body.length, " ");
  return { ...toDelivery({ ...parts, body: Buffer.concat([parts.body, padding]) }), isChunked };
});

const byteOrderMark = Buffer.from("\ufeff");
const surplus = fc
  .tuple(fc.constantFrom(byteOrderMark, Buffer.from(" "), Buffer.from("\n"), Buffer.from("\0")), fc.boolean())
  .map(([more, isBefore]): Apply => (parts) => {
    const body = Buffer.concat(isBefore ? [more, parts.body] : [parts.body, more]);
    return { ...toDelivery(parts), body };
  });

/** Decoded without care, the broken byte becomes the very text that was signed. */
const decodedToSigned = fc.constantFrom(0xff, 0xc0, 0xe2).map((byte): Apply => (parts) => {
  const signed = Buffer.concat([parts.body, Buffer.from("\ufffd")]);
  return { ...toDelivery({ ...parts, body: signed }), body: Buffer.concat([parts.body, Buffer.of(byte)]) };
});

/** What Increase signed with before stands for nothing where nobody has asked for it. */
const olderSignature = fc.boolean().map((keepsId): Apply => (parts) => {
  const time = new Date().toISOString();
  const signature = createHmac("sha256", parts.secret).update(`${time}.`).update(parts.body).digest("hex");
  const { headers, ...delivery } = toDelivery(parts);
  const kept = headers.filter(([name]) => keepsId && name === "webhook-id");
  return { ...delivery, headers: [...kept, ["increase-webhook-signature", `t=${time},v1=${signature}`]] };
});

/** Bytes that stand nowhere in UTF-8, signed by the secret's owner or not. */
const notUtf8 = fc
  .tuple(place, fc.constantFrom(0xff, 0xfe, 0xc0, 0xc1, 0xf8), fc.boolean())
  .map(([at, byte, isSigned]): Apply => (parts) => {
    const index = at % parts.body.length;
    const body = Buffer.concat([parts.body.subarray(0, index), Buffer.of(byte), parts.body.subarray(index)]);
    return isSigned ? toDelivery({ ...parts, body }) : { ...toDelivery(parts), body };
  });

const repeatedHeader = fc
  .tuple(fc.constantFrom(...signedHeaders), fc.constantFrom("same", "changed", "empty"), fc.boolean())
  .map(([name, how, isFirst]): Apply => (parts) => {
    const delivery = toDelivery(parts);
    const value = delivery.headers.find(([each]) => each === name)?.[1] ?? "";
    const again = [
      name,
      how === "same" ? value : how === "empty" ? "" : flipInText(value, value.length - 1, 0),
    ] as const;
    return { ...delivery, headers: isFirst ? [again, ...delivery.headers] : [...delivery.headers, again] };
  });

const missingHeader = fc.subarray([...signedHeaders], { minLength: 1 }).map((names): Apply => (parts) => {
  const delivery = toDelivery(parts);
  return { ...delivery, headers: delivery.headers.filter(([name]) => !names.some((each) => each === name)) };
});

const otherSignature = fc
  .constantFrom<(signature: string) => string>(
    (signature) => signature.replace("v1,", ""),
    (signature) => signature.replace("v1,", "v1a,"),
    (signature) => signature.replace("v1,", "v2,"),
    (signature) => signature.replace("v1,", "V1,"),
    (signature) => `v1,${Buffer.from(signature.slice(3), "base64").toString("hex")}`,
    (signature) => signature.slice(0, -1),
    (signature) => `${signature}=`,
    () => "v1,",
    () => "v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
  )
  .map(
    (change): Apply =>
      (parts) =>
        changeHeader(toDelivery(parts), "webhook-signature", change),
  );

/** TRACE is Next.js's own to answer, with 500 before any of our code runs: the platform can't make a Request of it. */
const wrongMethod = fc
  .constantFrom("GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS")
  .map((method): Apply => (parts) => {
    const hasBody = method !== "GET" && method !== "HEAD";
    return { ...toDelivery(parts), method, body: hasBody ? parts.body : Buffer.alloc(0) };
  });

/** @param otherSecrets of each environment: the one that must not sign for it */
export function anyMutation(otherSecrets: Record<Parts["environment"], string>): fc.Arbitrary<Mutation> {
  const otherEnvironment = fc.constant<Apply>((parts) =>
    toDelivery({ ...parts, secret: otherSecrets[parts.environment] }),
  );
  const empty = fc.constant<Apply>((parts) => ({ ...toDelivery(parts), body: Buffer.alloc(0) }));
  return fc.oneof(
    { weight: 300, arbitrary: mutation("bits of the body", bitsOfBody) },
    { weight: 150, arbitrary: mutation("bit of the id", bitOfHeader("webhook-id")) },
    { weight: 150, arbitrary: mutation("bit of the timestamp", bitOfHeader("webhook-timestamp")) },
    { weight: 300, arbitrary: mutation("bit of the signature", bitOfHeader("webhook-signature")) },
    { weight: 100, arbitrary: mutation("other secret", otherSecret) },
    { weight: 100, arbitrary: mutation("other environment's secret", otherEnvironment) },
    { weight: 100, arbitrary: mutation("timestamp and junk", timeWithJunk) },
    { weight: 50, arbitrary: mutation("signed too long ago", tooLongAgo) },
    { weight: 150, arbitrary: mutation("truncated", truncated) },
    { weight: 30, arbitrary: mutation("empty", empty) },
    { weight: 50, arbitrary: mutation("more than was signed", surplus) },
    { weight: 50, arbitrary: mutation("decoded to what was signed", decodedToSigned) },
    { weight: 50, arbitrary: mutation("older signature alone", olderSignature) },
    { weight: 8, arbitrary: mutation("over 1 MiB", tooLarge, 413) },
    { weight: 100, arbitrary: mutation("not UTF-8", notUtf8) },
    { weight: 100, arbitrary: mutation("repeated header", repeatedHeader) },
    { weight: 80, arbitrary: mutation("missing header", missingHeader) },
    { weight: 100, arbitrary: mutation("other signature", otherSignature) },
    { weight: 60, arbitrary: mutation("wrong method", wrongMethod, 405) },
  );
}
