// Serves one of Vercel's functions as Vercel does: from the files that it lists, and nothing else. Its directory and
// a port are the arguments.
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";

const [directory, port] = process.argv.slice(2);
const handle = createRequire(import.meta.url)(join(directory, "___next_launcher.cjs"));
createServer((request, response) => handle(request, response)).listen(Number(port), "127.0.0.1");
