import { formatCents } from "@/lib/money";
import { Amount, type AmountSize } from "./amount";

type MoneyProps = { amountCents: number; currency: string };

/** What `Amount` shows of integer cents. */
export function toAmount({ amountCents, currency }: MoneyProps): { text: string; value: string } {
  return { text: formatCents(amountCents, currency), value: `${amountCents} ${currency}` };
}

/** An amount of integer cents. */
export function Money({ size = "text", ...money }: MoneyProps & { size?: AmountSize }) {
  return <Amount {...toAmount(money)} size={size} />;
}
