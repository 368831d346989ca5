import type {
  BilledLine,
  BoughtSubscription,
  CustomerBooks,
  DistributorBook,
  PsaBook,
  Source,
  SourceVerdict,
  SuppliedSubscription,
} from '../../src/features/reconciliation/books.ts';
import { noHistory, toCatalogue } from '../../src/features/reconciliation/books.ts';
import { Decimal } from '../../src/lib/decimal.ts';
import type { ProductKey } from '../../src/model/subscription.ts';
import { guid } from './records.ts';

const readAt = '2026-11-21T08:00:00Z';

export const premium: ProductKey = { productId: 'CFQ7TTC0LCHC', skuId: '0002', term: 'P1Y', frequency: 'monthly' };
export const premiumMonthly: ProductKey = { ...premium, term: 'P1M' };
export const premiumYearly: ProductKey = { ...premium, frequency: 'annual' };
export const exchange: ProductKey = { productId: 'CFQ7TTC0LH16', skuId: '0001', term: 'P1Y', frequency: 'monthly' };
export const unsold: ProductKey = { productId: 'CFQ7TTC0LXYZ', skuId: '0001', term: 'P1Y', frequency: 'monthly' };

export const bought = (n: number, more: Partial<BoughtSubscription> = {}): BoughtSubscription => ({
  id: guid(20_000 + n),
  connectionId: 'ms',
  remoteId: guid(n),
  name: 'Microsoft 365 Business Premium',
  key: premium,
  seats: 25,
  status: 'active',
  isTrial: false,
  isUsage: false,
  autoRenew: true,
  next: undefined,
  termEnd: undefined,
  endsOn: '2027-01-13',
  cancelUntil: undefined,
  readAt,
  movedAt: undefined,
  createdAt: undefined,
  history: noHistory,
  ...more,
});

type LineChange = Partial<Omit<BilledLine, 'quantity' | 'unitPrice' | 'unitCost'>> & {
  readonly quantity?: number;
  readonly unitPrice?: string;
  readonly unitCost?: string;
};

export const billed = (n: number, { quantity = 25, unitPrice = '22', unitCost = '17.60', ...more }: LineChange = {}): BilledLine => ({
  connectionId: 'psa',
  remoteId: String(5_000 + n),
  agreementRemoteId: '30',
  serviceRemoteId: 'premium',
  description: 'Business Premium',
  quantity: new Decimal(quantity),
  unitPrice: new Decimal(unitPrice),
  unitCost: new Decimal(unitCost),
  isBilled: true,
  fromOn: '2026-01-01',
  cancelledOn: undefined,
  vendorId: guid(n),
  readAt,
  history: noHistory,
  ...more,
});

export const supplied = (
  n: number,
  { unitCost = '17.60', ...more }: Partial<Omit<SuppliedSubscription, 'unitCost'>> & { readonly unitCost?: string } = {},
): SuppliedSubscription => ({
  connectionId: 'pax8',
  remoteId: `pax-${n}`,
  microsoftId: guid(n),
  sku: undefined,
  name: 'Microsoft 365 Business Premium',
  term: 'P1Y',
  frequency: 'monthly',
  seats: 25,
  status: 'active',
  unitCost: new Decimal(unitCost),
  currency: 'USD',
  readAt,
  changedAt: undefined,
  ...more,
});

export const source = (connectionId: string, verdict: SourceVerdict = 'complete'): Source => ({
  connectionId,
  name: connectionId.toUpperCase(),
  readAt: verdict === 'never' ? undefined : readAt,
  verdict,
});

const service = (remoteId: string, price: string, cost: string) => ({
  remoteId,
  name: remoteId,
  price: new Decimal(price),
  cost: new Decimal(cost),
});

export const catalogue = toCatalogue(
  [
    service('premium', '22', '17.60'),
    service('premium-1m', '26.40', '21.12'),
    service('premium-yearly', '20.90', '16.72'),
    service('exchange', '4', '3.20'),
    service('labour', '100', '50'),
  ],
  [
    { key: premium, state: 'mapped', serviceRemoteId: 'premium' },
    { key: premiumMonthly, state: 'mapped', serviceRemoteId: 'premium-1m' },
    { key: premiumYearly, state: 'mapped', serviceRemoteId: 'premium-yearly' },
    { key: exchange, state: 'mapped', serviceRemoteId: 'exchange' },
    { key: unsold, state: 'unmapped', serviceRemoteId: undefined },
  ],
);

export const psaBook = (lines: readonly BilledLine[], more: Partial<PsaBook> = {}): PsaBook => ({
  source: source('psa'),
  accountState: 'mapped',
  lines,
  agreements: new Map([['30', { remoteId: '30', active: true, cycleMonths: 1, currency: 'USD', endsOn: undefined }]]),
  catalogue,
  deleted: [],
  elsewhere: { subscriptionIds: new Set(), serviceIds: new Set() },
  ...more,
});

export const distributorBook = (subscriptions: readonly SuppliedSubscription[], more: Partial<DistributorBook> = {}): DistributorBook => ({
  source: source('pax8'),
  accountState: 'mapped',
  subscriptions,
  ...more,
});

type BooksChange = Partial<CustomerBooks> & { readonly lines?: readonly BilledLine[]; readonly supply?: readonly SuppliedSubscription[] };

export const somePolicy = { priceTolerance: new Decimal('0.02'), settlingMinutes: 60, compared: { distributor: true, psa: true } };

/** One customer's books; clean unless something is changed: subscription 1 of 25 seats, billed by line 1. */
export const someBooks = ({ lines = [billed(1)], supply, ...more }: BooksChange = {}): CustomerBooks => ({
  customerId: guid(800_001),
  customerName: 'Contoso Ltd',
  tenantId: guid(9_000),
  currency: 'USD',
  today: '2026-11-21',
  now: Temporal.Instant.from('2026-11-21T09:00:00Z'),
  access: { state: 'active', endsAt: undefined },
  sellers: [{ source: source('ms'), relationship: 'reseller', partnerType: 'directBill', isComplete: true }],
  isMarketplaceComplete: true,
  subscriptions: [bought(1)],
  gone: new Map(),
  distributors: supply === undefined ? [] : [distributorBook(supply)],
  psas: [psaBook(lines)],
  policy: somePolicy,
  ...more,
});
