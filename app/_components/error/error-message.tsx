import { Brand } from "@/app/_components/shell/brand";
import { pageWidth } from "@/app/_components/shell/page-width";
import { ButtonLink } from "@/app/_components/ui/button-link";
import { buttonStyle } from "@/app/_components/ui/button-style";

/** Of an error that our own code met on the way to the page: see lib/page.ts. */
const requestIdForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What a page says that could not be made at all. Nothing that may have failed is used in it. */
export function ErrorMessage({ error }: { error: Error & { digest?: string } }) {
  return (
    <main id="main" tabIndex={-1} className={`${pageWidth} grid justify-items-start gap-6 pt-4 pb-16`}>
      <div className="pb-4 sm:pb-8">
        <Brand href="/" />
      </div>
      <h1 className="text-title tracking-[-0.025em]">This page could not be made</h1>
      <p className="max-w-[64ch] text-ink-soft">
        Something went wrong on our side. Nothing was changed. Load the page again; if it keeps failing, tell
        the platform{error.digest ? ", with the reference below" : ""}.
      </p>
      <div className="flex flex-wrap gap-3">
        <button type="button" className={buttonStyle("primary")} onClick={() => window.location.reload()}>
          Load the page again
        </button>
        <ButtonLink href="/">To the start page</ButtonLink>
      </div>
      {error.digest ? (
        <p className="text-small text-ink-faint">
          {requestIdForm.test(error.digest) ? "Request" : "Reference"}{" "}
          <code className="font-mono select-all">{error.digest}</code>
        </p>
      ) : null}
    </main>
  );
}
