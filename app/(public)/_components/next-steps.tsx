import { Section } from "@/app/_components/ui/section";

const steps = [
  { title: "You go to Increase", text: "Sign in there as you always do. Your password stays with Increase." },
  { title: "You choose your group", text: "Increase shows what is asked for, and you approve or deny it." },
  { title: "You come back here", text: "Your accounts and their balances are on the page that opens." },
] as const;

export function NextSteps() {
  return (
    <Section id="next-steps" title="What happens next">
      <ol className="divide-y divide-line border-y border-ink">
        {steps.map(({ title, text }, index) => (
          <li key={title} className="grid grid-cols-[2.25rem_1fr] py-4">
            <span aria-hidden="true" className="font-mono text-small/6 text-accent">
              {index + 1}
            </span>
            <div>
              <h3>{title}</h3>
              <p className="text-ink-soft">{text}</p>
            </div>
          </li>
        ))}
      </ol>
    </Section>
  );
}
