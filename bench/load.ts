import autocannon, { type Client, type Options, type Request, type Result } from "autocannon";
import { Problem } from "@/scripts/stack/problem";

export type Load = { url: string; connections: number; requests: readonly Request[] };

export type Measured = { perSecond: number; p50Ms: number; p99Ms: number };

const pollMs = 50;

/**
 * Sends each request once, in this process, which has nothing else to do meanwhile; ends with the last answer.
 * Every connection has an equal share, made into bytes before the clock starts, and sends one at a time.
 * @throws Problem unless all answers are 2xx
 */
export async function fire({ url, connections, requests }: Load): Promise<Measured> {
  const shares = deal(requests, connections);
  const clock = startClock(requests.length / connections);
  const { errors, latency, ...result } = await run(
    {
      url,
      connections,
      amount: requests.length,
      bailout: 1,
      sampleInt: pollMs,
      setupClient: (client) => client.setRequests(shares.pop() ?? []),
    },
    clock,
  );
  if (result["2xx"] !== requests.length || errors > 0) {
    const codes = JSON.stringify(result.statusCodeStats);
    throw new Problem(
      `${url} did not answer each of ${requests.length} requests with 2xx: ${codes}, ${errors} errors.`,
    );
  }
  return { perSecond: clock.perSecond(), p50Ms: latency.p50, p99Ms: latency.p99 };
}

function run(options: Options, clock: Clock): Promise<Result> {
  return new Promise((resolve, reject) => {
    const settle = (error: unknown, result: Result) => (error ? reject(error) : resolve(result));
    const instance = autocannon(options, settle);
    instance.on("start", clock.start);
    instance.on("response", clock.count);
  });
}

/** Each connection's own part of them: told of all, every connection would send each. */
export function deal(requests: readonly Request[], connections: number): Request[][] {
  const share = requests.length / connections;
  if (!Number.isInteger(share) || share === 0) throw new Error("requests can't be dealt out evenly");
  return Array.from({ length: connections }, (_none, at) => requests.slice(at * share, (at + 1) * share));
}

type Clock = ReturnType<typeof startClock>;

/** Counts for as long as all connections are busy: the last stragglers are a load that nobody asked for. */
function startClock(share: number) {
  const answers = new Map<Client, number>();
  let startedAt = 0;
  let all = 0;
  let perSecond: number | null = null;
  return {
    start: () => void (startedAt = performance.now()),
    count: (client: Client) => {
      const own = (answers.get(client) ?? 0) + 1;
      answers.set(client, own);
      all += 1;
      if (own === share) perSecond ??= (all / (performance.now() - startedAt)) * 1000;
    },
    perSecond: () => perSecond ?? Number.NaN,
  };
}
