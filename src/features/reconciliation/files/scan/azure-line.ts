import { mulDivDown } from '../exact.ts';
import { usageCents } from '../line-money.ts';
import type { Fields } from '../read/fields.ts';
import type { AzureUsage } from './azure-usage.ts';
import { addQuantity, type Charges, type MeterTotal } from './charges.ts';
import { at } from './invoice-columns.ts';
import type { Line } from './line.ts';

/** Partner earned credit: 15 % in all published samples ("Partner earned credit explained", Partner Center). */
export const creditPercent = 15;

/** A price less the partner credit, cut to a millionth. */
export const creditedPrice = (unit: number): number => mulDivDown(unit, 100 - creditPercent, 100);

/** Adds up what an Azure line says about daily totals and about the partner credit. */
export function addAzureLine(charges: Charges, fields: Fields, line: Line, usage: AzureUsage): void {
  const { meters } = usage;
  const meter = meters.number(fields, at.productId, at.skuId);
  const isCredited = line.effective !== line.unit;
  const total = charges.meters?.get(meter);
  if (total !== undefined) addBilled(total, line, isCredited);
  if (isCredited) {
    meters.eligible[meter] = true;
    charges.hasCredit = true;
    return;
  }
  const cents = line.subtotal - usageCents(creditedPrice(line.unit), line.quantity, line.rate);
  if (meters.eligible[meter] === true) addLost(charges, cents, line.no);
  else usage.uncertain.push({ charges, meter, cents, line: line.no });
}

function addBilled(total: MeterTotal, line: Line, isCredited: boolean): void {
  if (total.firstLine < 0) total.firstLine = line.no;
  addQuantity(total.billed, line.quantity, line.quantityRest);
  total.billedCents += line.subtotal;
  total.rate = line.rate;
  if (isCredited) total.creditedPrice = line.effective;
  else total.plainPrice = line.effective;
}

function addLost(charges: Charges, cents: number, line: number): void {
  charges.lostCents += cents;
  if (charges.lostLine < 0 || line < charges.lostLine) charges.lostLine = line;
}

/** Once all lines are read, eligibility is known: settles the lines that had to wait. */
export function settleCredits(usage: AzureUsage): void {
  for (const { charges, meter, cents, line } of usage.uncertain.splice(0)) {
    if (usage.meters.eligible[meter] === true) addLost(charges, cents, line);
  }
}
