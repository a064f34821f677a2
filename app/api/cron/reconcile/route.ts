import { cronRoute } from "@/lib/cron-route";
import { runReconcile } from "@/lib/crons";

export const GET = cronRoute(runReconcile);
