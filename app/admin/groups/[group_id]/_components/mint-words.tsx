import { connectionAddress } from "@/app/admin/connections/_components/connection-search";
import { TextLink } from "@/app/_components/ui/text-link";
import type { Connection } from "@/lib/connections";

/** The staff change nothing on what the customer sees: who may mint a sandbox token, and where. */
export function MintWords({ connection }: { connection: Connection }) {
  return (
    <p>
      The customer may mint one here, and an operator on{" "}
      <TextLink href={connectionAddress(connection)}>the connection’s page</TextLink>.
    </p>
  );
}
