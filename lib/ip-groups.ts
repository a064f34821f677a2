import "server-only";

/** The eight groups of an IPv6 address, without leading zeros. */
export function toIpv6Groups(address: string): string[] {
  // The URL parser writes every spelling of an address in the same way.
  const { hostname } = new URL(`http://[${address}]/`);
  const [left = [], right = []] = hostname
    .slice(1, -1)
    .split("::")
    .map((half) => (half === "" ? [] : half.split(":")));
  return [...left, ...Array.from({ length: 8 - left.length - right.length }, () => "0"), ...right];
}
