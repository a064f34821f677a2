import { inject } from "vitest";
import "./provided";

// A setup file of the project that tests Neon's driver: the environment a self-hosted portal would have.
const { neonWsProxy } = inject("database");
if (neonWsProxy !== null) process.env.NEON_WS_PROXY = neonWsProxy;
