import { withVerbSpans } from "../telemetry";
import * as verbs from "./verbs";

export const { runProcess, runReconcile } = withVerbSpans("crons", verbs);
