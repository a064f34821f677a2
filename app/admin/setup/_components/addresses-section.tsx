import { Fact, FactList } from "@/app/_components/ui/fact-list";
import { Id } from "@/app/_components/ui/id";
import { Section } from "@/app/_components/ui/section";
import type { Address } from "@/lib/doctor";
import { Words } from "./words";

/** Nothing tells whether the redirects are registered: so what has to be is here, to be compared. */
export function AddressesSection({ addresses }: { addresses: Address[] }) {
  return (
    <Section id="addresses" title="Addresses that others must know" aside="Made from AUTH_URL">
      <FactList>
        {addresses.map(({ label, url, where }) => (
          <Fact key={label} name={label} remark={<Words>{where}</Words>}>
            <Id>{url}</Id>
          </Fact>
        ))}
      </FactList>
    </Section>
  );
}
