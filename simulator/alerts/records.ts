import { z } from "zod";

/** What reached the platform's alert channel, under one webhook-id. */
export const StoredAlert = z.strictObject({
  receivedAt: z.number(),
  webhookId: z.string().nullable(),
  isSignatureValid: z.boolean(),
  /** The bytes as text: they are what was signed. */
  body: z.string(),
  deliveries: z.number(),
});
export type StoredAlert = z.infer<typeof StoredAlert>;
