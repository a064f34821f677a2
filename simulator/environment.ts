/** The two sides of Increase. The simulator serves each under a path of this name. */
export const environments = ["live", "sandbox"] as const;
export type Environment = (typeof environments)[number];

export function otherEnvironment(environment: Environment): Environment {
  return environment === "live" ? "sandbox" : "live";
}

/** Increase's own word for an environment in `likely_environment`. */
export function environmentName(environment: Environment): "production" | "sandbox" {
  return environment === "live" ? "production" : "sandbox";
}
