/** Whether a URL leads to this machine. URL parsing has already made `127.1` or `2130706433` a dotted quad. */
export function isLoopbackUrl(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}
