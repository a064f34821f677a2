import "server-only";
import type { ConnectionWithTokens } from "@/db/queries/connections";
import { countMintedSandboxTokens, putToken } from "@/db/queries/connection-tokens";
import type { ActOutcome } from "@/db/queries/staff-acts";
import { recordAudit } from "../audit";
import { requireStaffPermission } from "../auth/permissions";
import type { Context } from "../context";
import { AppError } from "../errors";
import { exchangeProductionToken, UpstreamError } from "../increase";
import { runAct, toStaffError, type ActRequest } from "./act";
import { isCurrent } from "./lifecycle";

const tokenOf = ({ tokens }: ConnectionWithTokens, which: "live" | "sandbox") =>
  tokens.find(({ environment }) => environment === which);

function refuse(message: string): AppError {
  return new AppError("conflict", message);
}

function requireMintable(connection: ConnectionWithTokens, expected: number | null) {
  const live = tokenOf(connection, "live");
  if (!isCurrent(connection.state) || live === undefined) {
    throw refuse("This connection has ended, so no token can be minted from it. Nothing was changed.");
  }
  requireExpected(connection, expected);
  return live;
}

/** Attack on nobody, but a race: of two people who mint at once, the second would silently undo the first. */
function requireExpected(connection: ConnectionWithTokens, expected: number | null): void {
  if ((tokenOf(connection, "sandbox")?.generation ?? null) === expected) return;
  throw refuse(
    "The sandbox token has changed since you opened this page. Nothing was changed; look at it again, and repeat this if it is still needed.",
  );
}

async function mint(context: Context, connection: ConnectionWithTokens, expected: number | null) {
  const live = requireMintable(connection, expected);
  const owner = { connectionId: connection.id, groupId: connection.groupId, environment: "live" } as const;
  try {
    const { increase, vault, requestId } = context;
    const tags = { groupId: connection.groupId, requestId };
    const minted = await exchangeProductionToken(increase, vault.open(live.sealed, owner), tags);
    return { ...minted, liveGeneration: live.generation };
  } catch (error) {
    const isOurKey =
      error instanceof UpstreamError && (error.kind === "unauthorized" || error.kind === "forbidden");
    throw toStaffError(
      error,
      expected === null ? "No sandbox token was minted." : "The sandbox token kept before is unchanged.",
      isOurKey
        ? " Increase’s sandbox refused the platform’s own key: look at INCREASE_SANDBOX_API_KEY and INCREASE_SANDBOX_API_URL."
        : "",
    );
  }
}

/**
 * Mints a sandbox token from the connection's live one, in place of the one that the caller has seen, if any.
 * https://increase.com/documentation/oauth
 * @param replacing the generation of the token to be replaced; null where there is none yet
 * @throws AppError `not_signed_in`, `not_found`, `not_allowed`, `conflict`, `increase_refused`, `increase_unavailable`
 */
export async function mintSandboxToken(
  context: Context,
  { replacing, ...request }: ActRequest & { replacing: number | null },
): Promise<ActOutcome> {
  const actor = requireStaffPermission(context, "sandbox_token.mint");
  return runAct(context, {
    ...request,
    actor,
    kind: "sandbox_token.mint",
    call: (connection) => mint(context, connection, replacing),
    store: async (tx, connection, minted) => {
      if (connection === null || tokenOf(connection, "live")?.generation !== minted.liveGeneration) {
        throw refuse(
          "The connection has changed while Increase was answering. The new token was thrown away.",
        );
      }
      requireExpected(connection, replacing);
      const { id: connectionId, groupId } = connection;
      const owner = { connectionId, groupId, environment: "sandbox" } as const;
      // One that was destroyed counts too: what is known of an old token must never fit a new one.
      const generation = Math.max(replacing ?? 0, await countMintedSandboxTokens(tx, connectionId)) + 1;
      await putToken(tx, {
        connectionId,
        environment: "sandbox",
        generation,
        sealed: context.vault.seal(minted.token, owner),
        mintedAt: context.now(),
      });
      await recordAudit(tx, context, {
        action: replacing === null ? "sandbox_token.minted" : "sandbox_token.replaced",
        targetKind: "connection",
        targetId: connectionId,
        groupId,
        before: { sandbox: replacing },
        after: { sandbox: generation },
      });
      return {
        message: replacing === null ? "A sandbox token was minted." : "The sandbox token was replaced.",
      };
    },
  });
}
