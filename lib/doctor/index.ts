export { allChecks } from "./checks";
export type { Address } from "./checks/addresses";
export { createMissingSubscriptions, type Fixed } from "./create-subscriptions";
export { openDoctor, type Doctor, type Progress } from "./doctor";
export { examineSetup } from "./examine-setup";
export type { Finding, Outcome, Severity } from "./finding";
export { probes } from "./probe";
export { runChecks, type CheckReport, type Report } from "./run-checks";
