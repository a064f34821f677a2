import "server-only";

export const mostBodyBytes = 1024 * 1024;

/** The body's bytes, or null where there are more than the limit: then the rest is not read. */
export async function readBody(request: Request): Promise<Buffer | null> {
  // Attack: gigabytes, announced or not. Nothing past the limit is ever held.
  if (Number(request.headers.get("content-length") ?? 0) > mostBodyBytes) return null;
  if (request.body === null) return Buffer.alloc(0);
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = request.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(chunks);
    length += value.length;
    if (length > mostBodyBytes) {
      await reader.cancel();
      return null;
    }
    chunks.push(value);
  }
}
