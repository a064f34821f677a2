import { cronRoute } from "@/lib/cron-route";
import { runProcess } from "@/lib/crons";

export const maxDuration = 60;

export const GET = cronRoute(runProcess);
