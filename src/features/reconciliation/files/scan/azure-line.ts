import { mulDivDown } from '../exact.ts';
import { usageCents } from '../line-money.ts';
import type { AzureUsage } from './azure-usage.ts';
import { addQuantity, type Charges, type MeterTotal } from './charges.ts';
import type { Line } from './line.ts';

/** Partner earned credit: 15 % in all published samples ("Partner earned credit explained", Partner Center). */
export const creditPercent = 15;

/** A price less the partner credit, cut to a millionth. */
export const creditedPrice = (unit: number): number => mulDivDown(unit, 100 - creditPercent, 100);

/** Adds up what an Azure line says about daily totals and about the partner credit. */
export function addAzureLine(charges: Charges, line: Line, usage: AzureUsage): void {
  const { meter } = line.item;
  const { eligible } = usage.meters;
  const isCredited = line.effective !== line.unit;
  const total = charges.meters?.get(meter);
  if (total !== undefined) addBilled(total, line, isCredited);
  if (isCredited) {
    eligible[meter] = true;
    charges.hasCredit = true;
    return;
  }
  const cents = line.weight * (line.subtotal - usageCents(creditedPrice(line.unit), line.quantity, line.rate));
  if (eligible[meter] === true) addLost(charges, cents, line.place);
  else usage.uncertain.add({ charges, meter, cents, line: line.place });
}

function addBilled(total: MeterTotal, line: Line, isCredited: boolean): void {
  const { place } = line;
  addQuantity(total.billed, line.weight * line.quantity, line.weight * line.quantityRest);
  total.billedCents += line.weight * line.subtotal;
  if (total.firstLine < 0 || place < total.firstLine) {
    total.firstLine = place;
    total.rate = line.rate;
  }
  if (isCredited && place < total.firstCredited) {
    total.firstCredited = place;
    total.creditedPrice = line.effective;
  }
  if (!isCredited && place < total.firstPlain) {
    total.firstPlain = place;
    total.plainPrice = line.effective;
  }
}

function addLost(charges: Charges, cents: number, line: number): void {
  charges.lostCents += cents;
  if (charges.lostLine < 0 || line < charges.lostLine) charges.lostLine = line;
}

/** Once all lines are read, eligibility is known: settles the lines that had to wait. */
export function settleCredits(usage: AzureUsage): void {
  usage.uncertain.drain(({ charges, meter, cents, line }) => {
    if (usage.meters.eligible[meter] === true) addLost(charges, cents, line);
  });
}
