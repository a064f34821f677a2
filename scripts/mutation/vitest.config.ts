import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { defineConfig } from "vitest/config";

const root = join(import.meta.dirname, "../..");
const serverOnly = dirname(createRequire(import.meta.url).resolve("server-only"));

/** The tests that stand beside the mutated files, and need no database. */
export default defineConfig({
  root,
  resolve: {
    alias: { "@": root, "server-only": join(serverOnly, "empty.js") },
  },
  test: {
    environment: "node",
    include: [
      "lib/auth/permissions.test.ts",
      "lib/connections/lifecycle.test.ts",
      "lib/crypto.test.ts",
      "lib/vault/secret.test.ts",
      "lib/vault/vault.test.ts",
      "lib/webhooks/verify.test.ts",
    ],
  },
});
