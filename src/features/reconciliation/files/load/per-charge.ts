import { mulDivDown } from '../exact.ts';
import type { PriceTable, PriceVersion } from './price-table.ts';

type Key = { readonly rest: string; readonly term: string; readonly billing: string };

// As `licenceKey` writes it: term and billing stand last.
function parted(key: string): Key {
  const [term = '', billing = ''] = key.split('|').slice(-2);
  return { rest: key.slice(0, key.length - term.length - billing.length - 1), term, billing };
}

const termMonths: Readonly<Record<string, number>> = { P1M: 1, P1Y: 12, P3Y: 36 };
/** Months that one charge pays; a plan that is neither monthly nor annual pays the whole term at once. */
const chargeMonths = ({ term, billing }: Key): number =>
  billing === 'monthly' ? 1 : billing === 'annual' ? Math.min(12, termMonths[term] ?? 0) : (termMonths[term] ?? 0);

/** How many months a price may pay for, and within which shares of a year's price it then lies: discounts for three years, 5 % for paying monthly. */
const spans = [
  { months: 1, from: 0.0625, to: 0.108 },
  { months: 12, from: 0.75, to: 1.3 },
  { months: 36, from: 2.25, to: 3.9 },
] as const;

/**
 * A row's price as that of one charge; undefined when what the row holds cannot be told. Sheets differ: rows of a term that is paid in parts hold
 * the whole term in Microsoft's own sheets, one charge in others (partner-center-api.md 6.3). A row of a year paid at once holds a year in all of
 * them, so what another row of the same product holds is told by its ratio to that one; without it, by what most rows of the sheet hold.
 */
export function perCharge(sheet: PriceTable, key: string, version: PriceVersion, isWholeTerm: boolean): PriceVersion | undefined {
  const own = parted(key);
  const term = termMonths[own.term] ?? 0;
  const charge = chargeMonths(own);
  if (charge === term && own.term !== 'P3Y') return version;
  const held = heldMonths(sheet, own, version) ?? (isWholeTerm ? term : charge);
  if (held === 'unknown' || held > term || held % charge !== 0) return undefined;
  return held === charge ? version : { ...version, price: mulDivDown(version.price, charge, held), isRounded: true };
}

/** By the ratio to the year's price; undefined when there is none to compare with. */
function heldMonths(sheet: PriceTable, { rest }: Key, { from, price }: PriceVersion): number | 'unknown' | undefined {
  const key = `${rest}P1Y|annual`;
  const year = sheet.find(key, from) ?? sheet.versions(key)[0]?.price ?? 0;
  if (year === 0) return undefined;
  const share = price / year;
  return spans.find((span) => share >= span.from && share <= span.to)?.months ?? 'unknown';
}

/** What most products with both rows hold in their monthly row of a yearly term: the whole term, or one charge. */
export function holdsWholeTerm(sheet: PriceTable): boolean {
  let terms = 0;
  let charges = 0;
  for (const [key, [monthly]] of sheet.entries()) {
    const { rest, term, billing } = parted(key);
    if (term !== 'P1Y' || billing !== 'monthly' || monthly === undefined) continue;
    const annual = sheet.find(`${rest}P1Y|annual`, monthly.from) ?? 0;
    if (annual === 0) continue;
    if (monthly.price > annual / 2) terms += 1;
    else charges += 1;
  }
  return terms > charges;
}
