import "server-only";
import { z } from "zod";
import type { Transaction } from "@/db/client";
import {
  findConnectLink,
  insertConnectLink,
  listConnectLinks,
  revokeConnectLink,
  useConnectLink,
  type ConnectLinkRow,
} from "@/db/queries/connect-links";
import { recordAudit } from "../audit";
import { requireStaffPermission } from "../auth/permissions";
import type { Context } from "../context";
import { dayMs } from "../durations";
import { AppError } from "../errors";
import { searchText } from "../search-params";
import type { OAuthScope } from "./connect";

export type ConnectLinkState = "open" | "used" | "revoked" | "expired";
export type ConnectLink = Omit<ConnectLinkRow, "createdBy"> & {
  createdByEmail: string;
  state: ConnectLinkState;
  url: string;
};

export const connectLinkDays = [1, 7, 30] as const;
const mostShown = 100;

function stateOf(
  link: Pick<ConnectLinkRow, "usedAt" | "revokedAt" | "expiresAt">,
  now: Date,
): ConnectLinkState {
  if (link.usedAt !== null) return "used";
  if (link.revokedAt !== null) return "revoked";
  return link.expiresAt <= now ? "expired" : "open";
}

function connectLinkUrl({ env }: Pick<Context, "env">, id: string): string {
  return `${env.AUTH_URL}/connect/${id}`;
}

export type NewConnectLink = {
  /** Made with the form: sent twice, it makes one link. */
  id: string;
  groupId: string | null;
  scope: OAuthScope;
  note: string;
  days: (typeof connectLinkDays)[number];
};

/** The form was sent twice. Attack on nobody: a page gone back to, filled in for somebody else with the id of before. */
function requireSameLink(
  known: ConnectLinkRow | null,
  link: Omit<NewConnectLink, "days"> & { createdAt: Date },
) {
  const isSame =
    known?.groupId === link.groupId && known.scope === link.scope && known.note === link.note.trim();
  if (isSame && stateOf(known, link.createdAt) === "open") return;
  throw new AppError(
    "conflict",
    "This form has made another link before. None was made; open the page again.",
  );
}

/**
 * Makes a link for one customer: to connect for the first time, or, with a group, to connect that very group
 * again, perhaps with another scope. Returns its address.
 * @throws AppError `not_signed_in`, `not_found`, `not_allowed`, `invalid_input`, `conflict` for an id of another link
 */
export async function createConnectLink(
  context: Context,
  { id, groupId, scope, note, days }: NewConnectLink,
): Promise<string> {
  const { staffId } = requireStaffPermission(context, "connect_link.create");
  const noted = searchText.safeParse(note);
  const isFor = searchText.nullable().safeParse(groupId);
  if (!noted.success || !isFor.success || !z.uuid().safeParse(id).success) {
    throw new AppError(
      "invalid_input",
      "Say in up to 200 characters whom the link is for. No link was made.",
    );
  }
  const createdAt = context.now();
  const expiresAt = new Date(createdAt.getTime() + days * dayMs);
  await context.db.transaction(async (tx) => {
    const link = {
      id,
      groupId: isFor.data,
      scope,
      note: noted.data,
      createdBy: staffId,
      createdAt,
      expiresAt,
    };
    if (!(await insertConnectLink(tx, link))) return requireSameLink(await findConnectLink(tx, id), link);
    await recordAudit(tx, context, {
      action: "connect_link.created",
      targetKind: "connect_link",
      targetId: id,
      groupId: isFor.data,
      after: { scope, note: noted.data, expiresAt: expiresAt.toISOString() },
    });
  });
  return connectLinkUrl(context, id);
}

/**
 * Takes a link back. One that is no longer open stays as it is. Returns whether it was.
 * @throws AppError `not_signed_in`, `not_found`, `not_allowed`
 */
export async function endConnectLink(context: Context, { id }: { id: string }): Promise<boolean> {
  requireStaffPermission(context, "connect_link.revoke");
  return context.db.transaction(async (tx) => {
    const revoked = await revokeConnectLink(tx, id, context.now());
    if (revoked === null) return false;
    await recordAudit(tx, context, {
      action: "connect_link.revoked",
      targetKind: "connect_link",
      targetId: id,
      groupId: revoked.groupId,
      before: { state: "open" },
      after: { state: "revoked" },
    });
    return true;
  });
}

/**
 * The newest hundred links, of one group or all.
 * @throws AppError `not_signed_in`, `not_found`
 */
export async function readConnectLinks(
  context: Context,
  { groupId }: { groupId?: string } = {},
): Promise<ConnectLink[]> {
  requireStaffPermission(context, "connect_link.read");
  const rows = await listConnectLinks(context.db, { groupId, limit: mostShown });
  return rows.map(({ createdBy: _createdBy, ...row }) =>
    Object.assign(row, {
      state: stateOf(row, context.now()),
      url: connectLinkUrl(context, row.id),
    }),
  );
}

/** What whoever has a link may know of it: it is an address that was sent to them. */
export type OfferedLink = { id: string; groupId: string | null; scope: OAuthScope; state: ConnectLinkState };

/**
 * What a link offers, whatever has become of it; null for an address that no link has. Anybody may ask: a link's id
 * can't be guessed.
 * @throws whatever kept it from being read; an id of any form is no error
 */
export async function findOfferedLink({ db, now }: Context, id: string): Promise<OfferedLink | null> {
  if (!z.uuid().safeParse(id).success) return null;
  const link = await findConnectLink(db, id);
  return link && { id, groupId: link.groupId, scope: link.scope, state: stateOf(link, now()) };
}

/**
 * Uses a link up in the transaction of the sign-in that it began.
 * @throws AppError `conflict` where it was used, revoked or over before
 */
export async function spendConnectLink(
  tx: Transaction,
  context: Context,
  { id, groupId, connectionId }: { id: string; groupId: string; connectionId: string },
): Promise<void> {
  // Attack: one link, forwarded, and two groups that follow it at the same moment.
  if ((await useConnectLink(tx, id, { groupId, now: context.now() })) === null) {
    throw new AppError("conflict", "This link is no longer good. Nothing was stored; ask for a new one.");
  }
  await recordAudit(tx, context, {
    action: "connect_link.used",
    targetKind: "connect_link",
    targetId: id,
    groupId,
    after: { connectionId },
    actor: { kind: "customer", groupId },
  });
}
