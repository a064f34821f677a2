import { describe, expect, test } from "vitest";
import { UpstreamError } from ".";
import { createGroupGates } from "./group-gate";

/** A clock that a wait moves on, and the gates that go by it. */
function gatesAt(nowMs = Date.parse("2026-03-06T09:00:00Z")) {
  const waits: number[] = [];
  const clock = { nowMs, waits };
  const gates = createGroupGates({
    now: () => new Date(clock.nowMs),
    wait: async (ms) => {
      waits.push(ms);
      clock.nowMs += ms;
    },
  });
  return { clock, gates, gate: gates.gateOf("live", "group_1") };
}

const slowDown = (retryAfterMs: number | null) => new UpstreamError("rate_limited", 429, {}, retryAfterMs);

/** A work that fails with each of these in turn, then succeeds; it counts how often it is begun. */
function failing(...errors: Error[]) {
  const work = async () => {
    work.begun += 1;
    const error = errors.shift();
    if (error) throw error;
    return "done";
  };
  work.begun = 0;
  return work;
}

function door() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open: () => open(), opened };
}

/** Long enough for everything that waits for nothing but its turn. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe("a group's gate", () => {
  test("lets ten works begin at once, and the others in their turn", async () => {
    const { gate } = gatesAt();
    const doors = Array.from({ length: 25 }, door);
    const begun: number[] = [];
    const works = doors.map(({ opened }, index) =>
      gate.run(async () => {
        begun.push(index);
        await opened;
        return index;
      }),
    );
    await settle();
    expect(begun).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    doors[3]?.open();
    await settle();
    expect(begun.slice(10)).toEqual([10]);
    for (const { open } of doors) open();
    expect(await Promise.all(works)).toEqual(doors.map((_, index) => index));
  });

  test("gives a turn back where a work fails", async () => {
    const { gate } = gatesAt();
    const failed = Array.from({ length: 10 }, () => gate.run(failing(new Error("broken"))));
    const last = gate.run(failing());
    expect((await Promise.allSettled(failed)).every(({ status }) => status === "rejected")).toBe(true);
    expect(await last).toBe("done");
  });

  test("tries a work that is told to slow down once more, after the wait that it was told", async () => {
    const { clock, gate } = gatesAt();
    const work = failing(slowDown(1_200));
    expect(await gate.run(work)).toBe("done");
    expect([work.begun, clock.waits]).toEqual([2, [1_200]]);
  });

  test("waits a second where no number is told", async () => {
    const { clock, gate } = gatesAt();
    await gate.run(failing(slowDown(null)));
    expect(clock.waits).toEqual([1_000]);
  });

  test("gives out the second refusal, and never tries a third time", async () => {
    const { gate } = gatesAt();
    const second = slowDown(3);
    const work = failing(slowDown(2), second, slowDown(1));
    await expect(gate.run(work)).rejects.toBe(second);
    expect(work.begun).toBe(2);
  });

  test("gives out the refusal at once where the wait is longer than the work may wait", async () => {
    const { clock, gate } = gatesAt();
    const refusal = slowDown(1_501);
    const work = failing(refusal);
    await expect(gate.run(work)).rejects.toBe(refusal);
    expect([work.begun, clock.waits]).toEqual([1, []]);
  });

  test("is closed until then: works are refused uncalled with what remains, and begin again after", async () => {
    const { clock, gate } = gatesAt();
    await gate.run(failing(slowDown(30_000))).catch(() => undefined);
    clock.nowMs += 10_000;
    const work = failing();
    const refused = Array.from({ length: 20 }, () => gate.run(work));
    for (const outcome of await Promise.allSettled(refused)) {
      expect(outcome).toMatchObject({ reason: { kind: "rate_limited", retryAfterMs: 20_000 } });
    }
    clock.nowMs += 19_000;
    expect(work.begun).toBe(0);
    expect(await gate.run(work)).toBe("done");
    expect([work.begun, clock.waits]).toEqual([1, [1_000]]);
    expect(await gate.run(work)).toBe("done");
    expect(clock.waits).toEqual([1_000]);
  });

  test("lets an export wait for a minute where a page would be refused", async () => {
    const { clock, gate } = gatesAt();
    await gate.run(failing(slowDown(60_000))).catch(() => undefined);
    expect(await gate.run(failing(), { longestWaitMs: 60_000 })).toBe("done");
    expect(clock.waits).toEqual([60_000]);
  });

  test("lets nobody wait longer in all than they may", async () => {
    const { clock, gate } = gatesAt();
    await gate.run(failing(slowDown(2_000))).catch(() => undefined);
    clock.nowMs += 1_000;
    const refusal = slowDown(600);
    const work = failing(refusal);
    await expect(gate.run(work)).rejects.toBe(refusal);
    expect([work.begun, clock.waits]).toEqual([1, [1_000]]);
  });

  test("that closes again while a work waits refuses it, where both waits are longer than it may wait", async () => {
    const { open, opened } = door();
    const waits: number[] = [];
    let nowMs = 0;
    const gates = createGroupGates({
      now: () => new Date(nowMs),
      wait: async (ms) => {
        waits.push(ms);
        nowMs += ms;
        open();
        await Promise.allSettled([other]);
      },
    });
    const gate = gates.gateOf("live", "group_1");
    const other = gate.run(
      async () => {
        await opened;
        throw slowDown(1_000);
      },
      { longestWaitMs: 0 },
    );
    const refused = gate.run(failing(slowDown(1_000)));
    await expect(refused).rejects.toMatchObject({ kind: "rate_limited", retryAfterMs: 1_000 });
    await expect(other).rejects.toMatchObject({ kind: "rate_limited" });
    expect(waits).toEqual([1_000]);
  });

  test("is never opened earlier by a later refusal that asks for less", async () => {
    const { clock, gate } = gatesAt();
    const works = [slowDown(40_000), slowDown(5_000)].map((refusal) => gate.run(failing(refusal)));
    await Promise.allSettled(works);
    clock.nowMs += 10_000;
    await expect(gate.run(failing())).rejects.toMatchObject({ retryAfterMs: 30_000 });
  });

  test("stays closed no longer than was asked for where the clock is set back", async () => {
    const { clock, gate } = gatesAt();
    await expect(gate.run(failing(slowDown(2_000)))).rejects.toMatchObject({ retryAfterMs: 2_000 });
    clock.nowMs -= 3_600_000;
    await expect(gate.run(failing())).rejects.toMatchObject({ retryAfterMs: 2_000 });
  });

  test("that closes while works wait for their turn begins none of them", async () => {
    const { gate } = gatesAt();
    const { open, opened } = door();
    const first = Array.from({ length: 10 }, () =>
      gate.run(async () => {
        await opened;
        throw slowDown(30_000);
      }),
    );
    const work = failing();
    const waiting = Array.from({ length: 10 }, () => gate.run(work));
    open();
    for (const outcome of await Promise.allSettled([...first, ...waiting])) {
      expect(outcome).toMatchObject({ reason: { kind: "rate_limited", retryAfterMs: 30_000 } });
    }
    expect(work.begun).toBe(0);
  });

  test("refuses at once who won't wait, though ten exports wait for it to reopen", async () => {
    const reopens = door();
    const gates = createGroupGates({ now: () => new Date(0), wait: () => reopens.opened });
    const gate = gates.gateOf("live", "group_1");
    await gate.run(failing(slowDown(30_000))).catch(() => undefined);
    for (let count = 0; count < 10; count += 1) void gate.run(failing(), { longestWaitMs: 60_000 });
    await settle();
    await expect(gate.run(failing())).rejects.toMatchObject({ kind: "rate_limited" });
  });

  test.each(["unavailable", "timeout", "unauthorized", "forbidden", "not_found", "invalid"] as const)(
    "stays open after an error that is not about our pace: %s",
    async (kind) => {
      const { gate } = gatesAt();
      const error = new UpstreamError(kind, undefined, {});
      const work = failing(error);
      await expect(gate.run(work)).rejects.toBe(error);
      expect(work.begun).toBe(1);
      expect(await gate.run(work)).toBe("done");
    },
  );
});

describe("the gates of all groups", () => {
  test("don't hold one another: neither another group, nor the same one's other side", async () => {
    const { gates, gate } = gatesAt();
    const { open, opened } = door();
    const busy = Array.from({ length: 10 }, () => gate.run(() => opened));
    expect(await gates.gateOf("live", "group_2").run(failing())).toBe("done");
    expect(await gates.gateOf("sandbox", "group_1").run(failing())).toBe("done");
    open();
    await Promise.all(busy);
    await gate.run(failing(slowDown(60_000))).catch(() => undefined);
    expect(await gates.gateOf("live", "group_2").run(failing())).toBe("done");
    expect(await gates.gateOf("sandbox", "group_1").run(failing())).toBe("done");
    await expect(gate.run(failing())).rejects.toMatchObject({ kind: "rate_limited" });
  });

  test("are one for a group, however often it is asked for", async () => {
    const { gates, gate } = gatesAt();
    await gate.run(failing(slowDown(60_000))).catch(() => undefined);
    await expect(gates.gateOf("live", "group_1").run(failing())).rejects.toMatchObject({
      retryAfterMs: 60_000,
    });
  });

  test("are forgotten once nothing runs, and what Increase closed once it is open again", async () => {
    const { clock, gates, gate } = gatesAt();
    const { open, opened } = door();
    const works = [gate.run(() => opened), gate.run(failing())];
    await settle();
    expect(gates.size).toBe(1);
    open();
    await Promise.all(works);
    expect(gates.size).toBe(0);
    for (let group = 0; group < 50; group += 1) {
      const closing = gates.gateOf("live", `group_${group}`).run(failing(slowDown(30_000)));
      await closing.catch(() => undefined);
    }
    expect(gates.size).toBe(50);
    clock.nowMs += 30_000;
    await gates.gateOf("live", "group_new").run(failing());
    expect(gates.size).toBe(0);
  });
});
