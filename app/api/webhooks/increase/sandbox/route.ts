import { refuseOptions, webhookRoute } from "@/lib/webhook-route";

export const POST = webhookRoute("sandbox");

export const OPTIONS = refuseOptions;
