import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { advance, isCurrent, newLifecycle, type Fact, type Lifecycle } from "./lifecycle";

const environment = fc.constantFrom("live" as const, "sandbox" as const);
const generation = fc.integer({ min: 1, max: 4 });
const fact: fc.Arbitrary<Fact> = fc.oneof(
  fc.record({ kind: fc.constant("connected" as const), generation }),
  fc.record({ kind: fc.constant("token_refused" as const), environment, generation }),
  fc.record({ kind: fc.constant("token_accepted" as const), environment, generation }),
  fc.constant({ kind: "disconnected" as const }),
  fc.constant({ kind: "deactivated" as const }),
);
const history = fc.array(fact, { maxLength: 12 });
const play = (facts: Fact[], from: Lifecycle = newLifecycle()) => facts.reduce(advance, from);

describe("a connection's life", () => {
  test("a fact said twice is a fact said once", () => {
    fc.assert(
      fc.property(history, fact, (facts, last) => {
        const once = play([...facts, last]);
        expect(advance(once, last)).toBe(once);
      }),
    );
  });

  test("Increase's deactivation is final, and no token outlives the end", () => {
    fc.assert(
      fc.property(history, history, (before, after) => {
        const end = play([...before, { kind: "deactivated" }, ...after]);
        expect(end).toEqual({ state: "deactivated", live: null, sandbox: null });
      }),
    );
  });

  test("nothing but a deactivation changes a disconnected connection", () => {
    fc.assert(
      fc.property(history, (after) => {
        const facts = after.filter(({ kind }) => kind !== "deactivated");
        const end = play([{ kind: "disconnected" }, ...facts]);
        expect(end).toEqual({ state: "disconnected", live: null, sandbox: null });
      }),
    );
  });

  test("a current connection always holds a live token", () => {
    fc.assert(
      fc.property(history, (facts) => {
        const end = play(facts);
        expect(end.live !== null).toBe(isCurrent(end.state));
      }),
    );
  });

  test("an answer to an older token says nothing of the newer one", () => {
    const reconnected = play([{ kind: "connected", generation: 2 }]);
    expect(advance(reconnected, { kind: "token_refused", environment: "live", generation: 1 })).toBe(
      reconnected,
    );
  });

  test("the newest token wins, in whichever order the sign-ins are told", () => {
    fc.assert(
      fc.property(fc.array(generation, { minLength: 1 }), (generations) => {
        const end = play(generations.map((each) => ({ kind: "connected", generation: each })));
        expect(end.live).toBe(Math.max(1, ...generations));
      }),
    );
  });

  test("a refused token asks for a reconnect and keeps the token; an accepted one makes it active again", () => {
    const refused = advance(newLifecycle(), { kind: "token_refused", environment: "live", generation: 1 });
    expect(refused).toEqual({ state: "needs_reconnect", live: 1, sandbox: null });
    const accepted = advance(refused, { kind: "token_accepted", environment: "live", generation: 1 });
    expect(accepted).toEqual(newLifecycle());
  });

  test("a refused sandbox token takes only itself away", () => {
    const both: Lifecycle = { state: "active", live: 3, sandbox: 1 };
    const after = advance(both, { kind: "token_refused", environment: "sandbox", generation: 1 });
    expect(after).toEqual({ state: "active", live: 3, sandbox: null });
  });

  test("an accepted sandbox token stays, and says nothing of the live one", () => {
    const refused: Lifecycle = { state: "needs_reconnect", live: 3, sandbox: 1 };
    const after = advance(refused, { kind: "token_accepted", environment: "sandbox", generation: 1 });
    expect(after).toBe(refused);
  });
});
