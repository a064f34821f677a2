"use client";

import { ErrorMessage } from "./_components/error/error-message";

export default function ErrorPage({ error }: { error: Error & { digest?: string } }) {
  return <ErrorMessage error={error} />;
}
