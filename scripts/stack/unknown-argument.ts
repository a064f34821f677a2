import { parseArgs, type ParseArgsConfig } from "node:util";

/** The first word that is none of these options. Without `strict` every word is taken for something. */
export function findUnknownArgument(
  args: string[],
  options: NonNullable<ParseArgsConfig["options"]>,
): string | undefined {
  const { tokens } = parseArgs({ args, options, strict: false, allowPositionals: true, tokens: true });
  for (const token of tokens) {
    if (token.kind === "positional") return token.value;
    if (token.kind === "option" && !Object.hasOwn(options, token.name)) return token.rawName;
  }
  return undefined;
}
