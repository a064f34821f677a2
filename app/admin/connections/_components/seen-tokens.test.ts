import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ListedConnection } from "@/lib/connections";
import { chosenConnection, writeChosen } from "./seen-tokens";

const at = new Date("2026-11-26T00:00:00Z");
const line: ListedConnection = {
  side: "here",
  id: "",
  groupId: "group_1",
  oauthConnectionId: null,
  oauthApplicationId: null,
  scope: "read_only",
  state: "active",
  stateReason: null,
  createdAt: at,
  changedAt: at,
  missingSince: null,
  lastUsedAt: null,
  lastOkAt: null,
  hasSandboxToken: false,
  generations: null,
};

describe("a chosen line's field", () => {
  test("says again what was shown: the connection, and each token or none", () => {
    const generation = fc.option(fc.integer({ min: 1, max: 2_147_483_647 }));
    fc.assert(
      fc.property(fc.uuid(), generation, generation, (id, live, sandbox) => {
        const text = writeChosen({ ...line, id, generations: { live, sandbox } });
        expect(chosenConnection.parse(text)).toEqual({ connectionId: id, live, sandbox });
      }),
    );
  });

  const id = "6f1c1b52-6d3f-4c3e-9a63-0f6f6f0f9a11";
  test.each(["", id, `${id}/1`, `${id}/1/1/1`, `${id}/0/1`, `${id}/-1/1`, `${id}/a/1`, `no uuid/1/1`])(
    "«%s» is none",
    (text) => {
      expect(chosenConnection.safeParse(text).success).toBe(false);
    },
  );
});
