import { Mark } from "@/app/_components/ui/mark";

export function Brand({ href }: { href: string }) {
  return (
    <a
      href={href}
      className="inline-flex min-h-10 items-center gap-2 font-semibold tracking-[-0.01em] text-ink"
    >
      <Mark className="text-accent" />
      Portal
    </a>
  );
}
