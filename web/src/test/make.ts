import type { z } from 'zod';
import type { Connection } from '#contract/connections.ts';
import type { CustomerDetail } from '#contract/customers.ts';
import type { Job } from '#contract/jobs.ts';
import type { Overview } from '#contract/overview.ts';
import type { Provider } from '#contract/providers.ts';
import type { Me } from '#contract/sign-in.ts';
import type { SubscriptionDetail } from '#contract/subscriptions.ts';
import type { Verification } from '#contract/verifications.ts';
import { permissionsOf } from '#model/person.ts';

// Makers of replies: everything that a test does not name is ordinary.

const at = '2026-11-21T10:00:00Z';

/** How fresh a record is. */
export const justRead = { readAt: at, source: { connectionId: 'con_1', name: 'Contoso CSP' }, isStale: false };

export const aPerson = (given: Partial<z.infer<typeof Me>> = {}): z.infer<typeof Me> => ({
  id: 'per_1',
  name: 'Ana',
  email: 'ana@partner.example',
  role: 'owner',
  permissions: [...permissionsOf[given.role ?? 'owner']],
  csrf: 'csrf-of-ana',
  provedAt: null,
  hasPassword: true,
  sandbox: true,
  organisation: null,
  customer: null,
  ...given,
});

export const anOverview = (given: Partial<z.infer<typeof Overview>> = {}): z.infer<typeof Overview> => ({
  differences: { open: 23, byKind: { quantity_mismatch_psa: 20, price_below_cost: 3 } },
  monthly: [{ amount: '1184.2', currency: 'USD' }],
  once: [],
  byKind: [
    { kind: 'price_below_cost', count: 3, money: { amount: '-15.8', currency: 'USD' }, moneyIsCost: true },
    { kind: 'quantity_mismatch_psa', count: 20, money: { amount: '1200', currency: 'USD' }, moneyIsCost: false },
  ],
  recovered: [],
  costsLeftOut: false,
  customers: 60,
  subscriptions: 420,
  attention: [
    { kind: 'differences', title: '23 differences', count: 23, money: [{ amount: '1184.2', currency: 'USD' }], link: '/reconciliation' },
    { kind: 'mapping', title: '1 mapping to decide', count: 1, money: [], link: '/mapping' },
  ],
  freshness: [
    {
      connectionId: 'con_1',
      name: 'Contoso CSP',
      kind: 'partnerCenter',
      side: 'microsoft',
      state: 'connected',
      lastSuccessAt: at,
      isStale: false,
    },
    { connectionId: 'con_2', name: 'Our PSA', kind: 'connectWise', side: 'psa', state: 'degraded', lastSuccessAt: null, isStale: true },
  ],
  sandbox: true,
  writingHeld: false,
  at,
  ...given,
});

export const aCustomer = (given: Partial<z.infer<typeof CustomerDetail>> = {}): z.infer<typeof CustomerDetail> => ({
  id: 'cus_1',
  name: 'Contoso Ltd',
  domain: 'contoso.example',
  tenantId: '7f3c0000-0000-4000-8000-000000000001',
  cloud: 'global',
  country: 'GB',
  access: 'active',
  accessEndsAt: '2027-03-01T00:00:00Z',
  readiness: 'ready',
  psaMapping: 'mapped',
  subscriptions: 4,
  openDifferences: 1,
  atStake: { amount: '66', currency: 'USD' },
  connectionIds: ['con_1'],
  partnerTypes: ['directBill'],
  resellers: [],
  ...justRead,
  retired: false,
  connections: [{ connectionId: 'con_1', name: 'Contoso CSP', relationship: 'reseller', ...justRead }],
  accounts: [
    {
      mappingId: 'map_1',
      connectionId: 'con_2',
      connectionName: 'Our PSA',
      side: 'psa',
      state: 'mapped',
      how: 'tenantId',
      accountId: 'acc_1',
      accountName: 'Contoso Limited',
      ...justRead,
    },
  ],
  accessRelationships: [
    {
      id: 'gdap_1',
      name: 'Admin of Contoso',
      state: 'active',
      remoteStatus: 'active',
      endsAt: '2027-03-01T00:00:00Z',
      roles: 4,
      autoExtends: false,
      replacement: null,
      ...justRead,
    },
  ],
  ...given,
});

export const aSubscription = (given: Partial<z.infer<typeof SubscriptionDetail>> = {}): z.infer<typeof SubscriptionDetail> => ({
  id: 'sub_1',
  customerId: 'cus_1',
  customerName: 'Contoso Ltd',
  connectionId: 'con_1',
  remoteId: '49ff98c5-601b-4a29-8314-71df9a0774b8',
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
  startsOn: '2026-03-03',
  endsOn: '2027-03-02',
  cancelUntil: null,
  ...justRead,
  retired: false,
  history: [{ at, cause: 'sync', changes: { seats: { before: 20, after: 25 } } }],
  ...given,
});

export const aConnection = (given: Partial<z.infer<typeof Connection>> = {}): z.infer<typeof Connection> => ({
  id: 'con_2',
  kind: 'connectWise',
  side: 'psa',
  name: 'Our PSA',
  state: 'connected',
  reason: null,
  settings: { kind: 'connectWise', baseUrl: 'https://psa.example', companyId: 'ours', publicKey: 'public', clientId: 'client' },
  purposes: [],
  secretsSet: ['privateKey'],
  writeKinds: [],
  writeConsent: { isNeeded: false, at: null, by: null },
  identity: 'psa.example/ours',
  lastSuccessAt: at,
  consentEndsAt: null,
  signInAlarm: null,
  counts: { accounts: 60, lines: 404 },
  openProblems: 0,
  ...given,
});

export const aProvider = (given: Partial<z.infer<typeof Provider>> = {}): z.infer<typeof Provider> => ({
  record: { country: 'DE' },
  account: { name: 'Contoso CSP', country: 'DE', currency: 'EUR' },
  microsoftId: '7f3c0000-0000-4000-8000-000000000001',
  notes: [
    {
      field: 'resellerRelationshipUrl',
      code: 'recommended',
      sentence: 'Without the reseller relationship link customers cannot be invited by it.',
    },
  ],
  version: 1,
  ...given,
});

export const aVerification = (given: Partial<z.infer<typeof Verification>> = {}): z.infer<typeof Verification> => ({
  id: 'ver_1',
  connectionId: 'con_2',
  state: 'connected',
  reason: null,
  outcome: 'partial',
  changes: [],
  probes: [
    { name: 'sign-in', outcome: 'passed', ms: 12, detail: 'The keys are accepted' },
    {
      name: 'agreements',
      outcome: 'failed',
      ms: 30,
      code: 'role_missing',
      detail: 'The member may not read agreements',
      hint: 'Give it the role Finance.',
    },
  ],
  at,
  ...given,
});

export const aJob = (given: Partial<z.infer<typeof Job>> = {}): z.infer<typeof Job> => ({
  id: 'job_1',
  kind: 'sync',
  title: 'Read Contoso CSP',
  status: 'completed',
  progress: { done: 412, total: 1000, unit: 'customers', step: null },
  waitingUntil: null,
  startedBy: 'Ana',
  createdAt: at,
  startedAt: at,
  endedAt: at,
  estimatedEndAt: null,
  result: null,
  errors: [],
  ...given,
});
