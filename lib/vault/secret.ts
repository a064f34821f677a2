import "server-only";
import { inspect } from "node:util";
import { conceal } from "./reveal";

/** A token in memory. Printing, logging, spreading or serialising it shows nothing. */
export class Secret {
  constructor(plain: string) {
    conceal(this, plain);
  }

  toString(): string {
    return "[secret]";
  }

  toJSON(): string {
    return "[secret]";
  }

  [inspect.custom](): string {
    return "[secret]";
  }
}
