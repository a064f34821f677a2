import { availableParallelism } from "node:os";
import { join } from "node:path";
import { configDefaults, defineConfig } from "vitest/config";

const root = import.meta.dirname;
const exclude = [...configDefaults.exclude, "**/.*/**", "e2e/**"];
const proofs = "scripts/proof/**/*.proof.test.ts";
const database = {
  environment: "node",
  exclude,
  globalSetup: "./scripts/testing/global-setup.ts",
  testTimeout: 15_000,
  hookTimeout: 30_000,
} as const;

export default defineConfig({
  resolve: {
    alias: { "@": root, "server-only": join(root, "node_modules/server-only/empty.js") },
  },
  test: {
    // Half of the time they wait, for the database or for a condition: a file more than there are processors fills it.
    maxWorkers: availableParallelism() + 1,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          environment: "node",
          include: ["**/*.test.{ts,tsx}"],
          exclude: [...exclude, "**/*.int.test.ts", proofs],
        },
      },
      { extends: true, test: { ...database, name: "int-pg", include: ["**/*.int.test.ts"] } },
      {
        extends: true,
        test: {
          ...database,
          name: "int-neon",
          include: [
            "db/**/*.int.test.ts",
            "lib/auth/**/*.int.test.ts",
            "lib/vault/**/*.int.test.ts",
            "lib/connections/{connections,list-connections,sandbox-token,act,erase-group}.int.test.ts",
            "lib/webhooks/**/*.int.test.ts",
          ],
          setupFiles: "./db/testing/use-neon-proxy.ts",
        },
      },
      {
        extends: true,
        test: {
          ...database,
          name: "proof",
          include: [proofs],
          // One after the other: each has the machine to itself, as the server it attacks would.
          fileParallelism: false,
          testTimeout: 60 * 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
    // next-auth imports "next/server" without its extension, which Node resolves only inside a bundler.
    server: { deps: { inline: ["next-auth", "@auth/core"] } },
  },
});
