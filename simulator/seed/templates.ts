import type { Random } from "./random";
import { achTemplates } from "./sources/ach";
import { cardTemplates } from "./sources/cards";
import { blockchainTemplates } from "./sources/blockchain";
import { cardNetworkTemplates } from "./sources/card-network";
import { checkTemplates } from "./sources/checks";
import { internalTemplates } from "./sources/internal";
import { realTimeTemplates } from "./sources/real-time";
import { wireTemplates } from "./sources/wires";
import type { Template } from "./template";

const templates: readonly Template[] = [
  ...achTemplates,
  ...cardTemplates,
  ...checkTemplates,
  ...wireTemplates,
  ...realTimeTemplates,
  ...internalTemplates,
  ...cardNetworkTemplates,
  ...blockchainTemplates,
];

const byCategory = new Map(templates.toReversed().map((template) => [template.category, template]));

/** The first template of a category. The seed draws it no more often for being asked for. */
export function templateOf(category: Template["category"]): Template {
  const template = byCategory.get(category);
  if (!template) throw new Error(`There is no template of ${category}.`);
  return template;
}

const drawable = {
  credit: wheel((template) => template.direction === "credit"),
  debit: wheel((template) => template.direction === "debit"),
  creditWithoutCard: wheel((template) => template.direction === "credit" && template.route !== "card"),
  debitWithoutCard: wheel((template) => template.direction === "debit" && template.route !== "card"),
};

export function drawTemplate(random: Random, direction: Template["direction"], hasCard: boolean): Template {
  return random.pick(drawable[hasCard ? direction : (`${direction}WithoutCard` as const)]);
}

/** Each template as often as its weight says. */
function wheel(isWanted: (template: Template) => boolean): Template[] {
  return templates
    .filter(isWanted)
    .flatMap((template) => Array.from({ length: template.weight }, () => template));
}
