import { z } from "zod";
import { errorTypes } from "./errors";
import { matchesGlob } from "./glob";

const effects = ["status", "latency_ms", "drop", "malformed", "html", "answer"] as const;

/** A fault as the control API takes it. The first one that matches a request acts on it, and no other. */
export const Fault = z
  .strictObject({
    method: z.enum(["GET", "POST", "PATCH"]).optional(),
    /** Over the whole path: `*` is part of one segment, `**` anything. */
    path: z.string().min(1),
    group_id: z.string().optional(),
    times: z.int().min(1).nullable().default(1),
    after: z.int().min(0).default(0),
    /** `after`: the request has its effect, and only the answer is lost or replaced. */
    phase: z.enum(["before", "after"]).default("before"),
    status: z.union([z.literal(200), z.int().min(400).max(599)]).optional(),
    type: z.enum(errorTypes).optional(),
    reason: z.string().optional(),
    retry_after: z.int().min(0).optional(),
    latency_ms: z.int().min(0).max(600_000).optional(),
    drop: z.literal(true).optional(),
    malformed: z.literal(true).optional(),
    html: z.literal(true).optional(),
    /** Any JSON in the place of the true answer: somebody else's object, or one that Increase does not have. */
    answer: z.json().optional(),
  })
  .refine((fault) => effects.some((effect) => fault[effect] !== undefined), {
    message: `name at least one of ${effects.join(", ")}`,
  })
  .refine(({ status, html, answer }) => status !== 200 || html || answer !== undefined, {
    message: "status 200 goes with html or answer only",
  });
export type Fault = z.infer<typeof Fault>;

export interface ActiveFault extends Fault {
  readonly id: string;
  /** Matching calls still to pass, and still to fail. */
  toPass: number;
  toFail: number | null;
}

interface Target {
  method: string;
  path: string;
  groupId: string | null;
}

export class FaultList {
  #faults: ActiveFault[] = [];
  #lastId = 0;

  add(fault: Fault): ActiveFault {
    this.#lastId += 1;
    const active = { ...fault, id: `fault_${this.#lastId}`, toPass: fault.after, toFail: fault.times };
    this.#faults.push(active);
    return active;
  }

  list(): readonly ActiveFault[] {
    return this.#faults;
  }

  remove(id: string): boolean {
    const before = this.#faults.length;
    this.#faults = this.#faults.filter((fault) => fault.id !== id);
    return this.#faults.length < before;
  }

  /** Those of the group and at the path that are named; all of them where neither is. */
  clear({ groupId, path }: { groupId?: string | undefined; path?: string | undefined } = {}): void {
    this.#faults = this.#faults.filter(
      (fault) =>
        (groupId !== undefined && fault.group_id !== groupId) || (path !== undefined && fault.path !== path),
    );
  }

  /** The fault for a request that arrives now; counts it. */
  take(target: Target): ActiveFault | null {
    for (const fault of this.#faults) {
      if (!matches(fault, target)) continue;
      if (fault.toPass > 0) {
        fault.toPass -= 1;
        continue;
      }
      if (fault.toFail !== null) fault.toFail -= 1;
      if (fault.toFail === 0) this.remove(fault.id);
      return fault;
    }
    return null;
  }
}

function matches(fault: Fault, target: Target): boolean {
  if (fault.method !== undefined && fault.method !== target.method) return false;
  if (fault.group_id !== undefined && fault.group_id !== target.groupId) return false;
  return matchesGlob(target.path, fault.path);
}
