import { cronRoute } from "@/lib/http/cron-route";
import { runProcess } from "@/lib/crons";

export const GET = cronRoute(runProcess);
