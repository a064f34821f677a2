import { z } from "zod";
import type { Simulator } from "./simulator";

const accountPage = z.object({
  data: z.array(z.object({ id: z.string(), funding: z.string(), status: z.string() })),
  next_cursor: z.string().nullable(),
});
const balance = z.object({ current_balance: z.number().int(), available_balance: z.number().int() });

export type LedgerAccount = {
  id: string;
  funding: string;
  isClosed: boolean;
  currentCents: number;
  availableCents: number;
};

/** Every account as the API gives it, with its balance, a hundred to a page. */
export async function readLedger(
  simulator: Simulator,
  groupId: string,
  side: "live" | "sandbox",
): Promise<LedgerAccount[][]> {
  const pages: LedgerAccount[][] = [];
  let next: string | null = "";
  while (next !== null) {
    const cursor = next === "" ? "" : `&cursor=${encodeURIComponent(next)}`;
    const page = accountPage.parse(await simulator.get(groupId, side, `/accounts?limit=100${cursor}`));
    const accounts: LedgerAccount[] = [];
    for (const { id, funding, status } of page.data) {
      const read = balance.parse(await simulator.get(groupId, side, `/accounts/${id}/balance`));
      accounts.push({
        id,
        funding,
        isClosed: status === "closed",
        currentCents: read.current_balance,
        availableCents: read.available_balance,
      });
    }
    pages.push(accounts);
    next = page.next_cursor;
  }
  return pages;
}

/** Whole cents, in whatever order. */
export function sumOf(accounts: LedgerAccount[], cents: (account: LedgerAccount) => number): number {
  return Number(accounts.reduce((sum, account) => sum + BigInt(cents(account)), 0n));
}
