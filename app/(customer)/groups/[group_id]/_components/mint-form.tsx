import { v4 as uuidv4 } from "uuid";
import { groupPath } from "@/app/_components/shell/group-path";
import { ActionForm } from "@/app/_components/ui/action-form";
import { SubmitButton } from "@/app/_components/ui/submit-button";
import { TextLink } from "@/app/_components/ui/text-link";
import type { Connection } from "@/lib/connections";
import { mintSandboxTokenAction } from "../actions";

/** The customer's own way to a sandbox token. `act_id` lets the form act once, however often it is sent. */
export function MintForm({ connection: { groupId, state } }: { connection: Connection }) {
  if (state !== "active") {
    return (
      <p>
        It is minted from the live connection, which is not active now.{" "}
        <TextLink href={groupPath(groupId)}>To the live side</TextLink>
      </p>
    );
  }
  return (
    <ActionForm action={mintSandboxTokenAction}>
      <input type="hidden" name="group_id" value={groupId} />
      <input type="hidden" name="act_id" value={uuidv4()} />
      <SubmitButton pendingLabel="Minting…">Mint a sandbox token</SubmitButton>
    </ActionForm>
  );
}
