"use client";

import { Suspense, useState, type ReactNode } from "react";

/**
 * A part that came with the page's first byte, or is streamed behind its fallback. It stays what it was at first when
 * the page is made anew: else React would throw away all that stands in it, with its focus and its open panels.
 */
export function KeptBoundary({
  isStreamed,
  fallback,
  children,
}: {
  isStreamed: boolean;
  fallback: ReactNode;
  children: ReactNode;
}) {
  const [wasStreamed] = useState(isStreamed);
  return wasStreamed ? <Suspense fallback={fallback}>{children}</Suspense> : children;
}
