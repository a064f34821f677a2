import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { PublicShell } from "@/app/_components/shell/public-shell";
import { ButtonLink } from "@/app/_components/ui/button-link";
import { Id } from "@/app/_components/ui/id";
import { Notice } from "@/app/_components/ui/notice";
import { PageHeader } from "@/app/_components/ui/page-header";
import { SubmitButton } from "@/app/_components/ui/submit-button";
import { findOfferedLink, type OfferedLink } from "@/lib/connections";
import { loadPage } from "@/lib/page";
import { connectByLink } from "./actions";

export const metadata: Metadata = { title: "Connect" };

const overWords: Record<Exclude<OfferedLink["state"], "open">, string> = {
  used: "It has been used. A link works once.",
  revoked: "The platform has withdrawn it.",
  expired: "Its time is over.",
};

/** Looking at a link does nothing: a program that previews messages must not use it up. */
export default async function ConnectLinkPage({ params }: { params: Promise<{ link_id: string }> }) {
  const { link_id: id } = await params;
  const link = await loadPage((context) => findOfferedLink(context, id), `/connect/${id}`);
  if (link === null) notFound();
  return (
    <PublicShell>
      <div className="grid max-w-[46rem] gap-8">
        {link.state === "open" ? (
          <OpenLink link={link} />
        ) : (
          <>
            <PageHeader title="This link is no longer good" />
            <Notice title={overWords[link.state]} icon="closed">
              <p>Nothing was changed. Ask the platform for a new link, or begin at the start page.</p>
            </Notice>
            <div>
              <ButtonLink href="/">To the start page</ButtonLink>
            </div>
          </>
        )}
      </div>
    </PublicShell>
  );
}

function OpenLink({ link: { id, groupId, scope } }: { link: OfferedLink }) {
  return (
    <>
      <PageHeader title="Connect your Increase accounts">
        <p>
          The platform you work with has sent you this link. You sign in at Increase and decide there; nothing
          is connected before that.
        </p>
      </PageHeader>
      {groupId === null ? null : (
        <Notice title="This link is for one group">
          <p>
            At Increase, choose the group <Id>{groupId}</Id>. Any other is refused.
          </p>
        </Notice>
      )}
      <p className="max-w-[64ch]">
        {scope === "read_only"
          ? "Access is read only: nothing can be moved or changed with it. You can leave at any time."
          : "Increase will ask you to allow reading and writing; this portal itself only reads. You can leave at any time."}
      </p>
      <form action={connectByLink}>
        <input type="hidden" name="link_id" value={id} />
        <SubmitButton pendingLabel="Going to Increase…">Continue with Increase</SubmitButton>
      </form>
    </>
  );
}
