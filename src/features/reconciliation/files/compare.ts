import type { Books, InvoicedBooks, ReadInvoice } from './books.ts';
import { type Channels, channels } from './distributor/channel.ts';
import { judgePair, missingInDistributor, unknownToMicrosoft } from './distributor/rules.ts';
import { type Finding, sortFindings } from './finding.ts';
import type { CustomerMapping, Subscription } from './model.ts';
import type { ProductCodes } from './psa/expected.ts';
import { gatherPsa, type Who } from './psa/gather.ts';
import { judgePsa } from './psa/rules.ts';
import { autoRenewTraps } from './rules/auto-renew-trap.ts';
import { cancelRefundMissing } from './rules/cancel-refund-missing.ts';
import { cancelledStillBilledMs } from './rules/cancelled-still-billed-ms.ts';
import { commitmentUnmatched } from './rules/commitment-unmatched.ts';
import { creditNotPassedOn } from './rules/credit-not-passed-on.ts';
import { type CustomerFindings, customerFindings } from './rules/customers.ts';
import { lateCreditNote } from './rules/late-credit-note.ts';
import { missingCharge } from './rules/missing-charge.ts';
import { orphanLine } from './rules/orphan-line.ts';
import { pecLost } from './rules/pec-lost.ts';
import { priceMismatchCost } from './rules/price-mismatch-cost.ts';
import { proration } from './rules/proration.ts';
import { rounding } from './rules/rounding.ts';
import { seatDecreasesLost } from './rules/seat-decrease-lost.ts';
import { extendedTermsCharged, scheduledChangesLost } from './rules/since-last-month.ts';
import { sameSubscriptionTwoPartners } from './rules/two-partners.ts';
import { usageTotalMismatch } from './rules/usage-total-mismatch.ts';
import type { Charges } from './scan/charges.ts';

export type Comparison = { readonly findings: readonly Finding[]; readonly nowhere: readonly CustomerMapping[] };

/** Rules about one subscription's charges on one invoice. An orphan has that one fault. */
type ChargesRule = (charges: Charges, books: Books) => Finding | undefined;
const chargesRules: readonly ChargesRule[] = [cancelledStillBilledMs, cancelRefundMissing, priceMismatchCost, proration, pecLost];

/** What no invoice line has a say in: it can be had while lines are still being read. */
export type BesideLines = {
  readonly findings: readonly Finding[];
  readonly customers: Pick<CustomerFindings, 'who' | 'nowhere'>;
  readonly codes: ProductCodes;
};

export function compareBesideLines(books: Books): BesideLines {
  const customers = customerFindings(books);
  const { cases, codes } = gatherPsa(books, customers.who);
  const findings = [
    ...seatDecreasesLost(books),
    ...traps(books),
    ...scheduledChangesLost(books),
    ...judgeDistributor(books),
    ...customers.findings,
    ...cases.flatMap((psaCase) => judgePsa(psaCase, codes, books)),
  ];
  return { findings, customers, codes };
}

/** Everything that was read, to findings. Pure: the same books give the same findings in the same order. */
export function compare(books: InvoicedBooks, { findings: beside, customers, codes } = compareBesideLines(books)): Comparison {
  const ways = channels(books);
  const findings = [
    ...books.invoices.flatMap((invoice) => judgeInvoice(invoice, books, customers.who, codes)),
    ...twoPartners(books),
    ...missingCharges(books, ways),
    ...notAtDistributor(books, ways),
    ...beside,
  ];
  return { findings: sortFindings(findings), nowhere: customers.nowhere };
}

/** What went into an extended term already is that, and no trap any more. */
function traps(books: Books): Finding[] {
  const extended = extendedTermsCharged(books);
  const ids = new Set(extended.map(({ subscriptionId }) => subscriptionId));
  return [...extended, ...autoRenewTraps(books).filter(({ subscriptionId }) => !ids.has(subscriptionId))];
}

function judgeInvoice({ scan, isComplete }: ReadInvoice, books: Books, who: Who, codes: ProductCodes): Finding[] {
  const findings = [...scan.findings, ...scan.vote.misfits.map((misfit) => rounding(misfit, scan.vote.chosen))];
  for (const credit of scan.credits) {
    const finding = lateCreditNote(credit, books.month.start) ?? creditNotPassedOn(credit, books, who);
    if (finding !== undefined) findings.push(finding);
  }
  for (const charges of scan.table.byId.values())
    if (!charges.isCommitment) findings.push(...judgeCharges(charges, isComplete, books));
    else if (isComplete) findings.push(...[commitmentUnmatched(charges, books, who, codes)].filter((finding) => finding !== undefined));
  return findings;
}

function judgeCharges(charges: Charges, isComplete: boolean, books: Books): Finding[] {
  const orphan = orphanLine(charges, books);
  if (orphan !== undefined) return [orphan];
  const found = chargesRules.map((rule) => rule(charges, books)).filter((finding) => finding !== undefined);
  if (!isComplete) return found.filter((finding) => finding.kind !== 'cancel_refund_missing');
  return books.isUsageComplete ? [...found, ...usageTotalMismatch(charges)] : found;
}

function twoPartners(books: InvoicedBooks): Finding[] {
  if (books.invoices.length < 2) return [];
  const charged = new Map<string, Charges[]>();
  for (const { scan } of books.invoices) {
    for (const charges of scan.table.byId.values()) {
      if (charges.lines === 0 || (books.estate?.byId.get(charges.subscriptionId)?.length ?? 0) < 2) continue;
      charged.set(charges.subscriptionId, [...(charged.get(charges.subscriptionId) ?? []), charges]);
    }
  }
  return [...charged.values()].map((all) => sameSubscriptionTwoPartners(all, books)).filter((finding) => finding !== undefined);
}

/** Whether this subscription's partner account has an invoice here that was read to its end: only then can a line be missing. */
function isInvoiced(subscription: Subscription, books: InvoicedBooks): boolean {
  const its = books.invoices.filter(({ scan }) => subscription.partnerId === '' || scan.table.partners.has(subscription.partnerId));
  return its.length > 0 && its.every((invoice) => invoice.isComplete);
}

function missingCharges(books: InvoicedBooks, ways: Channels): Finding[] {
  const findings: Finding[] = [];
  for (const listed of books.estate?.byId.values() ?? []) {
    const [subscription] = listed;
    if (subscription === undefined || ways.isCharged(subscription.id) || !isInvoiced(subscription, books)) continue;
    if (ways.of(subscription) !== 'microsoft') continue;
    const finding = missingCharge(subscription, books);
    if (finding !== undefined) findings.push(finding);
  }
  return findings;
}

/** What the distributor lists, each beside the subscription that it stands for. */
function judgeDistributor(books: Books): Finding[] {
  const { distributor, estate } = books;
  if (distributor === undefined || estate === undefined) return [];
  const findings: Finding[] = [];
  for (const theirs of distributor.subscriptions) {
    const ours = estate.byId.get(theirs.subscriptionId)?.[0];
    if (ours !== undefined) findings.push(...judgePair({ theirs, ours }, books));
    else if (theirs.isActive && estate.isComplete) {
      findings.push(unknownToMicrosoft(theirs, distributor.tenants.get(theirs.companyId), books));
    }
  }
  return findings;
}

/** What is bought through the distributor, who does not list it; a list that was not read to its end proves nothing. */
function notAtDistributor(books: InvoicedBooks, ways: Channels): Finding[] {
  const { distributor, estate } = books;
  if (estate === undefined || distributor?.isComplete !== true) return [];
  const findings: Finding[] = [];
  for (const [subscription] of estate.byId.values()) {
    if (subscription === undefined || !isDue(subscription) || ways.atDistributor.has(subscription.id)) continue;
    if (ways.of(subscription) === 'distributor') findings.push(missingInDistributor(subscription, books));
  }
  return findings;
}

const isDue = (subscription: Subscription): boolean => !subscription.isGone && !subscription.isTrial && subscription.offering === 'licence';
