import { isTerm } from '../../acts/buy-row.ts';
import { marketOf } from '../../world/prices/markets.ts';
import type { CartLine, CartLineError } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import { cycleOf, termOf } from '../catalogue/find.ts';
import { isRefusal } from '../errors.ts';
import { itemProblem } from './item-problems.ts';
import { problem } from './line-errors.ts';
import { type Buyer, isLegacy, type Meaning, meaningOf } from './meaning.ts';
import { offerProblem } from './offer-problems.ts';

/** A line together with what it means, once both are known. */
export type Judged = { readonly line: CartLine; readonly meaning: Meaning | undefined };

/** Judges every line; a bad one carries its error and does not fail the others. Groups are numbered as they come. */
export function judgeLines(world: World, buyer: Buyer, lines: readonly CartLine[]): readonly Judged[] {
  const groups: string[] = [];
  return lines.map((line) => {
    const judged = judgeLine(world, buyer, line, lines);
    const word = judged.meaning !== undefined && isLegacy(judged.meaning) ? 'OMS-0' : groupOf(groups, judged.line.billingCycle);
    return { ...judged, line: grouped(judged.line, word) };
  });
}

const grouped = (line: CartLine, orderGroup: string): CartLine => ({
  ...line,
  orderGroup,
  ...(line.addonItems === undefined ? {} : { addonItems: line.addonItems.map((addon) => ({ ...addon, orderGroup })) }),
});

/** Lines of one billing cycle become one order. */
function groupOf(groups: string[], cycle: string): string {
  if (!groups.includes(cycle)) groups.push(cycle);
  return String(groups.indexOf(cycle));
}

function judgeLine(world: World, buyer: Buyer, sent: CartLine, all: readonly CartLine[]): Judged {
  const currency = marketOf(buyer.customer.country)?.currency ?? buyer.customer.currency;
  const { error: _before, ...plain } = sent;
  const named = { ...plain, currencyCode: sent.currencyCode === '' ? currency : sent.currencyCode };
  const found = meaningOf(world, buyer.customer, sent.catalogItemId);
  const meaning = found === undefined || isRefusal(found) ? undefined : found;
  if (meaning === undefined) return { line: withError(named, problem(10001)), meaning };
  const line = { ...completed(named, meaning), ...addonsIn(named) };
  if (line.currencyCode !== currency) return { line: withError(line, problem(10000)), meaning };
  const wrong = isLegacy(meaning) ? offerProblem(world, buyer, meaning.offer, line) : itemProblem(world, buyer, meaning.item, line, all);
  return { line: wrong === undefined ? line : withError(line, wrong), meaning };
}

const withError = (line: CartLine, error: CartLineError): CartLine => ({ ...line, error });

/** Add-ons take currency and cycle from their line where they name none. */
const addonsIn = (line: CartLine): Partial<CartLine> =>
  line.addonItems === undefined
    ? {}
    : {
        addonItems: line.addonItems.map((addon) => ({
          ...addon,
          currencyCode: addon.currencyCode === '' ? line.currencyCode : addon.currencyCode,
          billingCycle: addon.billingCycle === '' ? line.billingCycle : addon.billingCycle,
        })),
      };

/** An availability has one term and one cycle: what was not named is taken from it. */
function completed(line: CartLine, meaning: Meaning): CartLine {
  if (isLegacy(meaning)) return line;
  const { sku, sale } = meaning.item;
  const term = termOf(sku, sale);
  return {
    ...line,
    billingCycle: line.billingCycle === '' ? cycleOf(sku, sale) : line.billingCycle,
    ...(line.termDuration === undefined && isTerm(term) ? { termDuration: term } : {}),
  };
}
