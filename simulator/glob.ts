/** Whether a whole path fits: `*` is any part of one segment, `**` anything. */
export function matchesGlob(path: string, glob: string): boolean {
  const source = glob
    .split("**")
    .map((part) => part.split("*").map(literally).join("[^/]*"))
    .join(".*");
  return new RegExp(`^${source}$`).test(path);
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
