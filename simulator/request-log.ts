import type { Clock } from "./clock";
import type { Environment } from "./environment";
import { matchesGlob } from "./glob";

const capacity = 10_000;

export interface LoggedRequest {
  id: number;
  at: string;
  finished_at: string | null;
  environment: Environment | null;
  method: string;
  path: string;
  query: Record<string, string>;
  group_id: string | null;
  /** Null while in flight, and where the connection was dropped. */
  status: number | null;
  /** Requests of the same group, in both environments, that somebody waited for when it began, itself included. */
  concurrency: number;
}

type NewRequest = Pick<LoggedRequest, "environment" | "method" | "path" | "query" | "group_id">;

/** The latest requests, newest last. Tokens and codes never reach it: the observer removes them. */
export class RequestLog {
  #requests: LoggedRequest[] = [];
  #lastId = 0;
  readonly #waitedFor = new Set<LoggedRequest>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  begin(request: NewRequest): LoggedRequest {
    const others = [...this.#waitedFor].filter(({ group_id }) => group_id === request.group_id);
    this.#lastId += 1;
    const logged: LoggedRequest = {
      id: this.#lastId,
      at: this.#now(),
      finished_at: null,
      ...request,
      status: null,
      concurrency: others.length + 1,
    };
    this.#waitedFor.add(logged);
    this.#requests.push(logged);
    if (this.#requests.length > 2 * capacity) this.#requests = this.#requests.slice(-capacity);
    return logged;
  }

  finish(request: LoggedRequest, status: number | null): void {
    request.finished_at = this.#now();
    request.status = status;
    this.leave(request);
  }

  /** Nobody waits for it any more: it is answered, or its caller gave up. */
  leave(request: LoggedRequest): void {
    this.#waitedFor.delete(request);
  }

  list(filter: { group_id?: string | undefined; path?: string | undefined } = {}): LoggedRequest[] {
    return this.#requests
      .slice(-capacity)
      .filter((request) => filter.group_id === undefined || request.group_id === filter.group_id)
      .filter((request) => filter.path === undefined || matchesGlob(request.path, filter.path));
  }

  clear(): void {
    this.#requests = [];
  }

  #now(): string {
    return new Date(this.#clock.nowMs()).toISOString();
  }
}
