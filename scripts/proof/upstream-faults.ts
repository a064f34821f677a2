import fc from "fast-check";

/** A fault as the simulator's control API takes it, and whether it says that the token is dead. */
export type UpstreamFault = { name: string; fault: Record<string, unknown>; isRefusal: boolean };

/** Longer than the portal waits for an answer in this suite. */
export const timeoutMs = 750;
const latencyMs = 1_500;

const passing: UpstreamFault[] = Object.entries({
  "500": { status: 500 },
  "503": { status: 503 },
  "429": { status: 429, retry_after: 1 },
  "403": { status: 403 },
  timeout: { latency_ms: latencyMs },
  "HTML 200": { status: 200, html: true },
  "HTML 502": { status: 502, html: true },
  "malformed JSON": { malformed: true },
  "dropped connection": { drop: true },
}).map(([name, fault]) => ({ name, fault, isRefusal: false }));

const aboutUs = ["ip_not_allowed", "no_api_access", "wrong_environment", "no_header"];
const aboutTheToken = [
  "deleted_credential",
  "expired_credential",
  "no_credential",
  "a_reason_nobody_documented",
];

const refusals: UpstreamFault[] = [
  ...aboutUs.map((reason) => ({ name: `401 ${reason}`, fault: { status: 401, reason }, isRefusal: false })),
  ...aboutTheToken.map((reason) => ({
    name: `401 ${reason}`,
    fault: { status: 401, reason },
    isRefusal: true,
  })),
  { name: "401 without a reason", fault: { status: 401 }, isRefusal: true },
];

const paths = ["/live/accounts", "/live/accounts/*/balance"];

/** What befalls one read, and then the question whether the token is dead (null: Increase accepts it). */
export type Mishap = { path: string; first: UpstreamFault; second: UpstreamFault | null };

export const faultNames = [...passing, ...refusals].map(({ name }) => name);

/** A 401 as often as all others together: only those are asked about again. */
const anyFault = fc.oneof(fc.constantFrom(...passing), fc.constantFrom(...refusals));

export const anyMishap: fc.Arbitrary<Mishap> = fc.record({
  path: fc.constantFrom(...paths),
  first: anyFault,
  second: fc.option(anyFault, { freq: 3 }),
});

export function isConfirmedDead({ first, second }: Mishap): boolean {
  return first.isRefusal && second !== null && second.isRefusal;
}
