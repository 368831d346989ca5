import { sql } from 'kysely';
import { z } from 'zod';
import { Decimal, sumDecimals } from '../../../lib/decimal.ts';
import { costLabels } from '../../../model/costs.ts';
import type { DifferenceKind, Finding } from '../../../model/difference.ts';
import { amountOf, money, moneyText } from '../../../model/money.ts';
import type { Db } from '../../../platform/db/connect.ts';
import { everything, inScope } from '../../../platform/db/transaction.ts';
import type { Context } from '../../context.ts';
import { absent } from '../sides.ts';
import { toSubject } from '../subject.ts';
import type { OfTenant } from './of-tenant.ts';
import type { LineChange, PublishedFile } from './published.ts';

/** What re-issues of an invoice changed for one customer since its month was first compared. */
type Change = {
  readonly tenantId: string;
  readonly currency: string;
  readonly lines: number;
  readonly amount: Decimal;
  /** The part of the amount that other differences tell. */
  readonly elsewhere: Decimal;
};

type Compared = { readonly context: Context; readonly input: { readonly period: string }; readonly files: readonly PublishedFile[] };

/**
 * Invoices that were issued again after their month had been compared, and what that changed for each customer's money (product.md 4.5,
 * features.md N12). The first comparison is what they are held against, so that the difference stays until somebody decides it. One fault is
 * one difference, of the most specific kind: what `others` tell of the lines that came or went is not told again.
 */
export async function reissued(
  { context, input: { period }, files }: Compared,
  others: readonly OfTenant[],
  signal: AbortSignal,
): Promise<OfTenant[]> {
  const again = files.filter(({ holds, version }) => holds === 'lines' && version > 1);
  if (again.length === 0) return [];
  const first = await inScope(context.db, everything, (tx) => firstCompared(tx, period));
  const found: OfTenant[] = [];
  for (const file of again) {
    const before = first.get(keyOf(file)) ?? file.version;
    const told = others.filter(({ finding: { kind, invoice } }) => invoice === file.number || kind === missing);
    for (const change of await changedSince(file.changesSince(before, signal), told))
      if (!change.amount.equals(change.elsewhere)) found.push(toDifference(change, period, file, before));
  }
  return found;
}

const ComparedFile = z.object({ number: z.string(), connectionId: z.string(), version: z.number() });
const keyOf = ({ number, connectionId }: z.infer<typeof ComparedFile>): string => `${connectionId} ${number}`;

/** The version of each invoice with which its month was compared first. */
async function firstCompared(tx: Db, period: string): Promise<Map<string, number>> {
  const { rows } = await sql<{ files: unknown }>`
    select inputs -> 'files' as files from reconciliation_run
    where period = ${period} and state = 'completed' order by started_at`.execute(tx);
  const first = new Map<string, number>();
  for (const { files } of rows)
    for (const file of z.array(ComparedFile).catch([]).parse(files)) if (!first.has(keyOf(file))) first.set(keyOf(file), file.version);
  return first;
}

/** Lines of one customer that came or went, in one currency. */
type Lines = {
  readonly tenantId: string;
  readonly currency: string;
  lines: number;
  /** By subscription; '' where a line names none. */
  readonly amounts: Map<string, Decimal>;
  /** Subscriptions by the numbers of lines that came and that others tell of. */
  readonly came: Map<number, string>;
};

async function changedSince(lines: AsyncIterable<LineChange>, told: readonly OfTenant[]): Promise<readonly Change[]> {
  const toldLines = new Set(told.map(({ finding }) => finding.lineNo));
  const changes = new Map<string, Lines>();
  for await (const { tenantId, currency, amount, change, lineNo, subscriptionId } of lines) {
    const key = `${tenantId} ${currency}`;
    const known: Lines = changes.get(key) ?? { tenantId, currency, lines: 0, amounts: new Map(), came: new Map() };
    known.lines += 1;
    known.amounts.set(subscriptionId, amount.plus(known.amounts.get(subscriptionId) ?? 0));
    if (change === 'added' && toldLines.has(lineNo)) known.came.set(lineNo, subscriptionId);
    changes.set(key, known);
  }
  const toldOf = Map.groupBy(told, ({ tenantId }) => tenantId);
  return [...changes.values()].map((each) => {
    const findings = (toldOf.get(each.tenantId) ?? []).map(({ finding }) => finding);
    return { ...each, amount: sumDecimals(each.amounts.values()), elsewhere: toldElsewhere(each, findings) };
  });
}

/** What is not there stands on no invoice and has no line. */
const missing: DifferenceKind = 'missing_charge';
/** Their money is not what the line charges before tax. */
const otherMoney: readonly DifferenceKind[] = ['tax_rounding', 'pec_lost'];

/**
 * How much of the change others tell, subscription by subscription. Never more than it changed there: a line may have had the same fault before
 * it came anew.
 */
function toldElsewhere({ currency, amounts, came }: Lines, findings: readonly Finding[]): Decimal {
  const subscriptionOf = ({ kind, lineNo, microsoft }: Finding): string | undefined =>
    lineNo === undefined ? microsoft.remoteIds.find((id) => kind === missing && amounts.has(id)) : came.get(lineNo);
  const ofThese = findings.filter(({ kind, impact }) => impact.currency === currency && !otherMoney.includes(kind));
  const told = Map.groupBy(ofThese, subscriptionOf);
  return sumDecimals(
    amounts.entries().map(([id, amount]) => {
      const sum = sumDecimals((told.get(id) ?? []).map(({ impact }) => amountOf(impact)));
      return sum.clampedTo(Decimal.min(0, amount), Decimal.max(0, amount));
    }),
  );
}

function toDifference(
  { tenantId, currency, lines, amount, elsewhere }: Change,
  period: string,
  file: PublishedFile,
  before: number,
): OfTenant {
  const { number, version, connectionId, fetchedAt } = file;
  const text = moneyText(amount.abs(), currency);
  const signed = (of: Decimal): string => `${of.isNegative() ? '-' : '+'}${moneyText(of.abs(), currency)}`;
  const sentence = `Invoice ${number} was issued again after ${period} had been compared: for this customer it now charges ${text} ${amount.isNegative() ? 'less' : 'more'}.`;
  return {
    tenantId,
    finding: {
      kind: 'invoice_version_changed',
      subject: toSubject([period, number, tenantId, currency].join('/')),
      productName: '',
      microsoft: absent,
      distributor: absent,
      psa: absent,
      impact: money(amount.minus(elsewhere), currency),
      period,
      invoice: number,
      causes: [{ code: 'invoice_reissued', certainty: 'certain', sentence }],
      evidence: [
        { label: 'Versions', value: `${String(before)} compared, ${String(version)} now`, source: 'microsoft', readAt: fetchedAt },
        { label: 'Lines that came or went', value: String(lines), source: 'microsoft' },
        { label: costLabels.charged, value: signed(amount), source: 'microsoft' },
        ...(elsewhere.isZero() ? [] : [{ label: costLabels.elsewhere, value: signed(elsewhere), source: 'concord' } as const]),
      ],
      links: { psaLineIds: [], connectionIds: [connectionId] },
    },
  };
}
