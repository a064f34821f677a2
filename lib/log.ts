import "server-only";
import { pino, type DestinationStream, type Logger } from "pino";
import { traceFields } from "./telemetry";

export type Log = Logger;

const secretNames = [
  "authorization",
  "cookie",
  "set-cookie",
  "token",
  "access_token",
  "accessToken",
  "production_token",
  "client_secret",
  "clientSecret",
  "apiKey",
  "secret",
  "sealed",
];
const redactedPaths = secretNames.flatMap((name) => {
  const key = name.includes("-") ? `["${name}"]` : name;
  const nested = name.includes("-") ? `*["${name}"]` : `*.${name}`;
  return [key, nested, name.includes("-") ? `*.*["${name}"]` : `*.*.${name}`];
});

type SerializedError = {
  type: string;
  message: string;
  code?: string;
  status?: number;
  stack?: string;
  cause?: SerializedError;
};

function readString(error: Error, key: string): string | undefined {
  const value: unknown = Reflect.get(error, key);
  return typeof value === "string" ? value : undefined;
}

/** Drizzle puts the values of a failed query into its message: hashes and sealed tokens among them. */
function withoutParameters(text: string): string {
  return text.replace(/\nparams: [^]*$/, "\nparams: [redacted]");
}

function toStack({ stack, message }: Error): string | undefined {
  // Attack: a value that looks like a line of the stack, so that what follows it is taken for the rest of that.
  if (stack === undefined || message === "") return stack;
  const framesAt = stack.indexOf(message) + message.length;
  return framesAt < message.length
    ? withoutParameters(stack)
    : withoutParameters(stack.slice(0, framesAt)) + stack.slice(framesAt);
}

/** An error as named fields, its causes with it; never the request or response that it may carry. */
function serializeError(error: unknown, depth = 0): SerializedError {
  if (!(error instanceof Error)) return { type: typeof error, message: "a thrown value that is no Error" };
  const status: unknown = Reflect.get(error, "status");
  return {
    type: readString(error, "type") ?? error.constructor.name,
    message: withoutParameters(error.message),
    code: readString(error, "code"),
    status: typeof status === "number" ? status : undefined,
    stack: toStack(error),
    cause: error.cause !== undefined && depth < 4 ? serializeError(error.cause, depth + 1) : undefined,
  };
}

/** Next gives each error of a page such a name before it reports it, and then calls `onRequestError` with it. */
function isToldWithItsRequest(error: unknown): boolean {
  return error instanceof Error && readString(error, "digest") !== undefined;
}

const toFields = (said: readonly unknown[]) => ({
  err: said.find((each) => each instanceof Error),
  said: said
    .flatMap((each) => (typeof each === "string" ? [withoutParameters(each)] : []))
    .join(" ")
    .slice(0, 2_000),
});

/**
 * Takes over what others report: as one line, with the values of a query redacted. What instrumentation.ts is told of
 * as well, and can say the request of, is left to it.
 * Attack: a filter with a line feed in it, in an address that fails, writes a line of its own.
 */
export function logConsole(log: Log, target: Pick<Console, "error" | "warn"> = console): void {
  target.error = (...said: unknown[]) => {
    const fields = toFields(said);
    if (isToldWithItsRequest(fields.err)) return;
    log.error(fields, "an error outside of our own code's reach");
  };
  target.warn = (...said: unknown[]) => log.warn(toFields(said), "a warning from outside of our own code");
}

let ofRequests: Log | undefined;

/** The one line about a page that failed; `digest` is what its error page shows. */
export function logRequestError(
  error: unknown,
  place: { requestId: string | string[] | undefined; route: string },
  log: Log = (ofRequests ??= createLog()),
): void {
  const digest = error instanceof Error ? readString(error, "digest") : undefined;
  log.error({ err: error, ...place, digest }, "a page failed");
}

/** JSON lines on stdout. Fields that could carry a secret are redacted wherever they are logged. */
export function createLog(destination?: DestinationStream): Log {
  return pino(
    {
      level: "info",
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      mixin: traceFields,
      redact: { paths: redactedPaths, censor: "[redacted]" },
      serializers: { err: (error: unknown) => serializeError(error) },
    },
    ...(destination === undefined ? [] : [destination]),
  );
}
