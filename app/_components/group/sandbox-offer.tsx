import type { ReactNode } from "react";
import { Notice } from "@/app/_components/ui/notice";

/** Where the sandbox can't be read for want of a token. `children` is the way to one. */
export function SandboxOffer({
  code,
  message = "",
  children,
}: {
  code: "no_sandbox_token" | "sandbox_refused";
  /** Of a refusal: what happened. */
  message?: string;
  children: ReactNode;
}) {
  const isRefused = code === "sandbox_refused";
  return (
    <Notice
      title={isRefused ? "The sandbox refused its token" : "The sandbox has not been opened yet"}
      icon={isRefused ? "attention" : "info"}
      tone={isRefused ? "alert" : "plain"}
    >
      {isRefused ? (
        <p>{message}</p>
      ) : (
        <p>
          The sandbox is a test environment of Increase’s, with accounts of its own and no real money. Reading
          it takes a token of its own, which is minted from the live connection and kept encrypted like that
          one. The live side is not touched by it.
        </p>
      )}
      <div className="mt-3">{children}</div>
    </Notice>
  );
}
