import type { BookSide } from '#model/difference.ts';
import type { Detail, PlanShape, Row, Step } from './queries.ts';

// Records for the tests of this folder: only what matters is named.

const readAt = '2026-11-21T09:50:00Z';
const book = (id: string, quantity: string | undefined, more: Partial<BookSide> = {}): BookSide => ({
  present: quantity !== undefined,
  remoteIds: quantity === undefined ? [] : [id],
  ...(quantity !== undefined && { quantity, readAt }),
  ...more,
});

let made = 0;
const nextId = (prefix: string): string => {
  made += 1;
  return `${prefix}_01JD${String(made).padStart(22, '0')}`;
};

/** "25 seats bought, 20 billed": five under-billed. */
export const aDifference = (more: Partial<Row> = {}): Row => ({
  id: nextId('dif'),
  kind: 'quantity_mismatch_psa',
  state: 'open',
  cameBack: false,
  customerId: 'cus_01JD0000000000000000000001',
  customerName: 'Contoso Ltd',
  productName: 'Microsoft 365 Business Premium',
  cause: 'seats_added',
  certainty: 'certain',
  sentence: '25 seats bought, 20 billed: 5 seats are not billed.',
  microsoft: book('4c1f6e1a-7f3c-4a8e-9f00-2b8a6f1f0c11', '25', { term: 'P1Y', frequency: 'monthly', status: 'active' }),
  distributor: book('p8-771', '25', { unitMonthly: { amount: '18.7', currency: 'USD' } }),
  psa: book('1042', '20', { label: 'M365 Business Premium', unitMonthly: { amount: '22', currency: 'USD' } }),
  impact: { amount: '110', currency: 'USD' },
  impactIsCost: false,
  per: 'month',
  period: null,
  invoice: null,
  lineNo: null,
  correctable: true,
  owner: null,
  dueOn: null,
  tags: [],
  notes: 0,
  causeKey: null,
  ageDays: 1,
  firstSeenAt: '2026-11-20T08:00:00Z',
  lastSeenAt: '2026-11-21T09:55:00Z',
  version: 3,
  ...more,
});

export const aNeverBilled = (more: Partial<Row> = {}): Row =>
  aDifference({
    kind: 'missing_in_psa',
    customerName: 'Fabrikam GmbH',
    productName: 'Exchange Online Plan 1',
    cause: 'never_billed',
    certainty: 'likely',
    sentence: '12 seats of Exchange Online Plan 1 bought, none billed.',
    microsoft: book('5d', '12'),
    distributor: book('p8-12', '12'),
    psa: book('', undefined),
    impact: { amount: '48', currency: 'USD' },
    ...more,
  });

export const anExpiredAccess = (more: Partial<Row> = {}): Row =>
  aDifference({
    kind: 'access_expired',
    customerName: 'Litware Holding with a name that does not end before the column does',
    productName: 'Delegated access',
    cause: 'access_ended',
    sentence: 'Delegated access to Litware ended on 2026-11-01.',
    microsoft: book('', undefined, { present: true, status: 'terminated' }),
    distributor: book('', undefined),
    psa: book('', undefined),
    impact: { amount: '0', currency: 'USD' },
    correctable: false,
    ...more,
  });

export const aDetail = (row: Row, more: Partial<Detail> = {}): Detail => ({
  ...row,
  causes: [
    { code: row.cause, certainty: row.certainty, sentence: row.sentence },
    { code: 'service_of_other_term', certainty: 'possible', sentence: 'The line may be of another term.' },
  ],
  evidence: [
    {
      label: 'Bought at Microsoft',
      value: '25 x Microsoft 365 Business Premium (1 year, billed monthly), active',
      isCost: false,
      source: 'microsoft',
      readAt,
      remoteId: '4c1f6e1a-7f3c-4a8e-9f00-2b8a6f1f0c11',
    },
    {
      label: 'Billed at the PSA',
      value: '20 x M365 Business Premium at 22 USD a bill',
      isCost: false,
      source: 'psa',
      readAt,
      remoteId: '1042',
    },
    { label: 'Matched by', value: 'the subscription id in the PSA line', isCost: false, source: 'mapping' },
  ],
  correction: row.correctable
    ? {
        action: 'setQuantity',
        connectionId: 'con_01JD0000000000000000000003',
        agreementRemoteId: '77',
        lineRemoteId: '1042',
        from: '20',
        to: '25',
      }
    : null,
  alternatives: [],
  subscriptionId: 'sub_01JD0000000000000000000001',
  plans: [],
  decidedBy: null,
  because: null,
  reason: null,
  scope: null,
  mutedUntil: null,
  rule: null,
  ...more,
});

export const aStep = (more: Partial<Step> = {}): Step => ({
  id: nextId('stp'),
  differenceId: 'dif_01JD0000000000000000000001',
  customerId: 'cus_01JD0000000000000000000001',
  customerName: 'Contoso Ltd',
  connectionId: 'con_01JD0000000000000000000003',
  system: 'ConnectWise',
  summary: 'Set the quantity of Microsoft 365 Business Premium from 20 to 25',
  correction: {
    action: 'setQuantity',
    connectionId: 'con_01JD0000000000000000000003',
    agreementRemoteId: '77',
    lineRemoteId: '1042',
    from: '20',
    to: '25',
  },
  effectiveOn: null,
  before: { quantity: '20', unitPrice: '22', service: '310', until: 'open' },
  after: { quantity: '25', unitPrice: '22', service: '310', until: 'open' },
  impact: { amount: '110', currency: 'USD' },
  impactIsCost: false,
  firstBill: { amount: '110', currency: 'USD' },
  reversibility: 'undoableHere',
  reversibleUntil: null,
  warnings: ['The new quantity counts for the whole next bill; the PSA keeps no memory of the old number.'],
  calls: [
    {
      summary: 'Set the quantity',
      method: 'PATCH',
      path: '/finance/agreements/77/additions/1042',
      body: [{ op: 'replace', path: '/quantity', value: 25 }],
    },
  ],
  state: 'planned',
  outcome: null,
  ...more,
});

export const aPlan = (more: Partial<PlanShape> = {}): PlanShape => ({
  id: 'plan_01JD0000000000000000000001',
  type: 'correction',
  state: 'previewed',
  fingerprint: 'f00d',
  steps: [aStep()],
  totals: [{ amount: '110', currency: 'USD' }],
  totalsTellCost: false,
  createdAt: '2026-11-21T10:00:00Z',
  createdBy: 'Ana',
  expiresAt: '2026-11-21T10:15:00Z',
  needsApproval: false,
  approvedBy: null,
  jobId: null,
  undoable: false,
  movedSteps: [],
  dateWish: null,
  ...more,
});
