import { migrateDatabase } from "./deploy/migrate-database";
import { runCommand } from "./stack/command";

await runCommand(async () => {
  await migrateDatabase(process.env);
  process.stdout.write("The database is up to date.\n");
  return 0;
});
