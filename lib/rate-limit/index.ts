export { countSignIn, findSignInWait } from "./count-sign-in";
export { signInLimits, actLimits, type SignInLimit } from "./limits";
export { RateLimitedError } from "./rate-limited-error";
export { requireActWithinLimit } from "./require-act-within-limit";
