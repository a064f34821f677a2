import { spawn } from "node:child_process";
import { basicEnvironment } from "../stack/environment";
import { rootDir } from "../stack/settings";

/** `npm run tokens:rotate`, without npm in between: the process that works is the one that is killed. */
export function startRotation(env: { TOKEN_KEYS: string; DATABASE_URL: string }) {
  const child = spawn(
    process.execPath,
    ["--conditions=react-server", "--import", "tsx", "scripts/rotate.ts"],
    { cwd: rootDir, env: { ...basicEnvironment(), ...env }, stdio: ["ignore", "pipe", "pipe"] },
  );
  let said = "";
  let isOver = false;
  for (const output of [child.stdout, child.stderr]) output.on("data", (chunk) => (said += String(chunk)));
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.on("exit", (code, signal) => {
      isOver = true;
      resolve({ code, signal });
    });
  });
  return {
    isOver: () => isOver,
    said: () => said,
    ended,
    kill: () => void child.kill("SIGKILL"),
  };
}
