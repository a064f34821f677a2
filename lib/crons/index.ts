export { runProcess, type ProcessRun } from "./run-process";
export { runReconcile, type ReconcileRun } from "./run-reconcile";
