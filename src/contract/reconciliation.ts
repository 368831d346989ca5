import { z } from 'zod';
import { accessCorrections } from '../model/access-correction.ts';
import {
  AddLine,
  BookSide,
  Cause,
  CauseCode,
  Certainty,
  costFreeCorrections,
  DifferenceKind,
  DifferenceState,
  Evidence,
  microsoftCorrections,
  Per,
  Period,
  ReplaceService,
} from '../model/difference.ts';
import { idSchema } from '../model/ids.ts';
import { Money } from '../model/money.ts';
import { profileCorrections } from '../model/profile-correction.ts';
import { DismissReason, DismissScope } from '../model/worklist.ts';
import { cost, costSentence, costWhen } from './costs.ts';
import { differenceFilter } from './difference-filter.ts';
import { accepted, calendarDate, instant, listQuery, pageOf } from './page.ts';
import { route } from './route.ts';

/** The distributor's book: what it asks for a seat is the partner's cost. */
const DistributorSide = BookSide.extend({ unitMonthly: cost(Money).optional() }).meta({ id: 'DistributorSide' });

/** A correction as it leaves the server. */
export const ShownCorrection = z.discriminatedUnion('action', [
  ...costFreeCorrections,
  AddLine.extend({ unitCost: cost(z.string()) }),
  ReplaceService.extend({ unitCost: cost(z.string()) }),
  ...microsoftCorrections,
]);

/** An act of a plan as it leaves the server. */
export const ShownAct = z.discriminatedUnion('action', [...ShownCorrection.options, ...accessCorrections, ...profileCorrections]);

/** Somebody of the partner. */
export const PersonRef = z.object({ personId: z.string(), name: z.string() }).meta({ id: 'PersonRef' });

export const DifferenceRow = z
  .object({
    id: z.string(),
    kind: DifferenceKind,
    state: DifferenceState,
    cameBack: z.boolean(),
    customerId: z.string(),
    customerName: z.string(),
    productName: z.string(),
    cause: CauseCode,
    certainty: Certainty,
    /** One sentence in plain words. */
    sentence: costSentence('cause', z.string()),
    microsoft: BookSide,
    distributor: DistributorSide,
    psa: BookSide,
    /** Positive: the partner loses, negative: the customer is overcharged. A month or once, as `per` says. */
    impact: costWhen('impactIsCost', Money),
    /** The money is a cost, or a price less a cost. */
    impactIsCost: z.boolean(),
    per: Per,
    /** The charged month, invoice and line (from 0) that it was found on; null where the books alone show it. */
    period: Period.nullable(),
    invoice: z.string().nullable(),
    lineNo: z.number().int().nullable(),
    correctable: z.boolean(),
    /** Who works on it. */
    owner: PersonRef.nullable(),
    dueOn: calendarDate.nullable(),
    tags: z.array(z.string()),
    /** How many notes there are. */
    notes: z.number().int(),
    /** Shared by those that one fix puts right; null when it stands alone. */
    causeKey: z.string().nullable(),
    /** Whole days since it was first seen. */
    ageDays: z.number().int(),
    firstSeenAt: instant,
    lastSeenAt: instant,
    version: z.int32(),
  })
  .meta({ id: 'DifferenceRow' });

export const differenceSorts = ['impact', 'customerName', 'kind', 'lastSeenAt'] as const;

export const listDifferences = route({
  id: 'listDifferences',
  method: 'GET',
  path: '/differences',
  summary: 'Differences between the three books',
  tag: 'Reconciliation',
  may: 'reconciliation:read',
  tenantScope: 'rows',
  query: z.strictObject({
    ...listQuery(differenceSorts),
    ...differenceFilter,
  }),
  status: 200,
  reply: pageOf('DifferencePage', DifferenceRow),
  problems: ['invalid_cursor'],
});

export const DifferenceDetail = DifferenceRow.extend({
  causes: z.array(Cause.extend({ sentence: costSentence('code', z.string()) }).meta({ id: 'Cause' })),
  evidence: z.array(Evidence.extend({ value: costWhen('isCost', z.string()), isCost: z.boolean() }).meta({ id: 'Evidence' })),
  correction: ShownCorrection.nullable(),
  /** Other ways to put it right; name one by its action when you preview. */
  alternatives: z.array(ShownCorrection),
  subscriptionId: z.string().nullable(),
  plans: z.array(z.object({ planId: z.string(), state: z.string(), createdAt: instant, createdBy: z.string() })),
  decidedBy: z.string().nullable(),
  /** Why it was dismissed: a word, and what the person said. */
  because: DismissReason.nullable(),
  reason: z.string().nullable(),
  scope: DismissScope.nullable(),
  mutedUntil: calendarDate.nullable(),
  /** The rule that accepted it by itself. */
  rule: z.object({ id: z.string(), name: z.string() }).nullable(),
}).meta({ id: 'DifferenceDetail' });

const params = z.object({ id: idSchema('difference') });

const reasonFields = { because: DismissReason.optional(), reason: z.string().trim().min(1).max(500) };

/** Leave it as it is: while the numbers stay (`thisRun`, as if left out), or for good. */
export const acceptFields = { decision: z.literal('accept'), ...reasonFields, scope: z.enum(['thisRun', 'always']).optional() };
export const muteFields = { decision: z.literal('mute'), ...reasonFields, until: calendarDate };
export const reopenFields = { decision: z.literal('reopen') };

export const getDifference = route({
  id: 'getDifference',
  method: 'GET',
  path: '/differences/{id}',
  summary: 'One difference with its causes and evidence',
  tag: 'Reconciliation',
  may: 'reconciliation:read',
  tenantScope: 'rows',
  params,
  status: 200,
  reply: DifferenceDetail,
});

export const decideDifference = route({
  id: 'decideDifference',
  method: 'POST',
  path: '/differences/{id}/decisions',
  summary: 'Accept as it is, mute until a date, or reopen',
  tag: 'Reconciliation',
  may: 'corrections:propose',
  tenantScope: 'rows',
  params,
  body: z.discriminatedUnion('decision', [
    z.strictObject({ ...acceptFields, version: z.int32() }),
    z.strictObject({ ...muteFields, version: z.int32() }),
    z.strictObject({ ...reopenFields, version: z.int32() }),
  ]),
  status: 200,
  reply: DifferenceDetail,
  problems: ['precondition_failed', 'conflict', 'period_closed'],
});

export const startReconciliation = route({
  id: 'startReconciliation',
  method: 'POST',
  path: '/reconciliation-runs',
  summary: 'Compare the books that changed, those of one customer, or the invoices of a month, now',
  tag: 'Reconciliation',
  may: 'reconciliation:run',
  tenantScope: 'installation',
  body: z
    .strictObject({
      /** The charged month; without it the books are compared as they are now. */
      period: Period.optional(),
      /** Only invoices of these connections. */
      connectionIds: z.array(idSchema('connection')).min(1).optional(),
      /** Only the books of this customer, whether they changed or not. */
      customerId: idSchema('customer').optional(),
      /** The books of all customers; without it those that changed since they were last compared. */
      all: z.boolean().optional(),
    })
    .refine((body) => body.connectionIds === undefined || body.period !== undefined, { message: 'connectionIds needs a period' })
    .refine((body) => [body.period, body.customerId, body.all].filter((each) => each !== undefined).length < 2, {
      message: 'a period, one customer and all exclude each other',
    })
    .optional(),
  status: 202,
  reply: accepted,
});

/** One published version of an invoice that a comparison read. */
const ComparedInvoice = z.object({
  holds: z.enum(['lines', 'usage', 'items', 'oldLicences', 'oldUsage']),
  number: z.string(),
  connectionId: z.string(),
  version: z.int32(),
  contentHash: z.string(),
  fetchedAt: instant,
  /** False when it was published although something of it is missing. */
  isComplete: z.boolean(),
});

/** The sums of an invoice's lines, as they were compared. Whether they tie to its header is told by the invoice itself. */
const ControlTotal = z.object({
  invoice: z.string(),
  connectionId: z.string(),
  version: z.int32(),
  /** Microsoft's way of rounding that fits most of its lines. */
  ruleSet: z.string(),
  currency: z.string(),
  lines: z.number().int(),
  subtotal: cost(z.string()),
  tax: cost(z.string()),
  total: cost(z.string()),
});

export const ReconciliationRun = z
  .object({
    id: z.string(),
    /** The month whose invoices were compared; null: the books. */
    period: Period.nullable(),
    invoices: z.array(ComparedInvoice),
    control: z.array(ControlTotal),
    /** What was found, by kind and currency. */
    money: z.array(
      z.object({
        kind: DifferenceKind,
        currency: z.string(),
        count: z.number().int(),
        amount: costWhen('moneyIsCost', z.string()),
        moneyIsCost: z.boolean(),
      }),
    ),
    /** What could not be compared, and why. */
    leftOut: z.array(z.string()),
    state: z.enum(['running', 'completed', 'failed']),
    startedAt: instant,
    endedAt: instant.nullable(),
    /** Each source with the age of what was compared. */
    sources: z.array(z.object({ connectionId: z.string(), name: z.string(), readAt: instant.nullable(), verdict: z.string() })),
    counts: z.record(z.string(), z.number().int()),
  })
  .meta({ id: 'ReconciliationRun' });

export const listReconciliationRuns = route({
  id: 'listReconciliationRuns',
  method: 'GET',
  path: '/reconciliation-runs',
  summary: 'The last comparisons',
  tag: 'Reconciliation',
  may: 'reconciliation:read',
  tenantScope: 'installation',
  query: z.strictObject({ period: Period.optional() }),
  status: 200,
  reply: z.object({ data: z.array(ReconciliationRun) }),
});
