import { parseArgs } from "node:util";
import { Problem } from "../stack/problem";

export const help = `Usage: npm run doctor -- [--env-from=PATH] [--probe] [--fix] [--json] [--verbose]

Checks how the portal is set up and says what is wrong, why it matters and how to mend it.
It reads and changes nothing, but for what --fix and --probe say below.

  --env-from=PATH  Reads variables from this file too, such as .env.local. What the process's own
                   environment has goes before it. Without this, the environment alone counts.
  --probe          Also sends the portal at AUTH_URL an event of our own, live and sandbox, and looks for
                   it in the inbox. It stays there, as doctor_probe_… of the category portal_doctor.probe.
  --fix            Creates the event subscriptions that are missing at Increase, and says which, in the audit log too.
                   The portal has to answer at AUTH_URL.
  --json           Prints the whole report as JSON.
  --verbose        Also writes the log, with the causes of what failed, to stderr.
  --help           Prints this.

Exit status: 0 nothing was found, 1 something was found, 2 the doctor could not run.
`;

const options = {
  "env-from": { type: "string" },
  probe: { type: "boolean", default: false },
  fix: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
  verbose: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

export type DoctorOptions = {
  envFile: string | undefined;
  isProbe: boolean;
  isFix: boolean;
  isJson: boolean;
  isVerbose: boolean;
  isHelp: boolean;
};

/** @throws Problem for words it does not know */
export function readDoctorOptions(args: string[]): DoctorOptions {
  const { "env-from": envFile, probe, fix, json, verbose, help: isHelp } = parse(args);
  return { envFile, isProbe: probe, isFix: fix, isJson: json, isVerbose: verbose, isHelp };
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options }).values;
  } catch (cause) {
    throw new Problem(`${help}\nThis was not understood: ${args.join(" ")}. Nothing was checked.`, { cause });
  }
}
