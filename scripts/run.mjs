// The entry of every command: plain Node, because node_modules may be missing.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const rootDir = join(import.meta.dirname, "..");
const commands = [
  "demo",
  "dev",
  "test",
  "migrate",
  "release",
  "cron",
  "doctor",
  "rotate",
  "erase",
  "bench",
  "prove",
];
const [command, ...args] = process.argv.slice(2);

requireNode(20, 20);
if (!commands.includes(command)) fail(`Usage: node scripts/run.mjs ${commands.join("|")}`);
if (!isInstalled()) await install();
process.exitCode = await runScript();

function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

function requireNode(major, minor) {
  const [actualMajor, actualMinor] = process.versions.node.split(".").map(Number);
  if (actualMajor > major || (actualMajor === major && actualMinor >= minor)) return;
  fail(`This needs Node ${major}.${minor} or newer; this is ${process.versions.node}.`);
}

// npm writes node_modules/.package-lock.json when everything else is in place, so it tells what is installed.
function isInstalled() {
  const wanted = readPackages("package-lock.json");
  const installed = readPackages("node_modules/.package-lock.json");
  return Object.entries(wanted).every(([path, { version, optional }]) =>
    installed[path] ? installed[path].version === version : path === "" || optional,
  );
}

function readPackages(path) {
  try {
    return JSON.parse(readFileSync(join(rootDir, path), "utf8")).packages;
  } catch (error) {
    if (error.code === "ENOENT") return {};
    return fail(`${path} can't be read: ${error.message}`);
  }
}

async function install() {
  const startedAt = Date.now();
  const say = () =>
    process.stdout.write(`… Installing packages (${Math.round((Date.now() - startedAt) / 1000)} s)\n`);
  process.stdout.write("… Installing packages with npm ci\n");
  const progress = setInterval(say, 5_000);
  const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ["npm"];
  const flags = ["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"];
  const code = await run([...npm, ...flags], { stdio: "inherit" });
  clearInterval(progress);
  if (code !== 0) fail("The packages could not be installed: npm ci has said why above.");
}

function runScript() {
  const script = ["--conditions=react-server", "--import", "tsx", `scripts/${command}.ts`, ...args];
  // The channel lets the script see this process end, even by SIGKILL.
  return run([process.execPath, ...script], { stdio: ["inherit", "inherit", "inherit", "ipc"] });
}

function run([file, ...fileArgs], options) {
  return new Promise((resolve) => {
    const child = spawn(file, fileArgs, { cwd: rootDir, ...options });
    const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
    const forward = (signal) => child.kill(signal);
    for (const signal of signals) process.on(signal, forward);
    const watch = watchParent(() => child.kill("SIGTERM"));
    child.on("error", (error) => fail(`${file} can't be started: ${error.message}`));
    child.on("exit", (code, signal) => {
      for (const name of signals) process.off(name, forward);
      clearInterval(watch);
      resolve(code ?? (signal === "SIGINT" ? 130 : 143));
    });
  });
}

// Under npm a shell stands in between: it may die by npm's signal without passing it on.
function watchParent(onEnd) {
  if (process.env.npm_lifecycle_event === undefined) return undefined;
  const parent = process.ppid;
  return setInterval(() => process.ppid !== parent && onEnd(), 500);
}
