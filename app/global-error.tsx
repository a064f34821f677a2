"use client";

import { ErrorMessage } from "@/app/_components/error/error-message";
import { fontVariables } from "./fonts";
import "./globals.css";

/** In place of everything, the root layout included: so it brings its own html and body. */
export default function GlobalErrorPage({ error }: { error: Error & { digest?: string } }) {
  return (
    <html lang="en" className={fontVariables}>
      <body>
        <title>This page could not be made · Portal</title>
        <ErrorMessage error={error} />
      </body>
    </html>
  );
}
