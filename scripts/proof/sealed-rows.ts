import { v4 as uuidv4 } from "uuid";
import { Client } from "pg";
import type { IncreaseEnvironment } from "@/lib/increase";
import { Secret, type TokenOwner, type Vault } from "@/lib/vault";

/** Rows of a database, as sign-ins, mints and pages would have left them: what each holds can be told from its place. */
export type SealedRows = { connectionIds: string[]; groupIdOf(connectionId: string): string; rows: number };

const groupIdOf = (connectionId: string) => `group_${connectionId.replaceAll("-", "")}`;
const connectionsPerStatement = 1_000;

export function plainToken({ connectionId, environment }: TokenOwner, generation: number): string {
  return `token ${generation} of ${connectionId}, ${environment}`;
}

export function plainData({ connectionId }: TokenOwner): string {
  return JSON.stringify([{ of: connectionId, balances: "0123456789".repeat(20) }]);
}

/** On two connections come two live tokens, a sandbox token and something that is kept. */
const rowsPerConnection = 2;

const insertGroups = "insert into users (id) select unnest($1::text[])";
const insertConnections = `
  insert into connections (id, group_id, state, scope, connected_at, state_changed_at, has_sandbox_token)
  select id, group_id, 'active', 'read_only', now(), now(), has_sandbox_token
  from unnest($1::uuid[], $2::text[], $3::boolean[]) as made (id, group_id, has_sandbox_token)`;
const insertTokens = `
  insert into connection_tokens (connection_id, environment, generation, sealed, minted_at)
  select id, environment, 1, sealed, now() from unnest($1::uuid[], $2::text[], $3::text[]) as made (id, environment, sealed)`;
const insertKept = `
  insert into kept_accounts (connection_id, environment, sealed, read_at)
  select id, environment, sealed, now() from unnest($1::uuid[], $2::text[], $3::text[]) as made (id, environment, sealed)`;

/** Three columns for `unnest`. */
function toColumns(owners: TokenOwner[], seal: (owner: TokenOwner) => string): string[][] {
  return [
    owners.map(({ connectionId }) => connectionId),
    owners.map(({ environment }) => environment),
    owners.map(seal),
  ];
}

const isEven = (_id: string, index: number) => index % 2 === 0;

async function insertSome(client: Client, ids: string[], vault: Vault): Promise<void> {
  const groupIds = ids.map(groupIdOf);
  const ownerOf = (environment: IncreaseEnvironment) => (connectionId: string) => ({
    connectionId,
    groupId: groupIdOf(connectionId),
    environment,
  });
  const tokens = [...ids.map(ownerOf("live")), ...ids.filter(isEven).map(ownerOf("sandbox"))];
  const kept = ids.filter(isEven).map(ownerOf("live"));
  const sealToken = (owner: TokenOwner) => vault.seal(new Secret(plainToken(owner, 1)), owner);
  await client.query(insertGroups, [groupIds]);
  await client.query(insertConnections, [ids, groupIds, ids.map(isEven)]);
  await client.query(insertTokens, toColumns(tokens, sealToken));
  await client.query(
    insertKept,
    toColumns(kept, (owner) => vault.sealData(plainData(owner), owner)),
  );
}

/** So many sealed rows, of tokens live and sandbox and of bank data. */
export async function fillSealedRows(url: string, rows: number, vault: Vault): Promise<SealedRows> {
  const connectionIds = Array.from({ length: rows / rowsPerConnection }, () => uuidv4());
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    for (let at = 0; at < connectionIds.length; at += connectionsPerStatement) {
      await insertSome(client, connectionIds.slice(at, at + connectionsPerStatement), vault);
    }
    await client.query("analyze");
  } finally {
    await client.end();
  }
  return { connectionIds, groupIdOf, rows };
}
