import "server-only";
import { withSpan } from "./spans";

type Verb = (...given: never[]) => Promise<unknown>;

/** Of all that a domain's files export, the verbs: what answers with a promise. */
type VerbName<Exports> = {
  [Name in keyof Exports]: Exports[Name] extends Verb ? Name : never;
}[keyof Exports];

/** Shown as the very function: its generics and overloads stay as they are. */
function inSpan<Function extends Verb>(name: string, verb: Function): Function {
  return new Proxy(verb, {
    apply: (target, self, given) => withSpan(name, {}, () => Reflect.apply(target, self, given)),
  });
}

function isFunction(value: unknown): value is Verb {
  return typeof value === "function";
}

/**
 * A domain's verbs, each in a span named after it: `banking.readAccounts`. What its permission check adds (which
 * permission, whose) stands on that span. `verbs.ts` lists the files they are in; `index.ts` names each one, once.
 */
export function withVerbSpans<Exports extends object>(
  domain: string,
  files: Exports,
): Pick<Exports, VerbName<Exports>> {
  const verbs = { ...files };
  for (const name in verbs) {
    const verb = verbs[name];
    if (isFunction(verb)) verbs[name] = inSpan(`${domain}.${name}`, verb);
  }
  return verbs;
}
