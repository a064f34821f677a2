import { request as playwrightRequest } from "@playwright/test";
import { z } from "zod";

const group = z.object({ group_id: z.string(), account_ids: z.array(z.string()) });
const transaction = z.object({ transaction_id: z.string(), account_id: z.string(), amount: z.number() });
const pendingTransaction = z.object({
  pending_transaction_id: z.string(),
  account_id: z.string(),
  amount: z.number(),
  held_amount: z.number(),
});
const staffPerson = z.object({ sub: z.string(), email: z.string() });
const logged = z.object({
  path: z.string(),
  method: z.string(),
  query: z.unknown(),
  status: z.number(),
  concurrency: z.number(),
  at: z.string(),
  finished_at: z.string().nullable(),
});
const connection = z.object({ id: z.string(), status: z.string(), scope: z.string() });
const platform = z.object({
  platform: z.object({
    live_key: z.string(),
    application: z.object({ client_id: z.string(), client_secret: z.string() }),
  }),
});

const seeded = z.object({ groups: z.array(z.object({ id: z.string(), name: z.string() })) });
const tokens = z.object({
  tokens: z.array(
    z.object({
      access_token: z.string(),
      environment: z.enum(["live", "sandbox"]),
      group_id: z.string(),
      voided_at: z.string().nullable(),
    }),
  ),
});

export type Fault = {
  path: string;
  method?: string;
  times?: number | null;
  after?: number;
  status?: number;
  reason?: string;
  retry_after?: number;
  latency_ms?: number;
  drop?: true;
  malformed?: true;
  html?: true;
  /** Any JSON in the place of the true answer, with status 200 unless another is named. */
  answer?: unknown;
};
type Place = { account_id?: string; route_id?: string; environment?: "live" | "sandbox" };
/** A source is answered as it is: for a category or a field that Increase adds tomorrow. */
type Source = { category: string; [field: string]: unknown };
export type LoggedRequest = z.output<typeof logged>;

/** The control API of the local Increase. Everything is asked for one group, so tests don't disturb each other. */
export class Simulator {
  constructor(readonly url: string) {}

  private async send(
    method: "GET" | "POST" | "PATCH" | "DELETE",
    path: string,
    body?: unknown,
  ): Promise<unknown> {
    const context = await playwrightRequest.newContext();
    try {
      const response = await context.fetch(`${this.url}/_sim/${path}`, { method, data: body });
      if (!response.ok()) throw new Error(`_sim/${path}: ${response.status()} ${await response.text()}`);
      const text = await response.text();
      return text === "" ? null : JSON.parse(text);
    } finally {
      await context.dispose();
    }
  }

  async makeGroup(shape: { accounts?: number; transactions_per_account?: number } = {}) {
    const made = group.parse(await this.send("POST", "groups", shape));
    return { groupId: made.group_id, accountIds: made.account_ids };
  }

  /** One that every simulator begins with. */
  async seededGroup(name: string): Promise<{ groupId: string; accountIds: string[] }> {
    const { groups } = seeded.parse(await this.send("GET", "state"));
    const found = groups.find((each) => each.name === name);
    if (found === undefined) throw new Error(`There is no group ${name}`);
    return { groupId: found.id, accountIds: [] };
  }

  /** The API itself, asked with the group's own token. */
  async get(groupId: string, side: "live" | "sandbox", path: string): Promise<unknown> {
    const issued = tokens.parse(await this.send("GET", "state")).tokens;
    const token = issued.findLast(
      (each) => each.group_id === groupId && each.environment === side && each.voided_at === null,
    );
    const response = await fetch(`${this.url}/${side}${path}`, {
      headers: { authorization: `Bearer ${token?.access_token}` },
    });
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return response.json();
  }

  /** @param groupId null: whoever asks. Then it must be over soon, since every test can meet it. */
  async fault(groupId: string | null, fault: Fault): Promise<void> {
    await this.send("POST", "faults", { ...(groupId ? { group_id: groupId } : {}), times: null, ...fault });
  }

  /** Whoever's they are. */
  async clearFaultsAt(path: string): Promise<void> {
    await this.send("DELETE", `faults?path=${encodeURIComponent(path)}`);
  }

  async clearFaults(groupId: string): Promise<void> {
    await this.send("DELETE", `faults?group_id=${groupId}`);
  }

  /** Grants that the group makes without the portal, each a connection that only Increase has. Returns one's id. */
  async grantElsewhere(groupId: string, times = 1): Promise<string> {
    const { live_key: key, application } = platform.parse(await this.send("GET", "state")).platform;
    const { client_id, client_secret } = application;
    for (let made = 0; made < times; made += 1) {
      const { code } = z.object({ code: z.string() }).parse(
        await this.send("POST", "authorize", {
          client_id,
          state: "s",
          scope: "read_only",
          group_id: groupId,
        }),
      );
      const response = await fetch(`${this.url}/live/oauth/tokens`, {
        method: "POST",
        headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
        body: JSON.stringify({ grant_type: "authorization_code", client_id, client_secret, code }),
      });
      if (!response.ok) throw new Error(`The code was refused: ${await response.text()}`);
    }
    return (await this.connectionsOf(groupId)).at(-1)?.id ?? "";
  }

  /** Approves what an authorization URL asks for, without a browser. Returns where Increase sends the person. */
  async approve(authorizeUrl: string, groupId: string): Promise<string> {
    const { searchParams } = new URL(authorizeUrl);
    const approved = await this.send("POST", "authorize", {
      ...Object.fromEntries(searchParams),
      group_id: groupId,
    });
    return z.object({ redirect_to: z.string() }).parse(approved).redirect_to;
  }

  async expireCodes(groupId: string): Promise<void> {
    await this.send("POST", "codes/expire", { group_id: groupId });
  }

  async requestsOf(groupId: string): Promise<LoggedRequest[]> {
    const answer = await this.send("GET", `requests?group_id=${groupId}`);
    return z.object({ data: z.array(logged) }).parse(answer).data;
  }

  async connectionsOf(groupId: string) {
    const answer = await this.send("GET", `connections?group_id=${groupId}`);
    return z.object({ data: z.array(connection) }).parse(answer).data;
  }

  async deactivate(connectionId: string): Promise<void> {
    await this.send("POST", `connections/${connectionId}/deactivate`, {});
  }

  /** Money comes in: a transaction, a new balance, and their events. */
  async receiveAch(groupId: string): Promise<void> {
    await this.send("POST", "inbound_ach_transfers", { group_id: groupId });
  }

  /** A transaction of any category, also one of the past. Amounts are signed cents. */
  async addTransaction(
    groupId: string,
    wanted: Place & {
      amount?: number;
      category?: string;
      description?: string;
      created_at?: string;
      source?: Source;
    } = {},
  ) {
    const made = await this.send("POST", "transactions", { group_id: groupId, ...wanted });
    const { transaction_id: id, account_id: accountId, amount } = transaction.parse(made);
    return { id, accountId, amountCents: amount };
  }

  /** Money that waits; `held_amount` is at most 0. */
  async addPendingTransaction(
    groupId: string,
    wanted: Place & {
      amount?: number;
      held_amount?: number;
      category?: string;
      description?: string;
      source?: Source;
    } = {},
  ) {
    const made = await this.send("POST", "pending_transactions", { group_id: groupId, ...wanted });
    const { pending_transaction_id: id, ...rest } = pendingTransaction.parse(made);
    return { id, accountId: rest.account_id, amountCents: rest.amount, heldCents: rest.held_amount };
  }

  async completePendingTransaction(groupId: string, id: string): Promise<void> {
    await this.send("POST", `pending_transactions/${id}/complete`, { group_id: groupId });
  }

  /** Any status, and in `extra` any fields that the API shall answer besides or instead. */
  async changeAccount(
    groupId: string,
    accountId: string,
    change: {
      environment?: "live" | "sandbox";
      status?: string;
      name?: string;
      extra?: Record<string, unknown>;
    },
  ): Promise<void> {
    await this.send("PATCH", `accounts/${accountId}`, { group_id: groupId, ...change });
  }

  async changeAccountNumber(groupId: string, id: string, change: { status?: string }): Promise<void> {
    await this.send("PATCH", `account_numbers/${id}`, { group_id: groupId, ...change });
  }

  /** Somebody with an account at the staff's issuer. */
  async makePerson(claims: { name?: string; email?: string; email_verified?: boolean | "absent" } = {}) {
    return staffPerson.parse(await this.send("POST", "staff/people", claims));
  }

  /** What the platform's own alert channel was sent, with the portal's signature found good. */
  async alertsTaken(): Promise<unknown[]> {
    const answer = z
      .object({ data: z.array(z.object({ is_signature_valid: z.literal(true), body: z.unknown() })) })
      .parse(await this.send("GET", "alerts"));
    return answer.data.map(({ body }) => body);
  }

  /** Every token that was ever issued. */
  async issuedTokens(): Promise<string[]> {
    const state = z
      .object({ tokens: z.array(z.object({ access_token: z.string() })) })
      .parse(await this.send("GET", "state"));
    return state.tokens.map(({ access_token: token }) => token);
  }
}
