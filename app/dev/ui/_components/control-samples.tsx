import { ActionForm } from "@/app/_components/ui/action-form";
import { ButtonLink } from "@/app/_components/ui/button-link";
import { ChoiceLinks } from "@/app/_components/ui/choice-links";
import { ConfirmDisclosure } from "@/app/_components/ui/confirm-disclosure";
import { Pager } from "@/app/_components/ui/pager";
import { Section } from "@/app/_components/ui/section";
import { SubmitButton } from "@/app/_components/ui/submit-button";
import { answerSample } from "../actions";

const variants = ["primary", "secondary", "danger", "quiet"] as const;

export function ControlSamples() {
  return (
    <Section id="controls" title="Buttons, forms, confirmation">
      <div className="flex flex-wrap gap-3">
        {variants.map((variant) => (
          <ButtonLink key={variant} href="#controls" variant={variant}>
            {variant}
          </ButtonLink>
        ))}
      </div>
      <ActionForm action={answerSample}>
        <input type="hidden" name="outcome" value="done" />
        <SubmitButton pendingLabel="Working…">An action that succeeds</SubmitButton>
      </ActionForm>
      <ActionForm action={answerSample}>
        <SubmitButton variant="secondary" pendingLabel="Working…">
          An action that fails
        </SubmitButton>
      </ActionForm>
      <ConfirmDisclosure label="Destroy…" cancelLabel="Keep it">
        <p className="font-semibold">Destroy it?</p>
        <p>It can’t be had back.</p>
        <ActionForm action={answerSample}>
          <SubmitButton variant="danger">Destroy</SubmitButton>
        </ActionForm>
      </ConfirmDisclosure>
      <ChoiceLinks
        label="Choices of the sample"
        choices={["7 days", "30 days", "90 days"].map((label, index) => ({
          href: `?sample=${index}#controls`,
          label,
          isCurrent: index === 1,
        }))}
      />
      <Pager label="Pages of the sample" firstHref="#controls" nextHref="#controls" />
    </Section>
  );
}
