import { cronRoute } from "@/lib/http/cron-route";
import { runReconcile } from "@/lib/crons";

export const GET = cronRoute(runReconcile);
