import { migrateDatabase } from "./deploy/migrate-database";
import { planRelease } from "./deploy/release-plan";
import { runCommand } from "./stack/command";

/** The last part of Vercel's build (vercel.json): where it fails, the version before goes on serving. */
await runCommand(async () => {
  const plan = planRelease(process.env);
  if (plan.deployment === null) {
    process.stdout.write(`${plan.reason}\n`);
    return 0;
  }
  await migrateDatabase(process.env, plan.deployment);
  process.stdout.write(`The database of this ${plan.deployment} is up to date.\n`);
  return 0;
});
