import { createElement } from "react";
import { Fact, FactList } from "@/app/_components/ui/fact-list";
import { Section } from "@/app/_components/ui/section";
import type { Address } from "@/lib/doctor";
import { Words } from "./words";

/** Selected whole by one click, as an id is; where it needs two lines it breaks after a slash. */
function Url({ children }: { children: string }) {
  const parts = children.split(/(?<=[^/]\/)(?=[^/])/);
  return createElement(
    "code",
    { className: "font-mono text-small wrap-anywhere select-all" },
    ...parts.flatMap((part, index) => (index === 0 ? [part] : [createElement("wbr"), part])),
  );
}

/** Nothing tells whether the redirects are registered: so what has to be is here, to be compared. */
export function AddressesSection({ addresses }: { addresses: Address[] }) {
  return (
    <Section id="addresses" title="Addresses that others must know" aside="Made from AUTH_URL">
      <FactList>
        {addresses.map(({ label, url, where }) => (
          <Fact key={label} name={label} remark={<Words>{where}</Words>}>
            <Url>{url}</Url>
          </Fact>
        ))}
      </FactList>
    </Section>
  );
}
