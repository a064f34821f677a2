import type { IncreaseEnvironment } from "@/lib/banking";
import { toHref } from "@/lib/search-params";

export function groupPath(groupId: string): string {
  return `/groups/${encodeURIComponent(groupId)}`;
}

/** Where the staff see what the customer sees. */
export function groupViewPath(groupId: string): string {
  return `/admin/groups/${encodeURIComponent(groupId)}`;
}

/** An address on one side: live is the side that needs no word. */
export function onSide(
  path: string,
  environment: IncreaseEnvironment,
  parameters: Record<string, string | undefined> = {},
): string {
  return toHref(path, { environment: environment === "sandbox" ? environment : undefined, ...parameters });
}

/** `home` is the group's page, the customer's own or the one that the staff see it at. */
export function accountPath(home: string, accountId: string): string {
  return `${home}/accounts/${encodeURIComponent(accountId)}`;
}

export function connectionPath(home: string): string {
  return `${home}/connection`;
}
