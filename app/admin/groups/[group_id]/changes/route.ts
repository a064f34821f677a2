import { getPeekingStaffContext } from "@/lib/auth/session";
import { changesRoute } from "@/lib/changes-route";

export const GET = changesRoute(getPeekingStaffContext);
