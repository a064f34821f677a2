import { Clock, wholeSecondMs } from "../clock";
import { defaultTimeoutMs, Dispatcher } from "../deliveries/dispatcher";
import type { Environment } from "../environment";
import { FaultList } from "../faults";
import type { Keyed } from "../pagination";
import { platform } from "../platform";
import { RequestLog } from "../request-log";
import { seedGroups, toGroup } from "../seed/groups";
import type { Group } from "../seed/groups";
import type { Ledger } from "../seed/rows";
import { StaffIssuer } from "../staff/issuer";
import { emptyState } from "./records";
import type { State } from "./records";

export interface WorldOptions {
  readonly redirectUrl?: string | undefined;
  readonly machineNow?: (() => number) | undefined;
  readonly state?: State | undefined;
  /** How long an endpoint may take to answer a delivery. */
  readonly deliveryTimeoutMs?: number | undefined;
}

/** All of one simulator. Several in one process share nothing. */
export class World {
  readonly clock: Clock;
  readonly faults = new FaultList();
  readonly requestLog: RequestLog;
  readonly deliveries: Dispatcher;
  readonly staff = new StaffIssuer(() => this.state.redirectUrl);
  readonly changeListeners: (() => void)[] = [];
  /** Computed from the state, and from nothing else. Dropped when what they follow from changes. */
  readonly ledgers = new Map<string, Ledger>();
  state: State;
  #groups = new Map<string, Group>();
  readonly #redirectUrl: string;

  constructor(options: WorldOptions = {}) {
    this.clock = new Clock(options.machineNow);
    this.requestLog = new RequestLog(this.clock);
    this.deliveries = new Dispatcher(this, options.deliveryTimeoutMs ?? defaultTimeoutMs);
    this.#redirectUrl = options.redirectUrl ?? options.state?.redirectUrl ?? platform.defaultRedirectUrl;
    this.state = options.state ?? this.#seed();
    this.state.redirectUrl = this.#redirectUrl;
    this.clock.offsetMs = this.state.clockOffsetMs;
    this.#computeGroups();
  }

  get groups(): ReadonlyMap<string, Group> {
    return this.#groups;
  }

  get platformGroup(): Group {
    for (const group of this.#groups.values()) if (group.kind === "platform") return group;
    throw new Error("The seed has no platform group.");
  }

  /** Back to the seed, which then ends at the machine's present. */
  reset(): void {
    this.clock.offsetMs = 0;
    this.state = this.#seed();
    this.deliveries.reset();
    this.staff.reset();
    this.ledgers.clear();
    this.faults.clear();
    this.requestLog.clear();
    this.#computeGroups();
    this.changed();
  }

  advanceClock(seconds: number): void {
    this.clock.advance(seconds);
    this.state.clockOffsetMs = this.clock.offsetMs;
    this.deliveries.sendDue();
    this.changed();
  }

  addGroup(record: State["groups"][number]): Group {
    this.state.groups.push(record);
    const group = toGroup(record);
    this.#groups.set(group.id, group);
    this.changed();
    return group;
  }

  /** The place in every list of an object that is made now. */
  nextKey(): Keyed {
    this.state.sequence += 1;
    return { at: wholeSecondMs(this.clock.nowMs()), sequence: this.state.sequence };
  }

  /** Said after every change of the state. */
  changed(): void {
    for (const listener of this.changeListeners) listener();
  }

  forgetLedger(environment: Environment, groupId: string): void {
    this.ledgers.delete(`${environment}:${groupId}`);
  }

  #seed(): State {
    return emptyState(wholeSecondMs(this.clock.nowMs()), this.#redirectUrl);
  }

  #computeGroups(): void {
    const groups = [...seedGroups(this.state.anchorMs), ...this.state.groups.map(toGroup)];
    this.#groups = new Map(groups.map((group) => [group.id, group]));
  }
}
