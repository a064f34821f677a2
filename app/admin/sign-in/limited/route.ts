import { answerLimited } from "@/lib/auth/limit-sign-in";
import { route } from "@/lib/route";
import { services } from "@/lib/services";

/** Where a sign-in of the staff leads that was one too many. */
export const GET = route((request: Request) => answerLimited(request, services(), "staff"));
