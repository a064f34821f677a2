import { z } from "zod";
import {
  AdvanceClock,
  Application,
  deactivate,
  makeGroup,
  NewGroup,
  setRedirectUrl,
  setSwitches,
} from "../control/actions";
import { ControlError, parseInput } from "../control/input";
import { Fault } from "../faults";
import { deliveryFormActions } from "./delivery-form-actions";
import { numbers, withoutBlanks } from "./form-input";
import type { FormAction } from "./form-input";

const Id = z.strictObject({ id: z.string() });

/** What each form of the page does. */
export const formActions: Record<string, FormAction> = {
  ...deliveryFormActions,
  reset(world) {
    world.reset();
    return "Everything is back to the seed. There are no event subscriptions now: start the demo again for webhooks.";
  },
  clock(world, form) {
    const { advance_seconds } = parseInput(AdvanceClock, numbers(form, ["advance_seconds"]));
    world.advanceClock(advance_seconds);
    return `The clock is ${advance_seconds} seconds further. Webhooks carry this time: past five minutes, who has another clock refuses them.`;
  },
  deactivate(world, form) {
    const { id } = deactivate(world, parseInput(Id, form).id);
    return `${id} is deactivated.`;
  },
  groups(world, form) {
    const input = numbers(withoutBlanks(form), ["accounts", "transactions_per_account"]);
    const group = makeGroup(world, parseInput(NewGroup, input));
    return `${group.name} is a new group, ${group.id}.`;
  },
  application(world, form) {
    setRedirectUrl(world, parseInput(Application, form));
    return "The redirect URL is changed.";
  },
  switches(world, form) {
    setSwitches(world, form);
    return "The switches are set.";
  },
  faults(world, form) {
    const { outcome = "", times = "", ...rest } = withoutBlanks(form);
    const effect = outcomes.find((known) => known.name === outcome)?.fault;
    if (!effect) throw new ControlError(400, `There is no outcome ${outcome}.`);
    const count = times === "" ? null : Number(times);
    const fault = world.faults.add(parseInput(Fault, { ...rest, ...effect, times: count }));
    return `${fault.id} waits for its request.`;
  },
  "faults-remove": (world, form) => {
    world.faults.remove(parseInput(Id, form).id);
    return "The fault is removed.";
  },
  "faults-clear": (world) => {
    world.faults.clear();
    return "There are no faults any more.";
  },
  "requests-clear": (world) => {
    world.requestLog.clear();
    return "The request log is empty.";
  },
};

/** The faults a person can choose without writing JSON. */
export const outcomes = [
  { name: "401 invalid_api_key_error", fault: { status: 401 } },
  { name: "403 insufficient_permissions_error", fault: { status: 403 } },
  { name: "404 object_not_found_error", fault: { status: 404 } },
  { name: "429 rate_limited_error", fault: { status: 429, retry_after: 1 } },
  { name: "500 internal_server_error", fault: { status: 500 } },
  { name: "503 HTML page of a gateway", fault: { status: 503, html: true } },
  { name: "200 with broken JSON", fault: { malformed: true } },
  { name: "Connection dropped", fault: { drop: true } },
  { name: "Connection dropped after the effect", fault: { drop: true, phase: "after" } },
  { name: "2 seconds late", fault: { latency_ms: 2_000 } },
] as const;
