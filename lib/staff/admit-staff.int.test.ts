import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { findStaff, listAllStaff } from "@/db/queries/staff";
import { findLiveStaffSession } from "@/db/queries/staff-sessions";
import { hashSessionToken } from "../auth/session-token";
import { makeStaff } from "../testing/staff";
import { staffAudit } from "../testing/staff-audit";
import { startTestPortal, type TestPortal } from "../testing/test-portal";
import { admitStaff, inviteStaff, listStaff, removeStaff, withdrawInvitation, type StaffIdentity } from ".";

const firstOwner = "first@ledgerline.example";
const day = 24 * 60 * 60;

let portal: TestPortal;
let owner: Awaited<ReturnType<typeof makeStaff>>;

beforeAll(async () => {
  portal = await startTestPortal({ env: { STAFF_OWNERS: `Other@ledgerline.example, ${firstOwner}` } });
});
afterAll(() => portal.close());

function identity(fields: Partial<StaffIdentity> = {}): StaffIdentity {
  const subject = `sub_${randomUUID()}`;
  return {
    issuer: "https://issuer.example",
    subject,
    email: `${subject}@ledgerline.example`,
    isEmailVerified: true,
    name: "Somebody",
    presentedSessionHash: null,
    ...fields,
  };
}

const admit = (fields: StaffIdentity) => admitStaff(portal.createContext(null), fields);
const asOwner = () => portal.createContext({ ...owner.actor, signedInAt: portal.services.now() });
const notStaff = { isAdmitted: false, reason: "not_staff" };
const unverified = { isAdmitted: false, reason: "email_unverified" };

async function invited(role: "viewer" | "operator" | "owner", fields: Partial<StaffIdentity> = {}) {
  const person = identity(fields);
  await inviteStaff(asOwner(), { email: person.email ?? "", role });
  return person;
}

async function admitted(person: StaffIdentity): Promise<string> {
  const admission = await admit(person);
  if (!admission.isAdmitted) throw new Error(admission.reason);
  return admission.staffId;
}

describe("STAFF_OWNERS", () => {
  test.each([
    [{ email: "nobody@ledgerline.example" }, notStaff],
    [{ email: firstOwner, isEmailVerified: false }, unverified],
    [{ email: null }, unverified],
  ])("does not let in %o", async (fields, refused) => {
    expect(await admit(identity(fields))).toEqual(refused);
    expect(await listAllStaff(portal.services.db)).toEqual([]);
    expect(await staffAudit(portal)).toEqual([]);
  });

  test("lets in one owner, though both whom it names come at once, and after that nobody", async () => {
    const both = [firstOwner, "OTHER@ledgerline.example"].map((email) => identity({ email }));
    const admissions = await Promise.all(both.map(admit));
    expect(admissions.filter(({ isAdmitted }) => isAdmitted)).toHaveLength(1);
    expect(admissions.filter(({ isAdmitted }) => !isAdmitted)).toEqual([notStaff]);
    expect(await listAllStaff(portal.services.db)).toMatchObject([{ role: "owner" }]);
    for (const person of both) {
      expect(await admit(identity({ email: person.email }))).toEqual(notStaff);
    }
    const audit = await staffAudit(portal);
    expect(audit.map(({ action }) => action)).toEqual(["staff.admitted", "staff.signed_in"]);
    expect(audit[0]).toMatchObject({ after: { role: "owner", by: "STAFF_OWNERS" } });
  });
});

describe("an invitation", () => {
  beforeEach(async () => {
    owner = await makeStaff(portal, "owner");
  });

  test("lets one person in, in its role, once", async () => {
    const person = await invited("operator");
    const staffId = await admitted(person);
    const { db } = portal.services;
    expect(await findStaff(db, staffId)).toMatchObject({ role: "operator", subject: person.subject });
    expect((await listStaff(asOwner())).invitations.map(({ email }) => email)).not.toContain(person.email);
    expect(await admit(identity({ email: person.email }))).toEqual(notStaff);
  });

  test("that two take up at once lets in one", async () => {
    const person = await invited("viewer");
    const rivals = [person, identity({ email: person.email })];
    const admissions = await Promise.all(rivals.map(admit));
    expect(admissions.map(({ isAdmitted }) => isAdmitted).toSorted()).toEqual([false, true]);
  });

  test("is for an address, however it is written", async () => {
    const email = `Mixed.${randomUUID()}@Ledgerline.Example`;
    await inviteStaff(asOwner(), { email: `  ${email} `, role: "viewer" });
    const staffId = await admitted(identity({ email: email.toUpperCase() }));
    expect(await findStaff(portal.services.db, staffId)).toMatchObject({ email: email.toLowerCase() });
  });

  test("lets in no address that is not verified, and stays open then", async () => {
    const person = await invited("viewer");
    expect(await admit({ ...person, isEmailVerified: false })).toEqual(unverified);
    expect(await admit({ ...person, email: null })).toEqual(unverified);
    await admitted(person);
  });

  test("of 7 days ago lets nobody in, nor does one that was withdrawn or replaced", async () => {
    const [withdrawn, replaced] = [await invited("owner"), await invited("owner")];
    const { invitations } = await listStaff(asOwner());
    const open = invitations.find(({ email }) => email === withdrawn.email);
    expect(await withdrawInvitation(asOwner(), { id: open?.id ?? "" })).toBe(true);
    expect(await withdrawInvitation(asOwner(), { id: open?.id ?? "" })).toBe(false);
    expect(await admit(withdrawn)).toEqual(notStaff);
    await inviteStaff(asOwner(), { email: replaced.email ?? "", role: "viewer" });
    const staffId = await admitted(replaced);
    expect(await findStaff(portal.services.db, staffId)).toMatchObject({ role: "viewer" });
    const [late, tooLate] = [await invited("viewer"), await invited("viewer")];
    await portal.advance(7 * day - 60);
    await admitted(late);
    await portal.advance(60);
    expect(await admit(tooLate)).toEqual(notStaff);
    const left = (await listStaff(asOwner())).invitations.filter(({ email }) => email === tooLate.email);
    expect(left).toHaveLength(1);
  });
});

describe("a person is (issuer, subject)", () => {
  beforeEach(async () => {
    owner = await makeStaff(portal, "owner");
  });

  test("who keeps being that person under a new address, which is followed where it is verified", async () => {
    const person = await invited("operator");
    const staffId = await admitted(person);
    const email = `married.${person.email}`;
    expect(await admit({ ...person, email, name: null })).toEqual({ isAdmitted: true, staffId });
    expect(await findStaff(portal.services.db, staffId)).toMatchObject({ email, name: "Somebody" });
    expect(await admit({ ...person, email: "ceo@ledgerline.example", isEmailVerified: false })).toEqual({
      isAdmitted: true,
      staffId,
    });
    expect(await findStaff(portal.services.db, staffId)).toMatchObject({ email });
    const changes = (await staffAudit(portal, staffId)).slice(2);
    expect(changes).toMatchObject([
      { action: "staff.signed_in", before: { email: person.email }, after: { email } },
      { action: "staff.signed_in", before: null, after: null },
    ]);
  });

  test("whom nobody becomes by the address alone", async () => {
    const person = await invited("owner");
    await admitted(person);
    expect(await admit(identity({ email: person.email }))).toEqual(notStaff);
    expect(await admit({ ...person, issuer: "https://other.example" })).toEqual(notStaff);
  });

  test("who gets no other role by taking over an invited address", async () => {
    const viewer = await invited("viewer");
    const staffId = await admitted(viewer);
    const meant = await invited("owner");
    expect(await admit({ ...viewer, email: meant.email })).toEqual({ isAdmitted: true, staffId });
    expect(await findStaff(portal.services.db, staffId)).toMatchObject({ role: "viewer" });
  });

  test("who is refused after being removed, and can be invited again, in another role", async () => {
    const person = await invited("owner");
    const staffId = await admitted(person);
    await removeStaff(asOwner(), { staffId });
    expect(await admit(person)).toEqual(notStaff);
    await inviteStaff(asOwner(), { email: person.email ?? "", role: "viewer" });
    await portal.advance(60);
    expect(await admit(person)).toEqual({ isAdmitted: true, staffId });
    const row = await findStaff(portal.services.db, staffId);
    expect(row).toMatchObject({ role: "viewer", removedAt: null });
    expect(portal.services.now().getTime() - (row?.createdAt.getTime() ?? 0)).toBeLessThan(30_000);
    expect((await staffAudit(portal, staffId)).map(({ action }) => action)).toEqual([
      "staff.admitted",
      "staff.signed_in",
      "staff.removed",
      "staff.admitted",
      "staff.signed_in",
    ]);
  });
});

test("the session that the browser came with ends at the admission, and at no refusal", async () => {
  owner = await makeStaff(portal, "owner");
  const { db, now } = portal.services;
  const presentedSessionHash = hashSessionToken(owner.sessionToken);
  expect(await admit(identity({ presentedSessionHash }))).toEqual(notStaff);
  expect(await findLiveStaffSession(db, presentedSessionHash, now())).not.toBeNull();
  await admitted({ ...(await invited("viewer")), presentedSessionHash });
  expect(await findLiveStaffSession(db, presentedSessionHash, now())).toBeNull();
});
