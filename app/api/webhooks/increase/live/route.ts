import { refuseOptions, webhookRoute } from "@/lib/webhook-route";

/** Seconds: what is done after the answer stops well before. */
export const maxDuration = 60;

export const POST = webhookRoute("live");

export const OPTIONS = refuseOptions;
