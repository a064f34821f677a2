import { existsSync } from "node:fs";
import { join } from "node:path";
import type { NextConfig } from "next";

// A lock file further up, as in a checkout within another, must not make that one the root of what is traced.
const root = import.meta.dirname;

const isStandalone = process.env.NEXT_OUTPUT === "standalone";

// Next copies these into the server that is carried away, secrets and all. The project's own commands tell it to read none.
if (isStandalone && process.env.__NEXT_PROCESSED_ENV === undefined) {
  const found = [".env", ".env.production"].filter((name) => existsSync(join(root, name)));
  if (found.length > 0) {
    throw new Error(
      `${found.join(" and ")} would be copied into the standalone server. Nothing was built; move it, and set the variables where the server runs.`,
    );
  }
}

const config: NextConfig = {
  // `standalone` is a server that can be carried anywhere (docs/deploy.md). Vercel makes functions, and wants none.
  output: isStandalone ? "standalone" : undefined,
  outputFileTracingRoot: root,
  turbopack: { root },
  // The test run builds beside a demo that is being served from `.next`.
  distDir: process.env.NEXT_DIST_DIR ?? ".next",
  // The floors that `npm run bench` measures against must share a build with the portal, and be in no other.
  pageExtensions: process.env.PORTAL_BENCH ? ["tsx", "ts", "bench.ts"] : ["tsx", "ts"],
  // Increase follows no redirect: a subscription whose URL ends in a slash would lose every event.
  skipTrailingSlashRedirect: true,
  // A role that does not suffice is a 403, and not a page that says so with 200.
  experimental: {
    authInterrupts: true,
    // Our forms are small (lib/http/request-fault.ts says how small); Next would take 1 MB, and keep 10 MB for the proxy.
    serverActions: { bodySizeLimit: "64kb" },
    // More than an action may have: what is cut off here must never look like a whole form.
    proxyClientMaxBodySize: "128kb",
  },
  poweredByHeader: false,
  // Also on what proxy.ts does not see (the build's files, answers to deliveries) or does not make: Next's own errors.
  headers: async () => [
    {
      source: "/:path*",
      headers: [
        { key: "x-content-type-options", value: "nosniff" },
        { key: "x-frame-options", value: "DENY" },
        { key: "referrer-policy", value: "same-origin" },
        { key: "cross-origin-resource-policy", value: "same-origin" },
      ],
    },
  ],
  reactStrictMode: true,
  // Types are a step of their own in `npm test`; the build need not repeat it.
  typescript: { ignoreBuildErrors: true },
};

export default config;
