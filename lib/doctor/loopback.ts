import "server-only";

/** Whether an address is this machine's own, which nobody else can reach. */
export function isLoopback(url: string): boolean {
  return /^(localhost|\[::1\]|127(\.\d+){3})$/.test(new URL(url).hostname);
}
