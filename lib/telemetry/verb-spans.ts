import "server-only";
import { withSpan } from "./spans";

type Verb = (...given: never[]) => unknown;

function inSpan<Function extends Verb>(name: string, verb: Function): Function {
  return new Proxy(verb, {
    apply: (target, self, given) => withSpan(name, {}, () => Reflect.apply(target, self, given)),
  });
}

/**
 * A domain's verbs, each in a span named after it: `banking.readAccounts`. What its permission check adds (which
 * permission, whose) stands on that span.
 */
export function withVerbSpans<Verbs extends Record<string, (...given: never[]) => Promise<unknown>>>(
  domain: string,
  verbs: Verbs,
): Verbs {
  const wrapped = new Map(
    Object.entries(verbs).map(([name, verb]) => [name, inSpan(`${domain}.${name}`, verb)]),
  );
  // A copy, since a module's own exports may not be shown as anything else.
  return new Proxy({ ...verbs }, { get: (_verbs, name) => wrapped.get(String(name)) });
}
