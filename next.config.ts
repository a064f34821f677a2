import type { NextConfig } from "next";

const config: NextConfig = {
  // The test run builds beside a demo that is being served from `.next`.
  distDir: process.env.NEXT_DIST_DIR ?? ".next",
  // The floors that `npm run bench` measures against must share a build with the portal, and be in no other.
  pageExtensions: process.env.PORTAL_BENCH ? ["tsx", "ts", "bench.ts"] : ["tsx", "ts"],
  // Increase follows no redirect: a subscription whose URL ends in a slash would lose every event.
  skipTrailingSlashRedirect: true,
  // A role that does not suffice is a 403, and not a page that says so with 200.
  experimental: { authInterrupts: true },
  poweredByHeader: false,
  reactStrictMode: true,
  // Types are a step of their own in `npm test`; the build need not repeat it.
  typescript: { ignoreBuildErrors: true },
};

export default config;
