"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

const yearSeconds = 365 * 24 * 60 * 60;

function isKept(cookie: string): boolean {
  return document.cookie.split("; ").includes(cookie);
}

/**
 * Tells the server the browser's time zone, which only a script can know; lib/http/page-time-zone.ts reads it. `current` is
 * the zone that this page was made in. Without `isRefreshing` the next page is the first in the new one.
 */
export function TimeZoneLeaf({ current, isRefreshing = false }: { current: string; isRefreshing?: boolean }) {
  const router = useRouter();
  useEffect(() => {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    const cookie = `time_zone=${timeZone}`;
    // What the browser has said before the server does not know: to say it again would refresh the page for ever.
    if (timeZone === current || isKept(cookie)) return;
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `${cookie}; Path=/; SameSite=Lax; Max-Age=${yearSeconds}${secure}`;
    if (isRefreshing && isKept(cookie)) router.refresh();
  }, [current, isRefreshing, router]);
  return null;
}
