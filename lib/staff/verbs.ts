import "server-only";

export { admitStaff } from "./admit-staff";
export { endOwnSessions, endSessionsOf } from "./end-sessions";
export { inviteStaff, withdrawInvitation } from "./invite-staff";
export { listOwnSessions, listStaff } from "./list-staff";
export { changeRole, removeStaff } from "./manage-staff";
