import "server-only";
import { isIP, isIPv4 } from "node:net";
import type { Env } from "../env";
import { toIpv6Groups } from "../ip-groups";

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
  return findMappedIpv4(toIpv6Groups(address)) ?? new URL(`http://[${address}]/`).hostname.slice(1, -1);
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
