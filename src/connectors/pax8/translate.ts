import { foldDomain } from '../../lib/normalise.ts';
import { type Reading, read, unreadable } from '../../lib/sift.ts';
import { readGuid } from '../../lib/wire.ts';
import type { RemoteAccount } from '../../model/customer.ts';
import type { DistributorProduct, DistributorSubscription, SubscriptionStatus } from '../../model/subscription.ts';
import type { BillingFrequency, Term } from '../../model/term.ts';
import type { WireCompany, WireProduct, WireSubscription } from './schema.ts';

/** `externalId` is free: some partners keep the tenant id in it. It counts as one only when it is a GUID, and mapping checks whether such a tenant exists. */
export function toAccount(wire: WireCompany): Reading<RemoteAccount> {
  const tenantId = readGuid(wire.externalId);
  return read({
    remoteId: wire.id,
    name: wire.name,
    domain: foldDomain(wire.website ?? ''),
    tenantIds: tenantId === undefined ? [] : [tenantId],
    ...(wire.externalId === undefined ? {} : { externalRef: wire.externalId }),
    active: (wire.status ?? 'Active').toLowerCase() === 'active',
  });
}

export const toProduct = (wire: WireProduct): Reading<DistributorProduct> =>
  read({ remoteId: wire.id, name: wire.name ?? wire.sku ?? wire.id, vendorSku: wire.vendorSku });

/** Commitment terms are free text at Pax8 ("Monthly", "1-Year", in older rows "1 Year"). No commitment is no term. */
const terms: Readonly<Record<string, Term>> = {
  monthly: 'P1M',
  '1-month': 'P1M',
  annual: 'P1Y',
  '1-year': 'P1Y',
  '2-year': 'P2Y',
  '3-year': 'P3Y',
};

const frequencies: Readonly<Record<string, BillingFrequency>> = {
  monthly: 'monthly',
  annual: 'annual',
  '2-year': 'biennial',
  '3-year': 'triennial',
  'one-time': 'oneTime',
  trial: 'none',
  activation: 'none',
};

export const foldWord = (word: string): string => word.trim().toLowerCase().replace(/\s+/g, '-');

/** `today` (UTC date) decides what dates decide: a pending cancellation is charged until its end. */
export function toSubscription(wire: WireSubscription, today: string): Reading<DistributorSubscription> {
  const plan = readPlan({ committed: wire.commitmentTerm?.term, committedIn: 'commitmentTerm.term', billed: wire.billingTerm });
  if (!('item' in plan)) return plan;
  const startsOn = wire.billingStart ?? wire.startDate;
  if (endsBeforeStart(wire)) return unreadable('endDate: is before startDate');
  return read({
    remoteId: wire.id,
    accountRemoteId: wire.companyId,
    microsoftId: readGuid(wire.vendorSubscriptionId),
    productRemoteId: wire.productId ?? '',
    productName: wire.productName ?? '',
    ...plan.item,
    seats: wire.quantity,
    status: statusOf(wire, startsOn, today),
    remoteStatus: wire.status,
    unitCost: wire.partnerCost,
    unitPrice: wire.price,
    currency: wire.currencyCode?.toUpperCase(),
    startsOn,
    endsOn: endOf(wire),
  });
}

/** The end of the subscription, else of the commitment it is in. */
const endOf = (wire: WireSubscription): string | undefined => wire.endDate ?? wire.commitmentTerm?.endDate;

type Plan = {
  readonly committed: string | undefined;
  /** The field that says so. */
  readonly committedIn: string;
  readonly billed: string | undefined;
};

/** What was bought, or is priced, by commitment and billing term. */
export function readPlan({ committed, committedIn, billed }: Plan): Reading<{ readonly term: Term; readonly frequency: BillingFrequency }> {
  const term = committed === undefined ? 'none' : terms[foldWord(committed)];
  if (term === undefined) return unreadable(`${committedIn}: is not a term we know: ${committed ?? ''}`);
  const frequency = billed === undefined ? 'none' : frequencies[foldWord(billed)];
  if (frequency === undefined) return unreadable(`billingTerm: is not a billing term we know: ${billed ?? ''}`);
  return read({ term, frequency });
}

/** Both are ISO dates, so text compares as time does. */
const endsBeforeStart = ({ startDate, endDate }: WireSubscription): boolean =>
  startDate !== undefined && endDate !== undefined && endDate < startDate;

/** How far each status is: `charged` while its dates say so, `pending` until billing starts, `over` for good. */
const stages: Readonly<Record<string, 'charged' | 'pending' | 'over'>> = {
  active: 'charged',
  activated: 'charged',
  trial: 'charged',
  pendingcancel: 'charged',
  pendingmanual: 'pending',
  pendingautomated: 'pending',
  pendingactivation: 'pending',
  waitingfordetails: 'pending',
  cancelled: 'over',
  converted: 'over',
};

/**
 * Pax8's status says how far provisioning is, not whether money is owed: billing follows the dates, and a Pending status can stay for ever
 * (distributors reference 2.4). So a started subscription counts as active until it ends.
 */
function statusOf(wire: WireSubscription, startsOn: string | undefined, today: string): SubscriptionStatus {
  const stage = stages[foldWord(wire.status)];
  if (stage === undefined) return 'unknown';
  const isEnded = wire.endDate !== undefined && wire.endDate <= today;
  if (stage === 'over' || isEnded) return 'cancelled';
  const hasStarted = startsOn !== undefined && startsOn <= today;
  return stage === 'charged' || hasStarted ? 'active' : 'pending';
}
