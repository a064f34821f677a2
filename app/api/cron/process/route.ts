import { cronRoute } from "@/lib/cron-route";
import { runProcess } from "@/lib/crons";

export const GET = cronRoute(runProcess);
