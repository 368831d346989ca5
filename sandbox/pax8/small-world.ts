import { SandboxClock } from '../clock.ts';
import type { RemoteRequest } from '../remote.ts';
import type { DistributorAccount, DistributorCompany, DistributorProduct, DistributorSubscription, Subscription } from '../world/types.ts';
import { put, World } from '../world/world.ts';
import { pax8 } from './routes.ts';

// For the tests of this folder: one account with all rights, one without, two companies, two products, three subscriptions.

export const ids = {
  company: 'c0000000-0000-4000-8000-000000000001',
  otherCompany: 'c0000000-0000-4000-8000-000000000002',
  product: 'd0000000-0000-4000-8000-000000000001',
  backup: 'd0000000-0000-4000-8000-000000000002',
  yearly: 'a0000000-0000-4000-8000-000000000001',
  fresh: 'a0000000-0000-4000-8000-000000000002',
  free: 'a0000000-0000-4000-8000-000000000003',
  atMicrosoft: 'e0000000-0000-4000-8000-000000000001',
  tenant: '11111111-2222-4333-8444-555555555555',
  commitment: 'f0000000-0000-4000-8000-000000000012',
} as const;

export const account: DistributorAccount = {
  id: 'pax8-1',
  kind: 'pax8',
  name: 'Northwind at Pax8',
  partnerId: '90000000-0000-4000-8000-000000000001',
  clientId: 'client-1',
  clientSecret: 'secret-1',
  adminKey: true,
  currency: 'USD',
};

const company = (id: string, over: Partial<DistributorCompany> = {}): DistributorCompany => ({
  id,
  accountId: 'pax8-1',
  customerId: ids.tenant,
  name: 'Contoso',
  address: { line1: '1 Main Street', city: 'Austin', state: 'TX', postalCode: '73301', country: 'US', phone: '5125550100' },
  phone: '5125550100',
  website: 'contoso.example',
  status: 'Active',
  externalId: 'A123',
  billOnBehalfOfEnabled: false,
  selfServiceAllowed: false,
  orderApprovalRequired: false,
  contacts: [],
  createdAt: '2025-01-10T09:00:00Z',
  updatedAt: '2026-08-11T17:33:12.314Z',
  ...over,
});

const product: DistributorProduct = {
  id: ids.product,
  accountId: 'pax8-1',
  name: 'Microsoft 365 Business Premium',
  vendorName: 'Microsoft',
  vendorSku: 'cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46',
  sku: 'MST-NCE-LCHC-0002',
  shortDescription: 'Office and security',
  unitOfMeasurement: 'User',
  requiresCommitment: true,
  skuKey: 'CFQ7TTC0LCHC:0002',
  prices: [
    price('Monthly', 'Monthly', 'f0000000-0000-4000-8000-000000000001', '26.40', '31.00'),
    price('Monthly', '1-Year', ids.commitment, '22.00', '26.40'),
    price('Annual', '1-Year', ids.commitment, '264.00', '316.80'),
  ],
};

function price(
  billingTerm: string,
  commitmentTerm: string,
  commitmentTermId: string,
  partnerBuyRate: string,
  suggestedRetailPrice: string,
) {
  return { billingTerm, commitmentTerm, commitmentTermId, partnerBuyRate, suggestedRetailPrice, currency: 'USD' };
}

const subscription = (id: string, over: Partial<DistributorSubscription> = {}): DistributorSubscription => ({
  id,
  accountId: 'pax8-1',
  companyId: ids.company,
  productId: ids.product,
  quantity: 25,
  partnerCost: '22.00',
  price: '26.405',
  currency: 'USD',
  billingTerm: 'Monthly',
  commitment: { id: ids.commitment, term: '1-Year', endDate: '2027-03-14T23:59:59Z' },
  status: 'Active',
  startDate: '2026-03-15T00:00:00Z',
  billingStart: '2026-03-15',
  createdAt: '2026-03-15T08:30:00Z',
  updatedAt: '2026-08-11T17:33:12.314Z',
  vendorSubscriptionId: ids.atMicrosoft,
  vendorSkuId: 'cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46',
  history: [],
  ...over,
});

const atMicrosoft: Subscription = {
  id: ids.atMicrosoft,
  accountId: 'pc-1',
  customerId: ids.tenant,
  productId: 'CFQ7TTC0LCHC',
  skuId: '0002',
  availabilityId: 'CFQ7TTC0K',
  offerName: 'Microsoft 365 Business Premium',
  friendlyName: 'Microsoft 365 Business Premium',
  quantity: 25,
  seatBatches: [{ quantity: 25, addedAt: '2026-03-15T00:00:00Z', refundableUntil: '2026-03-22T00:00:00Z' }],
  term: 'P1Y',
  billingCycle: 'monthly',
  status: 'active',
  autoRenew: true,
  isTrial: false,
  createdAt: '2026-03-15T08:30:00Z',
  effectiveStartAt: '2026-03-15T00:00:00Z',
  commitmentEndAt: '2027-03-14T23:59:59Z',
  cancellationAllowedUntil: '2026-03-22T00:00:00Z',
  billingCycleEndAt: '2026-12-14T23:59:59Z',
  orderId: 'order-1',
  unitPrice: '22.00',
  currency: 'USD',
  modifiedAt: '2026-03-15T08:30:00Z',
  version: 1,
  distributorAccountId: 'pax8-1',
};

/** The world of these tests; time stands at 2026-11-21T10:00:00Z. */
export function smallWorld(): World {
  const world = new World({ seed: 1, scale: 2, startsAt: '2026-11-21T10:00:00Z' }, SandboxClock.stoppedAt('2026-11-21T10:00:00Z'));
  world.lay([
    put('distributorAccounts', account),
    put('distributorAccounts', { ...account, id: 'pax8-2', clientId: 'client-2', clientSecret: 'secret-2', adminKey: false }),
    put('distributorCompanies', company(ids.company)),
    put('distributorCompanies', company(ids.otherCompany, { name: 'Adatum', status: 'Inactive', externalId: 'B7' })),
    put('distributorProducts', product),
    put('distributorProducts', {
      ...product,
      id: ids.backup,
      name: 'Cloud Backup',
      vendorName: 'Acme',
      requiresCommitment: false,
      sku: 'ACM-BKP',
    }),
    put('distributorSubscriptions', subscription(ids.yearly)),
    put(
      'distributorSubscriptions',
      subscription(ids.fresh, { quantity: 5, startDate: '2026-11-18', vendorSubscriptionId: '', price: '9' }),
    ),
    put(
      'distributorSubscriptions',
      withoutCommitment(subscription(ids.free, { companyId: ids.otherCompany, quantity: 100, price: '10.5' })),
    ),
    put('subscriptions', atMicrosoft),
  ]);
  return world;
}

function withoutCommitment({ commitment: _none, ...rest }: DistributorSubscription): DistributorSubscription {
  return { ...rest, vendorSubscriptionId: '' };
}

export type Told = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly json: unknown;
};
export type Ask = { readonly body?: unknown; readonly rawBody?: string; readonly bearer?: string | undefined };

export const credentials = {
  client_id: account.clientId,
  client_secret: account.clientSecret,
  audience: 'https://api.pax8.com',
  grant_type: 'client_credentials',
};

/** Asks the remote as a client would; the path begins behind `/v1` unless it is of API v2, a query may follow. */
export async function ask(world: World, method: string, path: string, { body, rawBody, bearer }: Ask = {}): Promise<Told> {
  const [below = '', query = ''] = path.split(/\?(.*)/s);
  const text = rawBody ?? (body === undefined ? '' : JSON.stringify(body));
  const request: RemoteRequest = {
    method,
    host: 'api.pax8.com',
    path: below.startsWith('/api/') ? below : `/v1${below}`,
    query: new URLSearchParams(query),
    rawQuery: query === '' ? '' : `?${query}`,
    headers: bearer === undefined ? {} : { authorization: `Bearer ${bearer}` },
    rawBody: Buffer.from(text),
    body: text,
    linkBase: 'http://127.0.0.1:8090/api.pax8.com',
    linkTo: (host) => `http://127.0.0.1:8090/${host}`,
  };
  const answer = await pax8.handle(request, world);
  const told = typeof answer.body === 'string' ? answer.body : '';
  return {
    status: answer.status,
    headers: answer.headers ?? {},
    text: told,
    json: told === '' ? undefined : (JSON.parse(told) as unknown),
  };
}

/** Signs in and answers a caller for that token. */
export async function caller(world: World, over: Readonly<Record<string, unknown>> = {}) {
  const { json } = await ask(world, 'POST', '/token', { body: { ...credentials, ...over } });
  const bearer = (json as { access_token?: string }).access_token;
  return (method: string, path: string, options: Omit<Ask, 'bearer'> = {}) => ask(world, method, path, { ...options, bearer });
}
