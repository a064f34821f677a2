import { answerUnavailable } from "@/lib/http/unavailable-route";

export const GET = answerUnavailable;

/** A form without JavaScript whose page could not be made: nothing is sent a second time by itself. */
export const POST = answerUnavailable;
