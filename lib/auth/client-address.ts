import "server-only";
import { isIP, isIPv4 } from "node:net";
import type { Env } from "../env";

/** The eight groups of an IPv6 address, without leading zeros. */
function toGroups(address: string): string[] {
  // The URL parser writes every spelling of an address in the same way.
  const { hostname } = new URL(`http://[${address}]/`);
  const [left = [], right = []] = hostname
    .slice(1, -1)
    .split("::")
    .map((half) => (half === "" ? [] : half.split(":")));
  return [...left, ...Array.from({ length: 8 - left.length - right.length }, () => "0"), ...right];
}

/** An IPv4 address that is written as an IPv6 one (`::ffff:192.0.2.1`), or null. */
function findMappedIpv4(groups: string[]): string | null {
  if (groups.slice(0, 6).join(":") !== "0:0:0:0:0:ffff") return null;
  const [high = "", low = ""] = groups.slice(6);
  return Buffer.from(high.padStart(4, "0") + low.padStart(4, "0"), "hex").join(".");
}

function normalise(address: string): string | null {
  if (isIPv4(address)) return address;
  // A zone (`fe80::1%eth0`) means something on one machine alone, and PostgreSQL takes none.
  if (isIP(address) !== 6 || address.includes("%")) return null;
  return findMappedIpv4(toGroups(address)) ?? new URL(`http://[${address}]/`).hostname.slice(1, -1);
}

/**
 * Who is at the other end, as far as a proxy of ours says: the entry that it wrote itself. Null where no proxy is
 * trusted, or what it wrote is no address.
 */
export function readClientAddress(
  headers: Pick<Headers, "get">,
  trustedProxy: Env["TRUSTED_PROXY"],
): string | null {
  // Attack: a visitor writes the header, for a limit of their own or a colleague's address in the audit log.
  if (trustedProxy === undefined) return null;
  // Attack: the same through the proxy, which adds its entry to theirs. What counts is counted from the end.
  const entry = headers.get(trustedProxy.header)?.split(",").at(-trustedProxy.hops);
  return entry === undefined ? null : normalise(entry.trim());
}

/** Whom an address belongs to: an IPv4 address itself; of IPv6, whoever has one has all of a /64. */
export function toNetwork(address: string): string {
  return isIPv4(address) ? address : `${toGroups(address).slice(0, 4).join(":")}::/64`;
}
