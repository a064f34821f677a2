import type { IncreaseEnvironment } from "@/lib/banking";
import type { Search } from "@/lib/search-params";

/** Which side an address is of: anything but the one word is live. */
export function environmentOf({ environment }: Search): IncreaseEnvironment {
  return environment === "sandbox" ? "sandbox" : "live";
}

/** A page's title, which says first that it is of the sandbox. */
export function titleOn(environment: IncreaseEnvironment, title: string): string {
  return environment === "sandbox" ? `Sandbox · ${title}` : title;
}
