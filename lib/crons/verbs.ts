import "server-only";

export { runProcess } from "./run-process";
export { runReconcile } from "./run-reconcile";
