import { z } from "zod";
import { StoredAlert } from "../alerts/records";
import { Deliveries, DeliveryModes } from "../deliveries/records";
import { environments } from "../environment";
import { transactionCategories } from "../routes/transaction-categories";
import { afterTheSeed } from "../seed/rows";
import { Switches } from "../switches";
import type {
  AnyAccount,
  AnyAccountNumber,
  AnyCard,
  AnyEvent,
  AnyPendingTransaction,
  EventSubscription,
  GivenSource,
} from "../wire";

const environment = z.enum(environments);
const timeMs = z.number();

export const scopes = ["read_only", "read_write"] as const;
export type Scope = (typeof scopes)[number];
const scope = z.enum(scopes);

/** A customer group made after the start. Its bank data follows from these numbers. */
export const CreatedGroup = z.strictObject({
  id: z.string(),
  name: z.string(),
  ordinal: z.number(),
  anchorMs: timeMs,
  accounts: z.number(),
  transactionsPerAccount: z.number(),
});
export type CreatedGroup = z.infer<typeof CreatedGroup>;

/** Sandbox connections exist only under a switch; they hang on the live one in `parentId`. */
export const Connection = z.strictObject({
  id: z.string(),
  environment,
  groupId: z.string(),
  applicationId: z.string(),
  scope,
  at: timeMs,
  sequence: z.number(),
  deletedAt: timeMs.nullable(),
  parentId: z.string().nullable(),
});
export type Connection = z.infer<typeof Connection>;

export const AuthorizationCode = z.strictObject({
  code: z.string(),
  groupId: z.string(),
  applicationId: z.string(),
  scope,
  expiresAt: timeMs,
  usedAt: timeMs.nullable(),
  connectionId: z.string().nullable(),
});
export type AuthorizationCode = z.infer<typeof AuthorizationCode>;

export const AccessToken = z.strictObject({
  token: z.string(),
  environment,
  groupId: z.string(),
  connectionId: z.string(),
  scope,
  createdAt: timeMs,
  /** When it stopped working: its connection was deactivated, or a newer approval voided it. */
  voidedAt: timeMs.nullable(),
});
export type AccessToken = z.infer<typeof AccessToken>;

const stored = <T>() => z.strictObject({ at: timeMs, sequence: z.number(), value: z.custom<T>() });

/** The secret is for signing deliveries; no answer ever holds it. */
export const Subscription = stored<EventSubscription>().extend({ environment, sharedSecret: z.string() });
export type Subscription = z.infer<typeof Subscription>;

/** An event and whose it is: the platform's own, or a customer group's. */
export const RecordedEvent = stored<AnyEvent>().extend({ environment, groupId: z.string() });
export type RecordedEvent = z.infer<typeof RecordedEvent>;

/** A seeded or new object of the bank as it is now, and what a test has the API say besides. */
const written = <T>() =>
  stored<T>().extend({
    environment,
    groupId: z.string(),
    extra: z.record(z.string(), z.unknown()).optional(),
  });

/** A transaction that the control API made. Its amount is signed; what was not given follows from kind and id. */
export const StoredPosting = z.strictObject({
  id: z.string(),
  environment,
  groupId: z.string(),
  accountId: z.string(),
  at: timeMs,
  sequence: z.number(),
  kind: z.enum(transactionCategories),
  amount: z.number(),
  routeId: z.string().nullable(),
  description: z.string().nullable().default(null),
  source: z.custom<GivenSource>().nullable().default(null),
});
export type StoredPosting = z.infer<typeof StoredPosting>;

/** Objects that callers wrote; seeded ones are computed, never stored. */
export const State = z.strictObject({
  version: z.literal(1),
  /** The moment the seeded ledgers end at. */
  anchorMs: timeMs,
  clockOffsetMs: z.number(),
  sequence: z.number(),
  redirectUrl: z.string(),
  switches: Switches,
  groups: z.array(CreatedGroup),
  connections: z.array(Connection),
  codes: z.array(AuthorizationCode),
  tokens: z.array(AccessToken),
  events: z.array(RecordedEvent),
  subscriptions: z.array(Subscription),
  accounts: z.array(written<AnyAccount>()),
  idempotency: z.array(
    z.strictObject({
      key: z.string(),
      owner: z.string(),
      fingerprint: z.string(),
      body: z.record(z.string(), z.unknown()),
    }),
  ),
  // Later than the first data files, hence the defaults.
  accountNumbers: z.array(written<AnyAccountNumber>()).default([]),
  cards: z.array(written<AnyCard>()).default([]),
  pendingTransactions: z
    .array(written<AnyPendingTransaction>().extend({ heldWhilePending: z.number() }))
    .default([]),
  postings: z.array(StoredPosting).default([]),
  deliveries: Deliveries.prefault({}),
  deliveryModes: DeliveryModes.prefault({}),
  alerts: z.array(StoredAlert).default([]),
});
export type State = z.infer<typeof State>;

export function emptyState(anchorMs: number, redirectUrl: string): State {
  return {
    version: 1,
    anchorMs,
    clockOffsetMs: 0,
    sequence: afterTheSeed,
    redirectUrl,
    switches: Switches.parse({}),
    groups: [],
    connections: [],
    codes: [],
    tokens: [],
    events: [],
    subscriptions: [],
    accounts: [],
    idempotency: [],
    accountNumbers: [],
    cards: [],
    pendingTransactions: [],
    postings: [],
    deliveries: { pending: [], finished: [] },
    deliveryModes: DeliveryModes.parse({}),
    alerts: [],
  };
}
