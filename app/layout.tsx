import type { Metadata } from "next";
import { connection } from "next/server";
import type { ReactNode } from "react";
import { fontVariables } from "./fonts";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Portal", template: "%s · Portal" },
  description: "Connect your Increase accounts: read-only access to accounts and balances.",
  robots: { index: false },
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  // Every page is made for its request: a page made at build time carries no CSP nonce.
  await connection();
  return (
    <html lang="en" className={fontVariables}>
      <body>
        <a
          href="#main"
          className="sr-only z-10 rounded-control bg-accent px-4 py-2 font-medium text-on-accent focus:not-sr-only focus:fixed focus:top-3 focus:left-3"
        >
          Skip to content
        </a>
        {children}
      </body>
    </html>
  );
}
