import fc from "fast-check";
import type { IncreaseEnvironment } from "@/lib/increase";
import { makeEvent } from "@/lib/testing/deliveries";
import { nowSeconds, type Parts } from "./delivery";

/** What an authentic delivery may look like, apart from its own id. */
export type Shape = {
  environment: IncreaseEnvironment;
  body: BodyShape;
  contentType: string | null;
  groupIds: string[];
};

const bodyShapes = [
  "event",
  "event",
  "nul",
  "nul_id",
  "unknown_category",
  "not_json",
  "byte_order_mark",
  "array",
] as const;
type BodyShape = (typeof bodyShapes)[number];

const contentTypes = [
  "application/json",
  "application/json; charset=utf-16",
  "text/plain",
  "application/x-www-form-urlencoded",
  "multipart/form-data; boundary=x",
  "multipart/form-data",
  "application/octet-stream",
  "no type at all",
];

export const anyShape: fc.Arbitrary<Shape> = fc.record({
  environment: fc.constantFrom("live", "sandbox"),
  body: fc.constantFrom(...bodyShapes),
  contentType: fc.option(fc.constantFrom(...contentTypes)),
  groupIds: fc.array(fc.constantFrom("group_a", "group_b", "not a group"), { maxLength: 2 }),
});

function writeBody(shape: BodyShape, number: number): string {
  const id = `event_${number}`;
  if (shape === "nul") return JSON.stringify(makeEvent({ id, associated_object_id: "a\u0000b" }));
  if (shape === "nul_id") return JSON.stringify(makeEvent({ id: `${id}\u0000` }));
  if (shape === "unknown_category") return JSON.stringify(makeEvent({ id, category: "never.heard_of" }));
  if (shape === "not_json") return `Event ${id}, in words`;
  if (shape === "byte_order_mark") return `\uFEFF${JSON.stringify(makeEvent({ id }))}`;
  if (shape === "array") return JSON.stringify([makeEvent({ id })]);
  return JSON.stringify(makeEvent({ id }));
}

/** @param number no two have the same */
export function toParts(shape: Shape, number: number, secrets: Record<IncreaseEnvironment, string>): Parts {
  const { environment, contentType, groupIds } = shape;
  return {
    environment,
    id: `msg_${number}`,
    atSeconds: nowSeconds(),
    body: Buffer.from(writeBody(shape.body, number)),
    secret: secrets[environment],
    headers: [
      ...(contentType === null ? [] : [["content-type", contentType] as const]),
      ...groupIds.map((groupId) => ["increase-group-id", groupId] as const),
    ],
  };
}
