"use client";

import { useRouter } from "next/navigation";
import { startTransition, useEffect, useRef, useState } from "react";
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
  const life = useRef({ lastSignAt: 0 });
  const [updates, setUpdates] = useState(0);
  useEffect(() => {
    if (life.current.lastSignAt === 0) life.current.lastSignAt = Date.now();
    // In one transition: the words come with the new page, and not before.
    const onChange = () =>
      startTransition(() => {
        router.refresh();
        setUpdates((count) => count + 1);
      });
    return startPoll({ url, version, life: life.current }, { onChange, onOver: () => router.refresh() });
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
