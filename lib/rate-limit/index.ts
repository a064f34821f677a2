export { countSignIn, findSignInWait } from "./count-sign-in";
export { signInLimits, actLimit, type SignInLimit } from "./limits";
export { requireActWithinLimit } from "./require-act-within-limit";
