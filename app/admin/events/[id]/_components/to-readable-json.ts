const deepestIndent = 20;
const parts = /"(?:\\.|[^"\\])*"|[{}[\],:]|[^\s{}[\],:"]+/g;

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * A JSON text with its parts on lines of their own, or null for what is none. Each part stays as it was written:
 * parsed and written anew, a large number would become another.
 */
export function toReadableJson(text: string): string | null {
  if (!isJson(text)) return null;
  let depth = 0;
  let previous = "";
  const written: string[] = [];
  const newLine = () => `\n${"  ".repeat(Math.min(depth, deepestIndent))}`;
  for (const [part] of text.matchAll(parts)) {
    const isClosing = part === "}" || part === "]";
    const isOpened = previous === "{" || previous === "[";
    if (isClosing) depth -= 1;
    // An empty object or list stays on one line.
    if ((isClosing && !isOpened) || (!isClosing && (isOpened || previous === ","))) written.push(newLine());
    written.push(part === ":" ? ": " : part);
    if (part === "{" || part === "[") depth += 1;
    previous = part;
  }
  return written.join("");
}
