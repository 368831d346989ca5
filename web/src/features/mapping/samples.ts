import type { listSubscriptions } from '#contract/subscriptions.ts';
import type { RowOf } from '../../lib/use-list.ts';
import type { AccountRow, CustomerRow, ProductRow } from './queries.ts';

// Records for the tests of this folder: only what matters is named.

let made = 0;
const nextId = (): string => {
  made += 1;
  return `map_01JD${String(made).padStart(22, '0')}`;
};

const undecided = {
  state: 'unmapped',
  how: null,
  tier: null,
  evidence: [],
  candidates: [],
  decidedBy: null,
  reason: null,
  ignoredUntil: null,
  rejected: [],
  changedAt: '2026-11-21T09:00:00Z',
} as const;

type Candidate = AccountRow['candidates'][number];
export const aCandidate = (more: Partial<Candidate> = {}): Candidate => ({
  targetId: 'acc_01JD0000000000000000000001',
  name: 'Contoso Limited',
  detail: 'contoso.com · 4711',
  how: 'domain',
  tier: 'strong',
  evidence: ['same domain contoso.com', 'name differs: Contoso Ltd / Contoso Limited'],
  confidence: null,
  ...more,
});

export const anAccount = (more: Partial<AccountRow> = {}): AccountRow => ({
  ...undecided,
  evidence: [],
  candidates: [],
  rejected: [],
  id: nextId(),
  customerId: nextId().replace('map', 'cus'),
  customerName: 'Contoso Ltd',
  customerDomain: 'contoso.com',
  tenantId: '7f3c0000-0000-4000-8000-000000000001',
  connectionId: 'con_01JD0000000000000000000002',
  connectionName: 'Pax8',
  side: 'distributor',
  accountId: null,
  accountName: null,
  isAbsent: false,
  isNeeded: true,
  isExtra: false,
  covers: [],
  stakes: [],
  others: [],
  ...more,
});

/** The customer of a row as the server tells it. */
export const customerOf = ({ others, stakes, ...link }: AccountRow, state = link.state): CustomerRow => ({
  customerId: link.customerId,
  customerName: link.customerName,
  customerDomain: link.customerDomain,
  tenantId: link.tenantId,
  state,
  stakes,
  firstSeenAt: link.changedAt,
  changedAt: link.changedAt,
  links: [link, ...others],
});

export const aSuggestion = (more: Partial<AccountRow> = {}): AccountRow => {
  const candidates = more.candidates ?? [aCandidate()];
  return anAccount({ state: 'suggested', how: 'domain', tier: 'strong', evidence: candidates[0]?.evidence ?? [], ...more, candidates });
};

export const aProduct = (more: Partial<ProductRow> = {}): ProductRow => ({
  ...undecided,
  evidence: [],
  candidates: [],
  rejected: [],
  id: nextId(),
  connectionId: 'con_01JD0000000000000000000003',
  connectionName: 'ConnectWise',
  productId: 'CFQ7TTC0LCHC',
  skuId: '0002',
  productName: 'Microsoft 365 Business Premium',
  term: 'P1Y',
  frequency: 'monthly',
  termLabel: '1 year, billed monthly',
  serviceId: null,
  serviceName: null,
  subscriptions: 12,
  seats: 310,
  segment: 'Commercial',
  promotionId: null,
  distributors: [],
  supersededBy: null,
  sharedTerms: [],
  stakes: [],
  firstSeenAt: '2026-11-21T09:00:00Z',
  ...more,
});

export const aSubscription = (more: Partial<RowOf<typeof listSubscriptions>> = {}): RowOf<typeof listSubscriptions> => ({
  id: nextId().replace('map', 'sub'),
  customerId: 'cus_01JD0000000000000000000001',
  customerName: 'Contoso Ltd',
  connectionId: 'con_01JD0000000000000000000001',
  remoteId: 'S-2',
  offerName: 'Microsoft 365 Business Premium',
  productId: 'CFQ7TTC0LCHC',
  skuId: '0002',
  term: 'P1Y',
  frequency: 'monthly',
  termLabel: '1 year, billed monthly',
  seats: 25,
  status: 'active',
  isTrial: false,
  isUsage: false,
  autoRenew: true,
  startsOn: '2026-01-01',
  endsOn: '2026-12-31',
  cancelUntil: null,
  readAt: '2026-11-21T09:00:00Z',
  source: null,
  isStale: false,
  retired: false,
  ...more,
});
