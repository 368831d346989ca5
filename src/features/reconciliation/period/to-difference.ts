import { costLabels } from '../../../model/costs.ts';
import type { BookSide, Evidence, Finding } from '../../../model/difference.ts';
import { type InvoiceDifferenceKind, invoiceKinds, isStanding } from '../../../model/invoice-difference.ts';
import { money } from '../../../model/money.ts';
import { BillingFrequency, Term } from '../../../model/term.ts';
import type { Books } from '../files/books.ts';
import { decimalText, microText, moneyWords } from '../files/exact.ts';
import { causesOf, type Finding as EngineFinding } from '../files/finding.ts';
import type { PsaLine, Subscription } from '../files/model.ts';
import { absent } from '../sides.ts';
import { toSubject } from '../subject.ts';
import type { OfTenant } from './of-tenant.ts';

/** What a finding of the engine needs to become a difference: names, and ids of ours. */
export type Surroundings = {
  readonly period: string;
  readonly books: Books;
  readonly psaLines: ReadonlyMap<string, PsaLine>;
  /** By invoice number. */
  readonly connectionOf: ReadonlyMap<string, string>;
};

export const isOfInvoices = (kind: string): kind is InvoiceDifferenceKind => (invoiceKinds as readonly string[]).includes(kind);

/** Engine findings of the kinds that only invoices show, as differences, each with the tenant that it is about. Pure. */
export function toDifferences(found: readonly EngineFinding[], around: Surroundings): OfTenant[] {
  const seen = new Map<string, number>();
  return found.flatMap((each) => {
    if (!isOfInvoices(each.kind)) return [];
    const tenantId = each.customerId ?? '';
    const subject = subjectOf(each, each.kind, around.period);
    const same = [tenantId, each.kind, subject].join(' ');
    const nth = (seen.get(same) ?? 0) + 1;
    seen.set(same, nth);
    return [{ tenantId, finding: toDifference(each, each.kind, nth === 1 ? subject : `${subject} ${nth}`, around) }];
  });
}

function toDifference(found: EngineFinding, kind: InvoiceDifferenceKind, subject: string, around: Surroundings): Finding {
  const { books, period, connectionOf } = around;
  const [bought] = books.estate?.byId.get(found.subscriptionId ?? '') ?? [];
  const lines = (found.psaIds ?? []).flatMap((id) => around.psaLines.get(String(id)) ?? []);
  const connectionId = connectionOf.get(found.invoice ?? '');
  return {
    kind,
    subject,
    productName: bought?.name ?? lines[0]?.code ?? '',
    microsoft: microsoftSide(bought, found),
    distributor: absent,
    psa: psaSide(found, lines),
    impact: money(decimalText(found.impactCents, 2), found.currency),
    ...placeOf(found, period),
    causes: [...causesOf(found)],
    evidence: evidenceOf(found, kind),
    links: { psaLineIds: (found.psaIds ?? []).map(String), connectionIds: connectionId === undefined ? [] : [connectionId] },
  };
}

const placeOf = ({ invoice, lineNo }: EngineFinding, period: string): Pick<Finding, 'period' | 'invoice' | 'lineNo'> => ({
  period,
  ...(invoice !== undefined && { invoice }),
  ...(lineNo !== undefined && { lineNo }),
});

/** Of these a subscription can have several on one invoice. */
const ofLines: readonly InvoiceDifferenceKind[] = [
  'duplicate_line',
  'rounding',
  'tax_rounding',
  'late_credit_note',
  'credit_not_passed_on',
  'usage_total_mismatch',
];

/**
 * What makes it the same difference in the next comparison. Not the line's number: another order of blobs or a re-issued file moves it. What
 * stands at the PSA is the same over the months; what is on an invoice is told apart by what is wrong with it.
 */
function subjectOf(found: EngineFinding, kind: InvoiceDifferenceKind, period: string): string {
  const about = found.subscriptionId ?? found.customerId ?? '';
  if (isStanding(kind)) return toSubject(about);
  const what = ofLines.includes(kind) ? [`${found.expected} ${found.actual}`] : [];
  return toSubject([period, found.invoice ?? '', about, ...what].join('/'));
}

function microsoftSide(bought: Subscription | undefined, { subscriptionId }: EngineFinding): BookSide {
  if (bought === undefined) return { present: false, remoteIds: subscriptionId === undefined ? [] : [subscriptionId] };
  const term = Term.safeParse(bought.term);
  return {
    present: true,
    remoteIds: [bought.id],
    ...(bought.offering === 'azure' ? {} : { quantity: microText(bought.quantity) }),
    ...(term.success && { term: term.data, frequency: BillingFrequency.parse(bought.billing) }),
    status: bought.isGone ? 'ended' : 'active',
    label: bought.name,
  };
}

function psaSide({ psaIds = [] }: EngineFinding, lines: readonly PsaLine[]): BookSide {
  const [first] = lines;
  if (first === undefined) return absent;
  return {
    present: true,
    remoteIds: psaIds.map(String),
    quantity: microText(lines.reduce((sum, line) => sum + line.quantity, 0)),
    label: first.code,
  };
}

/** What is expected and what stands there are amounts. They tell one difference from another, so they become words only here. */
const ofAmounts: readonly InvoiceDifferenceKind[] = [
  'rounding',
  'tax_rounding',
  'price_mismatch_cost',
  'proration',
  'credit_not_passed_on',
  'price_mismatch_sell',
];

/** Amounts of an invoice are costs, by their labels; what a customer is billed is not. */
function evidenceOf(found: EngineFinding, kind: InvoiceDifferenceKind): Evidence[] {
  const isSell = isStanding(kind);
  const source = isSell ? 'psa' : 'microsoft';
  const where =
    found.invoice === undefined ? [] : [`invoice ${found.invoice}${found.lineNo === undefined ? '' : `, line ${found.lineNo}`}`];
  const words = (value: string): string => (ofAmounts.includes(kind) ? moneyWords(value, found.currency) : value);
  return [
    { label: isSell ? 'Expected' : costLabels.expected, value: words(found.expected), source: 'concord' },
    { label: isSell ? 'Billed' : costLabels.charged, value: words(found.actual), source },
    ...where.map((value): Evidence => ({ label: 'Where', value, source: 'microsoft' })),
  ];
}
