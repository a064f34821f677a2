import { Icon } from "@/app/_components/ui/icon";
import type { IncreaseEnvironment } from "@/lib/banking";
import { onSide } from "./group-path";

const sides = [
  { side: "live", label: "Live" },
  { side: "sandbox", label: "Sandbox" },
] as const;

/** Leads to the same place on the other side. */
export function EnvironmentSwitch({ path, environment }: { path: string; environment: IncreaseEnvironment }) {
  return (
    <nav aria-label="Environment" className="flex rounded-control border border-line-strong bg-surface p-0.5">
      {sides.map(({ side, label }) => (
        <a
          key={side}
          href={onSide(path, side)}
          aria-current={side === environment ? "true" : undefined}
          className={`flex min-h-8 items-center rounded-control px-2 text-small text-ink-soft hover:text-ink aria-[current]:font-medium sm:px-3 ${side === "sandbox" ? "aria-[current]:bg-sandbox aria-[current]:text-on-sandbox" : "aria-[current]:bg-sunken aria-[current]:text-ink"}`}
        >
          {label}
        </a>
      ))}
    </nav>
  );
}

/** Over the whole width, so that nobody takes test data for money. */
export function SandboxBand() {
  return (
    <section aria-label="Which side this is" className="bg-sandbox text-on-sandbox">
      <p className="mx-auto flex min-h-9 items-center justify-center gap-2 px-5 py-1 text-small">
        <Icon name="attention" />
        <span>
          <strong className="font-semibold">Sandbox</strong>: test data of Increase’s. No real money.
        </span>
      </p>
    </section>
  );
}
