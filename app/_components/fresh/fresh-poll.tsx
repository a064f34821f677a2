"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useState, useTransition } from "react";
import { refreshLastingly } from "./lasting-refresh";
import { startPoll } from "./poll";

const shownMs = 10_000;

/**
 * Makes the page anew when its data has changed, and says so to those who can't see it. React keeps what the person
 * did on it: scroll, focus, open panels, typed text.
 */
export function FreshPoll({
  url,
  version,
}: {
  url: string;
  /** What the page was made of. */
  version: number;
}) {
  const router = useRouter();
  const life = useRef({ lastSignAt: 0, isRefreshing: false });
  const [updates, setUpdates] = useState(0);
  const [isRefreshing, startRefresh] = useTransition();
  useEffect(() => {
    life.current.isRefreshing = isRefreshing;
  }, [isRefreshing]);
  useEffect(() => {
    if (life.current.lastSignAt === 0) life.current.lastSignAt = Date.now();
    const refresh = (isChanged: boolean) => {
      life.current.isRefreshing = true;
      startRefresh(() => {
        refreshLastingly(() => router.refresh(), life.current);
        // In one transition: the words come with the new page, and not before.
        if (isChanged) setUpdates((count) => count + 1);
      });
    };
    return startPoll(
      { url, version, life: life.current },
      { onChange: () => refresh(true), onMissing: () => refresh(false), onOver: () => refresh(false) },
    );
  }, [url, version, router]);
  useEffect(() => {
    if (updates === 0) return undefined;
    const timer = setTimeout(() => setUpdates(0), shownMs);
    return () => clearTimeout(timer);
  }, [updates]);
  return (
    <p aria-live="polite" className="sr-only">
      {updates === 0 ? null : <span key={updates}>Updated just now</span>}
    </p>
  );
}
