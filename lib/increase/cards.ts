import "server-only";
import { z } from "zod";
import { call, type GroupClient } from "./client";
import { pageOf, type Page } from "./paging";

const card = z
  .object({
    id: z.string(),
    account_id: z.string(),
    last4: z.string(),
    description: z.string().nullish(),
    status: z.string(),
    expiration_month: z.number().int(),
    expiration_year: z.number().int(),
    created_at: z.coerce.date(),
  })
  .transform((wire) => ({
    id: wire.id,
    accountId: wire.account_id,
    last4: wire.last4,
    description: wire.description ?? null,
    /** `active`, `disabled` or `canceled`; Increase may add others. */
    status: wire.status,
    expirationMonth: wire.expiration_month,
    expirationYear: wire.expiration_year,
    createdAt: wire.created_at,
  }));

export type Card = z.output<typeof card>;

const cardPage = pageOf(card);

/** An account's cards, newest first; never their numbers. https://increase.com/documentation/api/cards @throws UpstreamError */
export async function listCards(
  { sdk }: GroupClient,
  { accountId, limit }: { accountId: string; limit: number },
): Promise<Page<Card>> {
  return call(sdk.cards.list({ account_id: accountId, limit }), cardPage);
}
