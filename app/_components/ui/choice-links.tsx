export type Choice = { href: string; label: string; isCurrent: boolean };

/** The same page in a few other forms, as links: the one that is shown stands out. */
export function ChoiceLinks({ label, choices }: { label: string; choices: readonly Choice[] }) {
  return (
    <nav aria-label={label} className="-mx-2 flex flex-wrap gap-1">
      {choices.map(({ href, label: words, isCurrent }) => (
        <a
          key={href}
          href={href}
          aria-current={isCurrent ? "true" : undefined}
          className="inline-flex min-h-8 items-center rounded-control px-2 whitespace-nowrap text-ink-soft underline decoration-1 underline-offset-[0.2em] hover:text-ink aria-[current]:bg-sunken aria-[current]:font-medium aria-[current]:text-ink aria-[current]:no-underline"
        >
          {words}
        </a>
      ))}
    </nav>
  );
}
