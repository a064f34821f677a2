import "server-only";
import { metrics, type Meter, type MeterProvider } from "@opentelemetry/api";
import { scopeName } from "./spans";

/** Every attribute of a metric is one of a few known words: never an id, of a group least of all. */
function webhookInstruments(meter: Meter) {
  return {
    received: meter.createCounter("portal.webhooks.received", {
      unit: "{delivery}",
      description: "Deliveries, by environment and what became of them",
    }),
    duplicates: meter.createCounter("portal.webhooks.duplicates", {
      unit: "{delivery}",
      description: "Deliveries of events that were there already",
    }),
    handled: meter.createCounter("portal.webhooks.handled", {
      unit: "{event}",
      description: "Events that were worked on, by outcome",
    }),
    deadLetters: meter.createCounter("portal.webhooks.dead_letters", {
      unit: "{event}",
      description: "Events that became dead letters",
    }),
    deadHeld: meter.createGauge("portal.webhooks.dead_letters.held", {
      unit: "{event}",
      description: "Dead letters that wait for a person",
    }),
    queueAge: meter.createGauge("portal.webhooks.queue.age", {
      unit: "s",
      description: "How long the oldest event has been due, as each run of the cron finds it",
    }),
  };
}

function otherInstruments(meter: Meter) {
  return {
    upstreamDuration: meter.createHistogram("portal.upstream.duration", {
      unit: "ms",
      description: "Calls to Increase, to the end of the answer",
      advice: { explicitBucketBoundaries: [25, 50, 100, 200, 400, 800, 1_600, 3_200, 6_400] },
    }),
    upstreamErrors: meter.createCounter("portal.upstream.errors", {
      unit: "{call}",
      description: "Calls to Increase that failed, by the kind of the error",
    }),
    drift: meter.createCounter("portal.reconcile.drift", {
      unit: "{difference}",
      description: "Differences between Increase and here that a reconciliation has found, by kind",
    }),
    cronDuration: meter.createHistogram("portal.cron.duration", {
      unit: "s",
      description: "Runs of the crons, by outcome",
      advice: { explicitBucketBoundaries: [0.1, 0.5, 1, 2, 5, 10, 20, 30, 45, 60] },
    }),
    signIns: meter.createCounter("portal.sign_ins", {
      unit: "{sign_in}",
      description: "Sign-ins that came back, by who and outcome",
    }),
    limited: meter.createCounter("portal.rate_limited", {
      unit: "{request}",
      description: "Requests that were refused for coming too often, by what they were for",
    }),
  };
}

function createInstruments() {
  const meter = metrics.getMeter(scopeName);
  return { ...webhookInstruments(meter), ...otherInstruments(meter) };
}

let made: { provider: MeterProvider; instruments: ReturnType<typeof createInstruments> } | undefined;

/** Made at the first use, and once for each provider: what was made before there is one counts nothing for ever. */
export function instruments(): ReturnType<typeof createInstruments> {
  const provider = metrics.getMeterProvider();
  if (made?.provider !== provider) made = { provider, instruments: createInstruments() };
  return made.instruments;
}
