import { Pool } from "pg";

export const createBenchRows = `create table bench_rows (
  id bigserial primary key,
  body bytea not null,
  received_at timestamptz not null
)`;

export const storedText = "Stored\n";

let pool: Pool | undefined;

/** The least that an inbox has to do: one committed row, over as many connections as the portal has. */
export async function insertBenchRow(body: Buffer): Promise<void> {
  // Not when the file is read: `next build` reads it too.
  pool ??= new Pool({ connectionString: process.env.DATABASE_URL, max: 5 });
  await pool.query("insert into bench_rows (body, received_at) values ($1, $2)", [body, new Date()]);
}
