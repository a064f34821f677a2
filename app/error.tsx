"use client";

import { ErrorMessage } from "@/app/_components/error/error-message";

export default function ErrorPage({ error }: { error: Error & { digest?: string } }) {
  return <ErrorMessage error={error} />;
}
