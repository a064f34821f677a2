import { expect, test } from "vitest";
import { openSimulator, refusalBody } from "../testing/test-simulator";

test("one customer's token never sees what belongs to another", async () => {
  const simulator = await openSimulator();
  const mine = await simulator.connectNew("read_write");
  const theirs = await simulator.connectNew("read_write");
  const [account, transaction, pending, number, card, event] = await Promise.all([
    theirs.client.accounts.list(),
    theirs.client.transactions.list(),
    theirs.client.pendingTransactions.list(),
    theirs.client.accountNumbers.list(),
    theirs.client.cards.list(),
    theirs.client.events.list(),
  ]).then((pages) => pages.map((page) => page.data[0]?.id ?? "missing"));
  const accountId = account ?? "";
  const refused = await Promise.all(
    [
      mine.client.accounts.retrieve(accountId),
      mine.client.accounts.balance(accountId),
      mine.client.accounts.update(accountId, { name: "Mine now" }),
      mine.client.accounts.close(accountId),
      mine.client.transactions.retrieve(transaction ?? ""),
      mine.client.pendingTransactions.retrieve(pending ?? ""),
      mine.client.accountNumbers.retrieve(number ?? ""),
      mine.client.cards.retrieve(card ?? ""),
      mine.client.events.retrieve(event ?? ""),
    ].map(refusalBody),
  );
  expect(refused).toHaveLength(9);
  for (const body of refused) {
    expect(body).toMatchObject({ type: "object_not_found_error", likely_environment: null });
  }
  for (const list of [
    mine.client.transactions.list({ account_id: accountId }),
    mine.client.pendingTransactions.list({ account_id: accountId }),
    mine.client.accountNumbers.list({ account_id: accountId }),
    mine.client.cards.list({ account_id: accountId }),
  ]) {
    expect((await list).data).toEqual([]);
  }
});

test("a group's own object of the other environment is told by likely_environment", async () => {
  const simulator = await openSimulator();
  const { client, token, group, connectionId } = await simulator.connectNew();
  const { access_token } = await simulator.mintSandboxToken(token);
  const sandbox = simulator.client("sandbox", access_token);
  const [liveId = ""] = group.account_ids;
  expect(await refusalBody(sandbox.accounts.retrieve(liveId))).toMatchObject({
    likely_environment: "production",
  });
  const sandboxId = (await sandbox.accounts.list()).data[0]?.id ?? "";
  expect(await refusalBody(client.accounts.retrieve(sandboxId))).toMatchObject({
    likely_environment: "sandbox",
  });
  const lookUp = simulator.platform("sandbox").oauthConnections.retrieve(connectionId);
  expect(await refusalBody(lookUp)).toMatchObject({ likely_environment: "production" });
});

test("a cursor of one customer is no cursor of another", async () => {
  const simulator = await openSimulator();
  const [mine, theirs] = [await simulator.connectNew(), await simulator.connectNew()];
  const cursor = (await theirs.client.transactions.list({ limit: 1 })).next_cursor ?? "";
  expect(await refusalBody(mine.client.transactions.list({ limit: 1, cursor }))).toMatchObject({
    status: 400,
  });
});

test("simulators of one process share nothing", async () => {
  const [one, other] = [await openSimulator(), await openSimulator()];
  const { token } = await one.connectNew();
  expect(await refusalBody(other.client("live", token).groups.retrieve())).toMatchObject({
    reason: "no_credential",
  });
  expect(other.running.world.groups.size).toBe(7);
});
