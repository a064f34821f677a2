import { insertBenchRow, storedText } from "@/bench/floors/bench-rows";

/** A floor of `npm run bench`: a route of that build alone, since next.config.ts takes this file for one in no other. */
export async function POST(request: Request): Promise<Response> {
  await insertBenchRow(Buffer.from(await request.arrayBuffer()));
  return new Response(storedText);
}
