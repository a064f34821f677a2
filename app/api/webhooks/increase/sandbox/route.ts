import { webhookRoute } from "@/lib/webhook-route";

export const POST = webhookRoute("sandbox");
