import { GeistSans } from "geist/font/sans";
import localFont from "next/font/local";

/**
 * Geist Mono as the package has it, but not asked for ahead of the page: ids and amounts are read in any other mono
 * until it is there, all of which are as wide.
 */
const geistMono = localFont({
  src: "../node_modules/geist/dist/fonts/geist-mono/GeistMono-Variable.woff2",
  variable: "--font-geist-mono",
  weight: "100 900",
  preload: false,
  adjustFontFallback: false,
  fallback: ["ui-monospace", "SFMono-Regular", "Menlo", "Liberation Mono", "monospace"],
});

export const fontVariables = `${GeistSans.variable} ${geistMono.variable}`;
