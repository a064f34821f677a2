import { join } from "node:path";
import type { NextConfig } from "next";

const config: NextConfig = {
  // Next would write a tsconfig.json into this folder.
  typescript: { ignoreBuildErrors: true, tsconfigPath: "../../tsconfig.json" },
  turbopack: { root: join(import.meta.dirname, "../..") },
};

export default config;
