import { randomId } from "../ids";
import { staffPeople } from "../platform";

export interface Person {
  readonly sub: string;
  readonly name: string;
  readonly email: string;
  /** What the issuer claims of the address; some issuers claim nothing. */
  readonly emailVerified: boolean | "absent";
  /** For people who choose whom to be; no claim. */
  readonly what: string;
}

export type NewPerson = Partial<Pick<Person, "name" | "email" | "emailVerified">>;

const published: readonly Person[] = Object.values(staffPeople).map(({ sub, name, email, what }) => ({
  sub,
  name,
  email,
  what,
  emailVerified: true,
}));

/** Who has an account at the issuer. Those added later are gone after a reset, and with the process. */
export class People {
  #added: Person[] = [];

  list(): readonly Person[] {
    return [...published, ...this.#added];
  }

  find(sub: string): Person | null {
    return this.list().find((person) => person.sub === sub) ?? null;
  }

  /** Two people may have one address: an issuer promises that `sub` is unique, and nothing else. */
  add({ name, email, emailVerified = true }: NewPerson): Person {
    const sub = randomId("staff_sub");
    const person: Person = {
      sub,
      name: name ?? `Person ${sub.slice(-6)}`,
      email: email ?? `${sub.replaceAll("_", "-")}@ledgerline.example`,
      emailVerified,
      what: "added here",
    };
    this.#added.push(person);
    return person;
  }

  clear(): void {
    this.#added = [];
  }
}
