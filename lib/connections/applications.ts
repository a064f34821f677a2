import "server-only";
import {
  listOauthApplicationRows,
  putOauthApplications,
  type OauthApplicationRow,
} from "@/db/queries/oauth-applications";
import { requireStaffPermission } from "../auth/permissions";
import type { Context } from "../context";
import { listOAuthApplications, type OAuthApplication } from "../increase";
import { tellStaff } from "./staff-words";

export type Application = OauthApplicationRow & {
  /** Whether it is the one that customers connect to here. */
  isOurs: boolean;
};

/** Asks Increase, and keeps what it lists. @throws UpstreamError */
export async function refreshApplications({ db, increase, now }: Context): Promise<OAuthApplication[]> {
  const listed = await listOAuthApplications(increase.platform("live"));
  const seenAt = now();
  await putOauthApplications(
    db,
    listed.map((application) => Object.assign({}, application, { seenAt })),
  );
  return listed;
}

function withOurs({ increase }: Context, rows: OauthApplicationRow[]): Application[] {
  return rows.map((row) => Object.assign(row, { isOurs: row.clientId === increase.clientId }));
}

/**
 * The platform's OAuth applications as Increase last listed them, for a filter.
 * @throws AppError `not_signed_in`, `not_found`
 */
export async function listKnownApplications(context: Context): Promise<Application[]> {
  requireStaffPermission(context, "application.read");
  return withOurs(context, await listOauthApplicationRows(context.db));
}

/**
 * The same, asked of Increase now. Where that fails, what is known, and why it may be old.
 * https://increase.com/documentation/api/oauth-applications
 * @throws AppError `not_signed_in`, `not_found`
 */
export async function readApplications(
  context: Context,
): Promise<{ applications: Application[]; failure: string | null }> {
  requireStaffPermission(context, "application.read");
  let failure: string | null = null;
  try {
    await refreshApplications(context);
  } catch (error) {
    failure = tellStaff(context, error, "What is shown is what it listed before.");
  }
  return { applications: withOurs(context, await listOauthApplicationRows(context.db)), failure };
}
