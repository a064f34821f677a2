import { getPeekingContext } from "@/lib/auth/session";
import { changesRoute } from "@/lib/http/changes-route";

export const GET = changesRoute(getPeekingContext);
