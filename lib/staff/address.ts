import "server-only";

/**
 * An address as it is kept and compared: ASCII letters small.
 * Attack: `toLowerCase()` makes a k of the Kelvin sign, and so an invited address of another mailbox.
 */
export function toComparable(email: string): string {
  return email.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
