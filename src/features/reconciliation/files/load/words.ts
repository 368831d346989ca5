import type { Billing, Term } from '../model.ts';
import { remembered } from '../remembered.ts';

const terms = new Map<string, Term>([
  ['p1m', 'P1M'],
  ['p1y', 'P1Y'],
  ['p3y', 'P3Y'],
  // Pax8 writes the commitment in words.
  ['monthly', 'P1M'],
  ['1-month', 'P1M'],
  ['1-year', 'P1Y'],
  ['3-year', 'P3Y'],
]);
export const termOf = remembered((text): Term => terms.get(text.trim().toLowerCase()) ?? '');

const billings = new Map<string, Billing>([
  ['monthly', 'monthly'],
  ['annual', 'annual'],
  ['yearly', 'annual'],
  ['1-year', 'annual'],
]);
export const billingOf = remembered((text): Billing => billings.get(text.trim().toLowerCase()) ?? 'none');

/** TermAndBillingCycle of an invoice line ("One-Year commitment for monthly/yearly billing"); free text, so by its beginning only. */
export function termOfLine(text: string): Term {
  const start = text.trim().toLowerCase();
  if (/^(one|1)[- ]month/.test(start)) return 'P1M';
  if (/^(one|1)[- ]year/.test(start)) return 'P1Y';
  return /^(three|3)[- ]/.test(start) ? 'P3Y' : '';
}

/** Spreadsheets cut the leading zeros of SKU ids; exports that want to keep them put an apostrophe before. */
export const fullSku = remembered((skuId) => {
  const plain = skuId.replace(/^'+/, '');
  return plain === '' ? '' : plain.padStart(4, '0').toUpperCase();
});
