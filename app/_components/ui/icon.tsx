import type { ReactNode } from "react";

/** Drawn on a grid of 16 with one line of 1.5. Plain markup: an icon costs the browser no script. */
const shapes = {
  check: (
    <>
      <circle cx="8" cy="8" r="6.25" />
      <path d="m5.25 8.25 2 2 3.5-4.25" />
    </>
  ),
  attention: (
    <>
      <path d="M8 1.9 14.75 13.6H1.25Z" />
      <path d="M8 6.4v3.3M8 11.35v.4" />
    </>
  ),
  parted: (
    <>
      <path d="M6.2 4.4 7.6 3a3.5 3.5 0 0 1 5.1 4.9l-1.5 1.5M9.8 11.6 8.4 13a3.5 3.5 0 0 1-5.1-4.9l1.5-1.5" />
      <path d="m2.25 2.25 11.5 11.5" />
    </>
  ),
  stopped: (
    <>
      <circle cx="8" cy="8" r="6.25" />
      <path d="m3.75 3.75 8.5 8.5" />
    </>
  ),
  open: (
    <>
      <circle cx="8" cy="8" r="6.25" />
      <circle cx="8" cy="8" r="2" fill="currentColor" stroke="none" />
    </>
  ),
  closed: (
    <>
      <circle cx="8" cy="8" r="6.25" />
      <path d="M5 8h6" />
    </>
  ),
  unknown: (
    <>
      <circle cx="8" cy="8" r="6.25" />
      <path d="M6.3 6.3a1.75 1.75 0 1 1 2.6 1.55c-.6.35-.9.7-.9 1.3M8 11.1v.4" />
    </>
  ),
  info: (
    <>
      <circle cx="8" cy="8" r="6.25" />
      <path d="M8 7.3v4M8 4.7v.4" />
    </>
  ),
  read: (
    <>
      <path d="M1.25 8S3.6 3.75 8 3.75 14.75 8 14.75 8 12.4 12.25 8 12.25 1.25 8 1.25 8Z" />
      <circle cx="8" cy="8" r="1.9" />
    </>
  ),
  write: <path d="m2.25 13.75.8-3.2 7.9-7.9a1.7 1.7 0 0 1 2.4 2.4l-7.9 7.9Z" />,
  age: (
    <>
      <circle cx="8" cy="8" r="6.25" />
      <path d="M8 4.25V8l2.5 1.75" />
    </>
  ),
  unfold: <path d="m3.5 6 4.5 4.5L12.5 6" />,
  forward: <path d="M2.5 8h10.75M9 3.75 13.25 8 9 12.25" />,
  back: <path d="M13.5 8H2.75M7 3.75 2.75 8 7 12.25" />,
  outward: <path d="M5.25 3.25h7.5v7.5M12.5 3.5 3.25 12.75" />,
} as const satisfies Record<string, ReactNode>;

export type IconName = keyof typeof shapes;

/** Always beside a word, so hidden from those who listen. */
export function Icon({ name, className = "" }: { name: IconName; className?: string }) {
  return (
    <svg
      viewBox="0 0 16 16"
      width="16"
      height="16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      className={`inline-block shrink-0 ${className}`}
    >
      {shapes[name]}
    </svg>
  );
}
