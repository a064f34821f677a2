import "server-only";

export type RequestFault = { status: 400 | 405 | 413; words: string; headers?: Record<string, string> };

/** The largest form, fifty events chosen at once, has a quarter of it. Next's own limit is the same: next.config.ts. */
export const mostFormBytes = 64 * 1024;

const methods = ["GET", "HEAD", "POST", "OPTIONS"];

/**
 * Refuses, by its head alone, a request that Next would answer with a bare 500, or a PUT that it would answer with the
 * page. A body without a length, or one whose multipart is broken, is still left to Next.
 */
export function findRequestFault({
  method,
  headers,
}: Pick<Request, "method" | "headers">): RequestFault | null {
  if (!methods.includes(method)) {
    return {
      status: 405,
      words: "There is no such method at this address. Nothing was changed.",
      headers: { allow: methods.join(", ") },
    };
  }
  // Attack: a body that is large enough to be work. It is not read, whatever it holds.
  if (Number(headers.get("content-length") ?? 0) > mostFormBytes) {
    return {
      status: 413,
      words:
        "This is larger than any form of this portal. Nothing was changed; go back, and send less at once.",
    };
  }
  // Attack: Next hands an action that is not the page's on to another of its own pages, by a request over the network:
  // behind an edge that request carries the server's address, in place of the sender's.
  if (headers.has("x-action-forwarded")) {
    return {
      status: 400,
      words: "No page of this portal has sent this. Nothing was changed; open the page again and repeat it.",
    };
  }
  const type = headers.get("content-type") ?? "";
  if (/^\s*multipart\//i.test(type) && !/;\s*boundary=/i.test(type)) {
    return {
      status: 400,
      words: "This is no form that could be read. Nothing was changed; open the page again and repeat it.",
    };
  }
  return null;
}
