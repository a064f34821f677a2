import { z } from "zod";
import { startRealServer, type RealServerOptions } from "../real-server";
import { createActors } from "./actors";
import { createDigester } from "./digest";
import { routes } from "./endpoints";
import { readBuild, type BuiltAction } from "./read-build";
import { createRequests, type Answer } from "./requests";
import { createRows } from "./rows";
import { beginSignIn, connectGroup } from "./sign-in";
import { untilFound } from "../until";

const signInName = "app/(public)/actions.ts#signInWithIncrease";
const sealedRow = z.object({ sealed: z.string() });
const countRow = z.object({ count: z.coerce.number() });

/** The portal as it is served, two groups that are connected, and everybody who may come to it. */
export async function startWorld(options: RealServerOptions = {}) {
  const server = await startRealServer(options);
  const build = readBuild();
  const requests = createRequests(server.url);
  const signIn = build.actions.find(({ name }) => name === signInName);
  if (signIn === undefined) throw new Error(`the build has no ${signInName}`);
  const rows = createRows(server, {
    own: await connectGroup(server, requests, signIn.id),
    other: await connectGroup(server, requests, signIn.id),
  });
  const { actors, renew } = await createActors(server, rows);
  const place = { ...rows, linkId: await rows.makeLink(), eventId: await rows.makeDeadEvent() };
  const groups = [rows.own, rows.other];
  // The first account is in addresses, and so in the audit log, which the staff read.
  const accountIds = groups.flatMap((group) => group.accountIds).slice(1);
  const bankIds = accountIds.concat(groups.flatMap(({ groupId }) => rows.transactionIdsOf(groupId)));
  return {
    server,
    build,
    requests,
    rows,
    actors,
    renew,
    place,
    digest: await createDigester(server),
    tally: { requests: 0, refused: 0, allowed: 0, withAccounts: 0, wrong: new Array<string>() },
    beginSignIn: () => beginSignIn(server, requests, signIn.id),
    /** The address of a page that knows the action. */
    pageOf({ name, routes: [route = ""] }: BuiltAction): string {
      const [call] = routes[route] ?? [];
      if (call === undefined) throw new Error(`no page that is in the table has ${name}`);
      return call.path(place);
    },
    /** What no answer at all may hold: a token as Increase issued it, or as it is kept here. */
    async readSecrets(): Promise<string[]> {
      const sealed = await server.select(sealedRow, "select sealed from connection_tokens");
      const issued = server.simulator.world.state.tokens.map(({ token }) => token);
      return [...issued, ...sealed.map((row) => row.sealed)];
    },
    showsAccounts: ({ body }: Answer): boolean => bankIds.some((id) => body.includes(id)),
    /** Events that were replayed are processed after the answer. */
    settle: () =>
      untilFound("no event is waiting", async () => {
        const [row] = await server.select(
          countRow,
          "select count(*) from webhook_events where state = 'pending'",
        );
        return row?.count === 0 ? true : undefined;
      }),
  };
}

export type World = Awaited<ReturnType<typeof startWorld>>;
