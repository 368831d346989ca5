import { Decimal, parseDecimal, printDecimal } from '../../../lib/decimal.ts';
import type { Estate } from '../files/load/estate.ts';
import type { ProblemList } from '../files/problem.ts';
import type { Fields, WantedColumn } from '../files/read/fields.ts';
import { readBlobs } from '../files/read/read-blobs.ts';
import type { ControlTotal } from './control-totals.ts';
import type { PublishedFile } from './published.ts';

/**
 * Invoices of the old licence and Azure offers. What Partner Center calls a subscription stands under another name in licence files, whose
 * SubscriptionId is billing's own (bench/README.md; partner-center-api.md 10.3).
 */
const columnsOf: Readonly<Partial<Record<PublishedFile['holds'], readonly WantedColumn[]>>> = {
  oldLicences: named('SyndicationPartnerSubscriptionNumber', 'Subtotal', 'Tax', 'TotalForCustomer'),
  oldUsage: named('SubscriptionId', 'PretaxCharges', 'TaxAmount', 'PostTaxTotal'),
};

function named(subscription: string, subtotal: string, tax: string, total: string): readonly WantedColumn[] {
  return [
    { name: subscription, required: true },
    { name: subtotal, required: true },
    { name: tax },
    { name: total, required: true },
    { name: 'Currency' },
  ];
}
const at = { subscription: 0, subtotal: 1, tax: 2, total: 3, currency: 4 };

export type OldOffers = { readonly control: readonly ControlTotal[]; readonly leftOut: readonly string[] };

/** Adds the lines up and matches them with the estate. Nothing is judged: no formulas are published for them, and that is said. */
export async function readOldOffers(
  files: readonly PublishedFile[],
  estate: Estate | undefined,
  problems: ProblemList,
): Promise<OldOffers> {
  const control: ControlTotal[] = [];
  const leftOut: string[] = [];
  for (const file of files) {
    const columns = columnsOf[file.holds];
    if (columns === undefined) continue;
    const read = await readOld(file, columns, estate, problems);
    control.push(read.control);
    leftOut.push(sentence(file.number, read));
  }
  return { control, leftOut };
}

type Read = { readonly control: ControlTotal; readonly unknown: number };

async function readOld(
  file: PublishedFile,
  columns: readonly WantedColumn[],
  estate: Estate | undefined,
  problems: ProblemList,
): Promise<Read> {
  const sums = { subtotal: new Decimal(0), tax: new Decimal(0), total: new Decimal(0) };
  const seen = { lines: 0, unknown: 0, currency: '' };
  const onRecord = (fields: Fields, line: number, name: string): void => {
    seen.lines += 1;
    seen.currency ||= fields.text(at.currency).toUpperCase();
    if (estate?.byId.has(fields.text(at.subscription).toLowerCase()) === false) seen.unknown += 1;
    for (const part of ['subtotal', 'tax', 'total'] as const) {
      const amount = fields.isEmpty(at[part]) ? new Decimal(0) : parseDecimal(fields.text(at[part]));
      if (amount === undefined) problems.badRow(name, line, `${part} is no amount.`, columns[at[part]]?.name);
      else sums[part] = sums[part].plus(amount);
    }
  };
  await readBlobs(file, { columns, onRecord }, problems);
  const { number: invoice, connectionId, version } = file;
  const { lines, unknown, currency } = seen;
  const amounts = { subtotal: printDecimal(sums.subtotal), tax: printDecimal(sums.tax), total: printDecimal(sums.total) };
  return { control: { invoice, connectionId, version, ruleSet: 'as charged', currency, lines, ...amounts }, unknown };
}

function sentence(number: string, { control, unknown }: Read): string {
  const lines = `${control.lines.toLocaleString('en-US')} ${control.lines === 1 ? 'line' : 'lines'}`;
  const strangers = unknown === 0 ? 'all belong to subscriptions that are known' : `${unknown} belong to no subscription that is known`;
  return `Invoice ${number} charges old offers: ${lines} are added up and not judged, no formulas are published for them; ${strangers}.`;
}
