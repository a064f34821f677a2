import "server-only";
import { cookies } from "next/headers";
import { isTimeZone, utc } from "../time-zone";

/** The zone that this request's page counts its days in: its browser's own once it has told us, until then UTC. */
export async function readTimeZone(): Promise<string> {
  // app/_components/shell/time-zone-leaf.tsx writes it.
  const name = (await cookies()).get("time_zone")?.value;
  // Attack: anybody can write this cookie, a sibling subdomain too. A name that we know can do no more than move days.
  return name !== undefined && isTimeZone(name) ? name : utc;
}
