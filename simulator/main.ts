import { z } from "zod";
import { startSimulator } from "./index";

const Environment = z.object({
  SIMULATOR_PORT: z.coerce.number().int().min(0).max(65535).default(4010),
  SIMULATOR_HOST: z.string().min(1).default("127.0.0.1"),
  SIMULATOR_REDIRECT_URL: z.url().optional(),
  SIMULATOR_DATA_FILE: z.string().min(1).optional(),
});

async function main(): Promise<void> {
  const environment = Environment.parse(process.env);
  const simulator = await startSimulator({
    port: environment.SIMULATOR_PORT,
    host: environment.SIMULATOR_HOST,
    redirectUrl: environment.SIMULATOR_REDIRECT_URL,
    dataFile: environment.SIMULATOR_DATA_FILE,
  });
  console.log(`Simulator ready at ${simulator.url}`);
  // Its library and its key take a moment, which the first person to sign in need not wait for.
  void simulator.world.staff.provider();
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => void simulator.close().then(() => process.exit(0)));
  }
}

function explain(error: unknown): string {
  if (error instanceof z.ZodError) return `The simulator's environment is wrong: ${z.prettifyError(error)}`;
  if (error instanceof Error && "code" in error && error.code === "EADDRINUSE") {
    const port = process.env["SIMULATOR_PORT"] ?? "4010";
    return `Port ${port} is in use; set SIMULATOR_PORT to another one for the simulator.`;
  }
  return error instanceof Error ? error.message : String(error);
}

main().catch((error: unknown) => {
  console.error(explain(error));
  process.exit(1);
});
