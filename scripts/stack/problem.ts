/** A failure that a person can act on: its message is the whole report, without a stack. */
export class Problem extends Error {
  override name = "Problem";
}

const sentences: Record<string, (path: string) => string> = {
  ENOSPC: (path) =>
    `The disk is full${path && `: ${path} can't be written`}. Free some space and start again.`,
  EDQUOT: (path) =>
    `The disk quota is used up${path && `: ${path} can't be written`}. Free some space and start again.`,
  EACCES: (path) => `A right is missing${path && `: this user may not use ${path}`}.`,
  EPERM: (path) => `A right is missing${path && `: this user may not change ${path}`}.`,
  // PostgreSQL's own code for it.
  "53100": () => "The disk is full: PostgreSQL can't write its data. Free some space and start again.",
  ENOTDIR: (path) =>
    `There is a file where a directory is needed${path && `: ${path}`}. DATA_DIR may point elsewhere.`,
  EEXIST: (path) =>
    `There is a file where a directory is needed${path && `: ${path}`}. DATA_DIR may point elsewhere.`,
  EROFS: (path) =>
    `The file system is read-only${path && `: ${path} can't be written`}. DATA_DIR may point elsewhere.`,
};

/** One sentence for what people meet in practice, everything there is for what they should not. */
export function describeFailure(error: unknown): string {
  if (error instanceof Problem) return error.message;
  if (!(error instanceof Error)) return String(error);
  return findSentence(error) ?? error.stack ?? error.message;
}

function findSentence(error: Error): string | null {
  const code = "code" in error ? String(error.code) : "";
  const path = "dest" in error ? error.dest : "path" in error ? error.path : "";
  const sentence = sentences[code]?.(String(path));
  return sentence ?? (error.cause instanceof Error ? findSentence(error.cause) : null);
}

/** The same sentence when the cause stands only in another program's output. */
export function findKnownCause(output: string): string | null {
  if (/ENOSPC|No space left on device|Check free disk space/i.test(output))
    return sentences.ENOSPC?.("") ?? null;
  if (/EDQUOT|Disk quota exceeded/i.test(output)) return sentences.EDQUOT?.("") ?? null;
  const denied = /(?:EACCES: |could not [^\n]*)permission denied[^\n]*/i.exec(output);
  return denied && `A right is missing: ${denied[0].trim()}.`;
}
