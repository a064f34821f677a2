import { migrateDatabase } from "./deploy/migrate-database";
import { runCommand } from "./stack/command";
import { refuseArguments } from "./stack/no-arguments";

await runCommand(async (_keeper, args) => {
  refuseArguments(args, "npm run db:migrate");
  await migrateDatabase(process.env);
  process.stdout.write("The database is up to date.\n");
  return 0;
});
