import { withVerbSpans } from "../telemetry";
import * as verbs from "./verbs";

export type { ProcessRun } from "./run-process";
export type { ReconcileRun } from "./run-reconcile";

export const { runProcess, runReconcile } = withVerbSpans("crons", verbs);
