import { refuseOptions, webhookRoute } from "@/lib/webhook-route";

export const POST = webhookRoute("live");

export const OPTIONS = refuseOptions;
