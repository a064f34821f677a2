export { admitStaff, type Admission, type StaffIdentity } from "./admit-staff";
export { endOwnSessions, endSessionsOf } from "./end-sessions";
export { invitationLifetimeMs, inviteStaff, withdrawInvitation } from "./invite-staff";
export {
  listOwnSessions,
  listStaff,
  type FormerStaff,
  type Invitation,
  type OwnSessions,
  type StaffOverview,
  type StaffPerson,
} from "./list-staff";
export { changeRole, removeStaff } from "./manage-staff";
