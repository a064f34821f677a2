import { cronRoute } from "@/lib/cron-route";
import { runReconcile } from "@/lib/crons";

export const maxDuration = 60;

export const GET = cronRoute(runReconcile);
