import { z } from "zod";
import { environments } from "../environment";

const timeMs = z.number();

const deliveryStates = ["waiting", "delivered", "failed", "dropped", "not_sent"] as const;

export const DeliveryAttempt = z.strictObject({
  at: timeMs,
  /** Null where no answer came. */
  status: z.number().nullable(),
  error: z.string().nullable(),
});
export type DeliveryAttempt = z.infer<typeof DeliveryAttempt>;

/** One event on its way to one subscription. */
export const Delivery = z.strictObject({
  id: z.string(),
  createdAt: timeMs,
  environment: z.enum(environments),
  subscriptionId: z.string(),
  eventId: z.string(),
  category: z.string(),
  url: z.string(),
  /** What `Increase-Group-Id` says; null for the platform's own events. */
  groupId: z.string().nullable(),
  webhookId: z.string(),
  body: z.string(),
  state: z.enum(deliveryStates),
  /** Why it was dropped or not sent. */
  reason: z.string().nullable(),
  attempts: z.array(DeliveryAttempt),
  nextAttemptAt: timeMs.nullable(),
});
export type Delivery = z.infer<typeof Delivery>;

/** Kept apart, so that finding what is still to do costs the same however much is done. */
export const Deliveries = z.strictObject({
  pending: z.array(Delivery).default([]),
  /** The latest only, oldest first. */
  finished: z.array(Delivery).default([]),
});

/** What shall go wrong on the way. `secret` and `group_id` replace the true ones in what is sent. */
export const DeliveryModes = z.strictObject({
  duplicate: z.int().min(1).max(100).default(1),
  reorder: z.boolean().default(false),
  delay_ms: z.int().min(0).max(600_000).default(0),
  drop: z.boolean().default(false),
  secret: z.string().min(1).max(100).nullable().default(null),
  group_id: z.string().min(1).max(200).nullable().default(null),
});
export type DeliveryModes = z.infer<typeof DeliveryModes>;
