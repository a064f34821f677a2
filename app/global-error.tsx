"use client";

import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import { ErrorMessage } from "./_components/error/error-message";
import "./globals.css";

/** In place of everything, the root layout included: so it brings its own html and body. */
export default function GlobalErrorPage({ error }: { error: Error & { digest?: string } }) {
  return (
    <html lang="en" className={`${GeistSans.variable} ${GeistMono.variable}`}>
      <body>
        <title>This page could not be made · Portal</title>
        <ErrorMessage error={error} />
      </body>
    </html>
  );
}
