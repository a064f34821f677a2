import "server-only";
import type { ConnectionWithTokens } from "@/db/queries/connections";
import type { ActOutcome } from "@/db/queries/staff-acts";
import { recordAudit } from "../audit";
import { requireStaffPermission } from "../auth/permissions";
import type { Context } from "../context";
import { getCurrentGroup, type IncreaseEnvironment } from "../increase";
import { runAct, type ActRequest } from "./act";
import { openGroup } from "./open-group";
import { tellStaff } from "./staff-words";
import { tokenOf } from "./token-of";

/** `isOk` is null where there was no token to ask with. */
type Answer = { environment: IncreaseEnvironment; isOk: boolean | null; words: string };

async function ask(
  context: Context,
  connection: ConnectionWithTokens,
  environment: IncreaseEnvironment,
): Promise<Answer> {
  if (tokenOf(connection, environment) === undefined) {
    return { environment, isOk: null, words: "no token is kept" };
  }
  const { groupId } = connection;
  const startedAt = performance.now();
  try {
    const group = await openGroup(context, groupId, environment);
    const { id } = await group.call(getCurrentGroup);
    const words = `Increase accepts the token and names ${id} (${Math.round(performance.now() - startedAt)} ms)`;
    // Attack, or a mix-up at Increase: a token that is another group's. In the sandbox the ids may differ.
    const isOk = environment === "sandbox" || id === groupId;
    return { environment, isOk, words: isOk ? words : `${words}, which is another group` };
  } catch (error) {
    return { environment, isOk: false, words: tellStaff(context, error, "") };
  }
}

/** A live token must be there and good; a sandbox token need not be there. */
function isWell(answers: Answer[]): boolean {
  return answers.every(({ environment, isOk }) => isOk ?? environment === "sandbox");
}

/**
 * Asks Increase with each token of a connection whose it is. What the answers tell of the connection's state is
 * carried out as with any call.
 * https://increase.com/documentation/api/groups
 * @throws AppError `not_signed_in`, `not_found`, `not_allowed`, `conflict`
 */
export async function testConnection(context: Context, request: ActRequest): Promise<ActOutcome> {
  const actor = requireStaffPermission(context, "connection.test");
  return runAct(context, {
    ...request,
    actor,
    kind: "connection.test",
    call: async (connection) => ({
      groupId: connection.groupId,
      answers: await Promise.all([ask(context, connection, "live"), ask(context, connection, "sandbox")]),
    }),
    store: async (tx, _connection, { groupId, answers }) => {
      await recordAudit(tx, context, {
        action: "connection.tested",
        targetKind: "connection",
        targetId: request.connectionId,
        groupId,
        after: Object.fromEntries(answers.map(({ environment, isOk }) => [environment, isOk])),
      });
      const said = answers.map(({ environment, words }) => `${environment}: ${words.replace(/\.$/, "")}`);
      return { message: said.join(". "), isWell: isWell(answers) };
    },
  });
}
