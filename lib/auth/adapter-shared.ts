import "server-only";
import type { Adapter } from "next-auth/adapters";

/** Auth.js would write who may sign in by itself; nobody becomes that here but by `because`. */
export function refuseToWriteUsers(
  because: string,
): Required<Pick<Adapter, "createUser" | "updateUser" | "linkAccount">> {
  const neverCalled = (method: string) => () => {
    throw new Error(`${method} must not be called: ${because}`);
  };
  return {
    createUser: neverCalled("createUser"),
    updateUser: neverCalled("updateUser"),
    linkAccount: neverCalled("linkAccount"),
  };
}

/** Until when a session that is used lives on: never beyond its longest. */
export function nextIdleEnd(
  asked: Date | undefined,
  { idleExpiresAt, absoluteExpiresAt }: { idleExpiresAt: Date; absoluteExpiresAt: Date },
): Date {
  const idle = asked ?? idleExpiresAt;
  return idle < absoluteExpiresAt ? idle : absoluteExpiresAt;
}
