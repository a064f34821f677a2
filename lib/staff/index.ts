import { withVerbSpans } from "../telemetry";
import * as verbs from "./verbs";

export type { StaffIdentity } from "./admit-staff";
export { invitationLifetimeMs } from "./invite-staff";
export type { Invitation, OwnSessions, StaffOverview, StaffPerson } from "./list-staff";

export const {
  admitStaff,
  endOwnSessions,
  endSessionsOf,
  inviteStaff,
  withdrawInvitation,
  listOwnSessions,
  listStaff,
  changeRole,
  removeStaff,
} = withVerbSpans("staff", verbs);
