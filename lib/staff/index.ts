export { admitStaff, type Admission, type StaffIdentity } from "./admit-staff";
export { endOwnSessions, endSessionsOf } from "./end-sessions";
export {
  listOwnSessions,
  listStaff,
  type Invitation,
  type OwnSessions,
  type StaffPerson,
} from "./list-staff";
export {
  changeRole,
  invitationLifetimeMs,
  inviteStaff,
  removeStaff,
  withdrawInvitation,
} from "./manage-staff";
