import "server-only";
import { needsDatabase, type Check } from "../check";
import { checked, type Finding } from "../finding";

const changeable: Finding = {
  code: "audit_log_changeable",
  severity: "warning",
  what: "The role of DATABASE_URL owns the audit log, or may change or delete its entries.",
  why: "Whoever gets at the portal’s database password can rewrite what was done here.",
  fix: "Create a role that owns nothing, put it into DATABASE_URL and the owner’s address into MIGRATION_DATABASE_URL, and run `npm run db:migrate`.",
};

const unguarded: Finding = {
  code: "audit_log_unguarded",
  severity: "error",
  what: "The trigger that keeps the audit log as it is has been removed or disabled.",
  why: "Entries can be changed or deleted without a trace.",
  fix: "Find out who did it, as the tables’ owner: `alter table audit_entries enable trigger all`, or create it again from db/migrations/0001_audit_append_only.sql.",
};

export const auditLog: Check = {
  id: "audit_log",
  title: "Audit log",
  whenWell:
    "The portal’s role adds to the audit log and can’t change it, and the database refuses anybody’s change.",
  run: needsDatabase(async ({ facts }) =>
    checked([
      ...(facts.is_audit_guarded ? [] : [unguarded]),
      ...(facts.may_change_audit ? [changeable] : []),
    ]),
  ),
};
