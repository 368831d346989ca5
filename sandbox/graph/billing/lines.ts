import { type Document, valuesOf } from '../../ledger/columns.ts';
import { dailyValues } from '../../ledger/daily-csv.ts';
import { dailySources } from '../../ledger/daily-usage.ts';
import { findInvoice, type Invoice, invoiceLines, issueMsOf } from '../../ledger/invoices.ts';
import { allLines } from '../../ledger/lines.ts';
import { periodAfter, periodAt, spanOf } from '../../ledger/periods.ts';
import type { BillingExport, ChargeLine, DailyRatedLine } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import { reconAttributes, usageAttributes } from './columns.ts';
import { formOf, rulesOf } from './form.ts';
import { lineWriter } from './line-text.ts';

/** The lines of an export as JSON text, made while they are read: what was known when it was asked for. */
export function exportTexts(world: World, row: BillingExport): Iterable<string> {
  // No such invoice, or a month that is not open any more.
  if (row.period === '') return [];
  return row.data === 'usage' ? usageTexts(world, row) : reconTexts(world, row);
}

function* reconTexts(world: World, row: BillingExport): Generator<string> {
  const form = formOf(row);
  const write = lineWriter(reconAttributes(row, form), form);
  const invoice = invoiceOf(world, row);
  const document: Document = {
    invoiceId: row.invoiceId,
    issuedAt: invoice?.issuedAt ?? row.requestedAt,
    rules: invoice?.rules ?? rulesOf(row),
  };
  let place = 0;
  for (const line of invoice === undefined ? openLines(world, row) : closedLines(world, row, invoice)) {
    yield write(valuesOf(world, line, document), place);
    place += 1;
  }
}

const invoiceOf = (world: World, row: BillingExport): Invoice | undefined =>
  row.invoiceId === '' ? undefined : findInvoice(world, row.accountId, row.invoiceId);

/** Corrections that came after the request are in the next export. */
function* closedLines(world: World, row: BillingExport, invoice: Invoice): Generator<ChargeLine> {
  for (const line of invoiceLines(world, invoice)) if (line.category !== 'credit' || line.orderedAt <= row.requestedAt) yield line;
}

const untilOf = (row: BillingExport): number => Math.min(spanOf(row.period).toMs, Date.parse(row.requestedAt) + 1);

function* openLines(world: World, row: BillingExport): Generator<ChargeLine> {
  const { accountId, period } = row;
  for (const line of allLines(world, { accountId, period, untilMs: untilOf(row), rules: rulesOf(row) }))
    if (line.currency === row.currency) yield line;
}

function* usageTexts(world: World, row: BillingExport): Generator<string> {
  const form = formOf(row);
  const write = lineWriter(usageAttributes(row), form);
  let place = 0;
  for (const line of usageLines(world, row)) {
    yield write(dailyValues(world, line, row.invoiceId), place);
    place += 1;
  }
}

function* usageLines(world: World, row: BillingExport): Generator<DailyRatedLine> {
  const { accountId, period } = row;
  if (invoiceOf(world, row)?.adjustment !== undefined || isHeld(world, row)) return;
  const untilMs = row.invoiceId === '' ? untilOf(row) : spanOf(period).toMs;
  for (const source of dailySources)
    for (const line of source(world, { accountId, period, untilMs })) if (line.billingCurrency === row.currency) yield line;
}

/** A new month may show no usage before the invoice of the month before is ready. */
const isHeld = (world: World, row: BillingExport): boolean =>
  row.invoiceId === '' &&
  formOf(row).usageHeldUntilInvoice &&
  row.period === periodAt(Date.parse(row.requestedAt)) &&
  issueMsOf(world, row.accountId, periodAfter(row.period, -1)) > Date.parse(row.requestedAt);
