import { refuseOptions, webhookRoute } from "@/lib/http/webhook-route";

export const POST = webhookRoute("sandbox");

export const OPTIONS = refuseOptions;
