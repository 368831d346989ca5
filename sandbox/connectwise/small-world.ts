import { SandboxClock } from '../clock.ts';
import type { RemoteAnswer, RemoteRequest } from '../remote.ts';
import type { PsaAddition, PsaAgreement, PsaCatalogItem, PsaCompany, PsaInstance, PsaStamp } from '../world/types.ts';
import { put, World } from '../world/world.ts';
import { connectwise } from './routes.ts';

// For the tests of this folder: one installation, three companies, two agreements, three additions, four catalogue items.

const stamp: PsaStamp = {
  updatedAt: '2026-10-15T14:09:53.412Z',
  updatedBy: 'jsmith',
  enteredAt: '2024-02-01T08:00:00Z',
  enteredBy: 'CONVERSION',
};

export const instance: PsaInstance = {
  id: 'psa-1',
  kind: 'connectwise',
  name: 'Northwind Cloud',
  companyId: 'northwind',
  host: 'api-na.myconnectwise.net',
  codebase: 'v2025_1',
  publicKey: 'pubKEY1',
  privateKey: 'priv:KEY1',
  clientId: '3f6c1d6e-3f7b-4f0a-9a57-0d2f8c1b2a10',
  member: 'ConcordApi',
  currency: 'USD',
};

const item = (id: number, over: Partial<PsaCatalogItem> = {}): PsaCatalogItem => ({
  ...stamp,
  id,
  instanceId: 'psa-1',
  identifier: `M365-${id}`,
  description: `Item ${id}`,
  customerDescription: `Item ${id} for customers`,
  productClass: 'Agreement',
  category: { id: 1, name: 'Cloud' },
  subcategory: { id: 1, name: 'Subscriptions' },
  type: { id: 1, name: 'Software' },
  unitOfMeasure: { id: 1, name: 'User' },
  price: '26.40',
  cost: '22.00',
  taxable: true,
  manufacturerPartNumber: 'CFQ7TTC0LCHC:0002',
  vendorSku: '',
  integrationXRef: '',
  inactive: false,
  billCycle: { id: 2, name: 'Monthly' },
  ...over,
});

const company = (id: number, over: Partial<PsaCompany> = {}): PsaCompany => ({
  ...stamp,
  id,
  instanceId: 'psa-1',
  identifier: `COMP${id}`,
  name: `Company ${id}`,
  status: { id: 1, name: 'Active' },
  type: { id: 1, name: 'Client' },
  address: { line1: '1 Main Street', city: 'Austin', state: 'TX', postalCode: '73301', country: 'US', phone: '5125550100' },
  website: `company${id}.example`,
  phone: '5125550100',
  currency: 'USD',
  deleted: false,
  defaultContact: { id: 500 + id, name: 'Pat Doe' },
  customFields: [],
  ...over,
});

const agreement = (id: number, companyId: number, over: Partial<PsaAgreement> = {}): PsaAgreement => ({
  ...stamp,
  id,
  instanceId: 'psa-1',
  companyId,
  name: `Cloud services ${id}`,
  type: { id: 31, name: 'Cloud' },
  startDate: '2025-01-01',
  noEndDate: true,
  cancelled: false,
  billCycle: { id: 2, name: 'Monthly' },
  prorate: false,
  currency: 'USD',
  customFields: [],
  ...over,
});

const addition = (id: number, agreementId: number, over: Partial<PsaAddition> = {}): PsaAddition => ({
  ...stamp,
  id,
  instanceId: 'psa-1',
  agreementId,
  catalogItemId: 5,
  quantity: '20',
  lessIncluded: '0',
  unitPrice: '26.40',
  unitCost: '22.00',
  billCustomer: 'Billable',
  effectiveDate: '2026-01-01',
  taxable: true,
  description: 'Microsoft 365 Business Premium',
  invoiceDescription: 'Microsoft 365 Business Premium',
  sequenceNumber: 1,
  customFields: [{ fieldId: 40, value: '7b1f3f3e-0f5c-4a61-8a39-5f8e2a9f0001' }],
  ...over,
});

/** The world of these tests; time stands at 2026-11-21T10:00:00Z. */
export function smallWorld(): World {
  const world = new World({ seed: 1, scale: 3, startsAt: '2026-11-21T10:00:00Z' }, SandboxClock.stoppedAt('2026-11-21T10:00:00Z'));
  world.lay([
    put('psaInstances', instance),
    put('psaCustomFields', {
      id: 26,
      instanceId: 'psa-1',
      of: 'company',
      caption: 'Microsoft - TenantID',
      type: 'Text',
      connectWiseId: 'cw-26',
    }),
    put('psaCustomFields', {
      id: 40,
      instanceId: 'psa-1',
      of: 'addition',
      caption: 'Subscription id',
      type: 'Text',
      connectWiseId: 'cw-40',
    }),
    put('psaCustomFields', { id: 20, instanceId: 'psa-1', of: 'agreement', caption: '365 Tenant', type: 'Text', connectWiseId: 'cw-20' }),
    put('psaCatalogItems', item(5, { identifier: 'M365-BP-ANN-MO' })),
    put('psaCatalogItems', item(6, { identifier: 'M365-E3-ANN-MO', price: '43.20', cost: '36.00', taxable: false })),
    put('psaCatalogItems', item(7, { identifier: 'BUNDLE', productClass: 'Bundle' })),
    put('psaCatalogItems', item(8, { identifier: 'OLD', inactive: true })),
    put('psaCompanies', company(250, { customFields: [{ fieldId: 26, value: '11111111-2222-4333-8444-555555555555' }] })),
    put('psaCompanies', company(251, { name: "O'Brien & Sons", status: { id: 2, name: 'Inactive' } })),
    put('psaCompanies', company(252, { deleted: true, type: { id: 7, name: 'Vendor' } })),
    put('psaAgreements', agreement(3, 250)),
    put('psaAgreements', agreement(4, 251, { prorate: true, noEndDate: false, endDate: '2026-10-31' })),
    put('psaAdditions', addition(500, 3)),
    put('psaAdditions', addition(501, 3, { lessIncluded: '2', sequenceNumber: 2, customFields: [] })),
    put('psaAdditions', addition(502, 4, { effectiveDate: '2026-11-16', quantity: '10' })),
  ]);
  return world;
}

export type Ask = { readonly body?: unknown; readonly headers?: Readonly<Record<string, string>>; readonly rawBody?: string };
export type Told = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly json: unknown;
};

const keys = Buffer.from(`${instance.companyId}+${instance.publicKey}:${instance.privateKey}`).toString('base64');

/** Headers of a caller with all rights. */
export const signedIn = { authorization: `Basic ${keys}`, clientid: instance.clientId };

/** Asks the remote as a client would; `path` may carry a query. Paths of the API begin behind `/apis/3.0`. */
export async function ask(world: World, method: string, path: string, { body, headers = signedIn, rawBody }: Ask = {}): Promise<Told> {
  const [below = '', query = ''] = path.split(/\?(.*)/s);
  const text = rawBody ?? (body === undefined ? '' : JSON.stringify(body));
  const request: RemoteRequest = {
    method,
    host: instance.host,
    path: below.startsWith('/login') || below.includes('/apis/3.0/') ? below : `/v4_6_release/apis/3.0${below}`,
    query: new URLSearchParams(query),
    rawQuery: query === '' ? '' : `?${query}`,
    headers,
    rawBody: Buffer.from(text),
    body: text,
    linkBase: `http://127.0.0.1:8090/${instance.host}`,
    linkTo: (host) => `http://127.0.0.1:8090/${host}`,
  };
  return told(await connectwise.handle(request, world));
}

function told(answer: RemoteAnswer): Told {
  const text = typeof answer.body === 'string' ? answer.body : '';
  return { status: answer.status, headers: answer.headers ?? {}, text, json: text === '' ? undefined : (JSON.parse(text) as unknown) };
}
