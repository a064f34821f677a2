import { setDeliveryModes } from "../control/delivery-actions";
import { parseInput } from "../control/input";
import { makeMovement, NewMovement } from "../control/money";
import { numbers, withoutBlanks } from "./form-input";
import type { Form, FormAction } from "./form-input";

/** Forms that let something happen at Increase, or go wrong on the way. */
export const deliveryFormActions: Record<string, FormAction> = {
  "delivery-modes"(world, form) {
    const { secret = null, group_id = null, ...rest } = withoutBlanks(form);
    const boxes = { reorder: rest["reorder"] === "on", drop: rest["drop"] === "on" };
    setDeliveryModes(world, { ...numbers(rest, ["duplicate", "delay_ms"]), ...boxes, secret, group_id });
    return "The delivery modes are set.";
  },
  "inbound-ach-transfers"(world, form) {
    const { transaction_id, amount } = makeMovement(world, "inbound_ach_transfer", movement(form));
    return `${inDollars(amount)} arrived by ACH, ${transaction_id}.`;
  },
  "card-settlements"(world, form) {
    const { transaction_id, amount } = makeMovement(world, "card_settlement", movement(form));
    return `A card payment of ${inDollars(-amount)} settled, ${transaction_id}.`;
  },
};

function movement(form: Form) {
  return parseInput(NewMovement, numbers(withoutBlanks(form), ["amount"]));
}

function inDollars(cents: number): string {
  return (cents / 100).toLocaleString("en-US", { style: "currency", currency: "USD" });
}
