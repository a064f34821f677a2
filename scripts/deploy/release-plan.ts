import type { Deployment } from "@/db/migrate";
import { Problem } from "../stack/problem";

export type ReleasePlan =
  | { deployment: Deployment }
  /** Why there is nothing to migrate. */
  | { deployment: null; reason: string };

/**
 * What a build has to do to its database before it serves. Vercel gives each environment its own variables.
 * @throws Problem for a production without a database: it would go live in front of one that nobody has migrated
 */
export function planRelease({ VERCEL_ENV, DATABASE_URL }: NodeJS.ProcessEnv): ReleasePlan {
  if (VERCEL_ENV !== "production" && VERCEL_ENV !== "preview") {
    return {
      deployment: null,
      reason: "This is no deployment to Vercel: no database is migrated. `npm run db:migrate` does that.",
    };
  }
  if (DATABASE_URL) return { deployment: VERCEL_ENV };
  if (VERCEL_ENV === "preview") {
    return { deployment: null, reason: "This preview has no DATABASE_URL: no database is migrated." };
  }
  throw new Problem(
    "DATABASE_URL is missing in Vercel's Production environment. Nothing was migrated, and this build does not go live: set it and deploy again.",
  );
}
