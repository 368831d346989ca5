import type { MicrosoftCustomer, RemoteAccount } from '../../src/model/customer.ts';
import type { PsaAgreement, PsaLine, PsaService } from '../../src/model/psa.ts';
import type { DistributorSubscription, MicrosoftSubscription } from '../../src/model/subscription.ts';

/** A GUID that is easy to read in a failing test: the number at its end. */
export const guid = (n: number): string => `aaaaaaaa-0000-4000-8000-${String(n).padStart(12, '0')}`;

export const aCustomer = (n: number, more: Partial<MicrosoftCustomer> = {}): MicrosoftCustomer => ({
  tenantId: guid(n),
  cloud: 'global',
  name: `Customer ${n}`,
  domain: `customer${n}.com`,
  relationship: 'reseller',
  country: 'US',
  ...more,
});

export const aSubscription = (n: number, more: Partial<MicrosoftSubscription> = {}): MicrosoftSubscription => ({
  remoteId: guid(10_000 + n),
  offerId: 'CFQ7TTC0LCHC:0002',
  offerName: 'Microsoft 365 Business Premium',
  key: { productId: 'CFQ7TTC0LCHC', skuId: '0002', term: 'P1Y', frequency: 'monthly' },
  seats: 25,
  status: 'active',
  remoteStatus: 'active',
  isTrial: false,
  isUsage: false,
  autoRenew: true,
  next: undefined,
  termEnd: undefined,
  promotionId: undefined,
  startsOn: '2026-03-01',
  endsOn: '2027-02-28',
  cancelUntil: undefined,
  parentRemoteId: undefined,
  createdAt: '2026-03-01T00:00:00Z',
  ...more,
});

export const anAccount = (n: number, more: Partial<RemoteAccount> = {}): RemoteAccount => ({
  remoteId: String(1_000 + n),
  name: `Customer ${n}`,
  domain: '',
  tenantIds: [],
  active: true,
  ...more,
});

export const aDistributorSubscription = (n: number, more: Partial<DistributorSubscription> = {}): DistributorSubscription => ({
  remoteId: `pax-${n}`,
  accountRemoteId: String(1_000 + n),
  microsoftId: guid(10_000 + n),
  productRemoteId: 'product-1',
  productName: 'Microsoft 365 Business Premium',
  term: 'P1Y',
  frequency: 'monthly',
  seats: 25,
  status: 'active',
  remoteStatus: 'Active',
  unitCost: '17.60',
  unitPrice: '22.00',
  currency: 'USD',
  startsOn: '2026-03-01',
  endsOn: undefined,
  ...more,
});

export const anAgreement = (n: number, more: Partial<PsaAgreement> = {}): PsaAgreement => ({
  remoteId: String(3_000 + n),
  accountRemoteId: String(1_000 + n),
  name: 'Microsoft Cloud Services',
  active: true,
  cycleMonths: 1,
  prorates: true,
  currency: 'USD',
  startsOn: '2026-01-01',
  endsOn: undefined,
  nextInvoiceOn: '2026-12-01',
  ...more,
});

export const aLine = (n: number, more: Partial<PsaLine> = {}): PsaLine => ({
  remoteId: String(5_000 + n),
  agreementRemoteId: String(3_000 + n),
  accountRemoteId: String(1_000 + n),
  serviceRemoteId: '101',
  description: 'Microsoft 365 Business Premium',
  quantity: '25',
  unitPrice: '22.00',
  unitCost: '17.60',
  isBilled: true,
  fromOn: '2026-03-01',
  cancelledOn: undefined,
  vendorSubscriptionId: guid(10_000 + n),
  version: 'v1',
  ...more,
});

export const aService = (n: number, more: Partial<PsaService> = {}): PsaService => ({
  remoteId: String(100 + n),
  code: `M365-${n}`,
  name: 'Microsoft 365 Business Premium (1 year, billed monthly)',
  active: true,
  price: '22.00',
  cost: '17.60',
  microsoftKey: 'CFQ7TTC0LCHC:0002:P1Y:Monthly',
  ...more,
});
