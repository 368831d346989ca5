import { cycleEndingOn, monthsOf, proratedUnit } from '../cycle.ts';
import { isoDay } from '../days.ts';
import { microText } from '../exact.ts';
import { seatCents } from '../line-money.ts';
import { type LicencePrices, licenceKey } from '../load/prices.ts';
import { billingOf, fullSku, termOfLine } from '../load/words.ts';
import type { Fields } from '../read/fields.ts';
import { addDifference, type Charges } from './charges.ts';
import { at } from './invoice-columns.ts';
import type { Line } from './line.ts';

export type LicenceRules = { readonly prices: LicencePrices };

/** Adds up what a licence line says about its dates, its price and its days. */
export function checkLicenceLine(charges: Charges, fields: Fields, line: Line, rules: LicenceRules): void {
  const type = fields.ascii(at.chargeType);
  const first = fields.day(at.chargeStart);
  const last = fields.day(at.chargeEnd);
  if (first === undefined || last === undefined) return;
  if (type === 'cancelImmediate' && line.quantity < 0) charges.hasRefund = true;
  checkEnd(charges, line, first);
  const billing = billingOf(fields.ascii(at.frequency));
  const termStart = fields.day(at.termStart);
  if (billing === 'none' || termStart === undefined) return;
  const { fullDays } = cycleEndingOn(last, termStart, monthsOf(billing));
  if (isCycle(type)) charges.cycle = { start: first, last, fullDays, unit: line.unit, rate: line.rate };
  const isRight = checkPrice({ charges, fields, line, rules, termStart, first, last, fullDays });
  // A price adjustment has its own reason and amount; days alone do not explain it.
  if (isRight && fields.isEmpty(at.adjustment) && last >= first) checkDays(charges, line, first, last, fullDays);
}

function checkEnd(charges: Charges, line: Line, first: number): void {
  const { subscription } = charges;
  if (subscription?.isGone !== true || first <= subscription.endsOn) return;
  charges.late = addDifference(charges.late, {
    cents: line.subtotal,
    line: line.no,
    expected: `no charge after ${isoDay(subscription.endsOn)}`,
    actual: `charged from ${isoDay(first)}`,
    on: first,
  });
}

const isCycle = (type: string): boolean => type === 'new' || type === 'renew' || type === 'cycleCharge';

type PricedLine = {
  charges: Charges;
  fields: Fields;
  line: Line;
  rules: LicenceRules;
  termStart: number;
  first: number;
  last: number;
  fullDays: number;
};

/** Holds UnitPrice against the price that was valid when the term began (price protection). True when it is right or unknown. */
function checkPrice(priced: PricedLine): boolean {
  const { charges, fields, line, rules } = priced;
  if (rules.prices.table.isEmpty || line.isFine) return true;
  const key = licenceKey({
    market: fields.ascii(at.country).toUpperCase(),
    currency: fields.ascii(at.pricingCurrency).toUpperCase(),
    productId: fields.ascii(at.productId),
    skuId: fullSku(fields.ascii(at.skuId)),
    term: termOfLine(fields.ascii(at.term)),
    billing: billingOf(fields.ascii(at.frequency)),
  });
  const expected = rules.prices.table.find(key, priced.termStart);
  if (expected === undefined || expected === line.unit || line.unit === 0) return true;
  const right = proratedUnit(expected, priced.first, priced.last, priced.fullDays);
  charges.price = addDifference(charges.price, {
    cents: seatCents(line.effective, line.quantity, line.rate) - seatCents(right, line.quantity, line.rate),
    line: line.no,
    expected: microText(expected),
    actual: microText(line.unit),
    on: priced.termStart,
  });
  return false;
}

function checkDays(charges: Charges, line: Line, first: number, last: number, fullDays: number): void {
  const expected = proratedUnit(line.unit, first, last, fullDays);
  if (expected === line.effective || line.isFine) return;
  charges.proration = addDifference(charges.proration, {
    cents: seatCents(line.effective, line.quantity, line.rate) - seatCents(expected, line.quantity, line.rate),
    line: line.no,
    expected: `${microText(expected)} (${last - first + 1} of ${fullDays} days)`,
    actual: microText(line.effective),
    on: first,
  });
}
