import "server-only";
import { isIPv4 } from "node:net";
import { toIpv6Groups } from "../ip-groups";

/** Where several networks of IPv6 are one company's, or one attacker's; null where an address is all there is. */
export function toSite(address: string): string | null {
  return isIPv4(address) ? null : `${toIpv6Groups(address).slice(0, 3).join(":")}::/48`;
}

/** Whom an address belongs to: an IPv4 address itself; of IPv6, whoever has one has all of a /64. */
export function toNetwork(address: string): string {
  return isIPv4(address) ? address : `${toIpv6Groups(address).slice(0, 4).join(":")}::/64`;
}
