import { refuseOptions, webhookRoute } from "@/lib/http/webhook-route";

export const POST = webhookRoute("live");

export const OPTIONS = refuseOptions;
