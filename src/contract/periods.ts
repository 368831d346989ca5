import { z } from 'zod';
import { Period as Month, Per } from '../model/difference.ts';
import { Money } from '../model/money.ts';
import { cost } from './costs.ts';
import { instant } from './page.ts';
import { route } from './route.ts';

export const PeriodState = z.enum(['open', 'signedOff']);

const reads = { tag: 'Periods', may: 'reconciliation:read', tenantScope: 'rows' } as const;
const closes = { tag: 'Periods', may: 'corrections:apply', tenantScope: 'rows' } as const;
const params = z.object({ month: Month });

const SignOff = z
  .object({
    id: z.string(),
    by: z.string(),
    at: instant,
    /** Why in spite of checks that were not met. */
    reason: z.string().nullable(),
    /** SHA-256 of the frozen content. */
    hash: z.string(),
    reopenedBy: z.string().nullable(),
    reopenedAt: instant.nullable(),
    reopenReason: z.string().nullable(),
  })
  .meta({ id: 'SignOff' });

const tabCounts = {
  todo: z.number().int(),
  waiting: z.number().int(),
  resolved: z.number().int(),
  dismissed: z.number().int(),
};

export const PeriodRow = z
  .object({ month: Month, state: PeriodState, ...tabCounts, signedOffBy: z.string().nullable(), signedOffAt: instant.nullable() })
  .meta({ id: 'PeriodRow' });

/** A line of the checklist. `notKnown`: what it would look at is not there, so it proves nothing. */
export const PeriodCheck = z
  .object({
    id: z.enum(['unmapped', 'toDo', 'waiting', 'invoices', 'suspense', 'compared', 'sources', 'totals']),
    state: z.enum(['met', 'notMet', 'notKnown']),
    /** "3 differences are to do and nobody's." */
    sentence: z.string(),
    /** How many things stand in the way. */
    count: z.number().int(),
    /** How many of them are invoice lines in suspense. */
    lines: z.number().int(),
  })
  .meta({ id: 'PeriodCheck' });

/** Every amount once: found is resolved, dismissed and open together, to the cent. */
const controlTotal = z
  .object({
    currency: z.string(),
    /** `month`: recurs; `once`: of this month's invoice only. Never added. */
    per: Per,
    found: Money,
    resolved: Money,
    dismissed: Money,
    open: Money,
  })
  .meta({ id: 'ControlTotal' });

const invoiceTotal = z
  .object({
    currency: z.string(),
    invoices: z.number().int(),
    /** What the provider's invoices say above their lines. */
    header: cost(Money),
    /** What their lines add up to. */
    lines: cost(Money),
  })
  .meta({ id: 'InvoiceTotal' });

export const Period = z
  .object({
    month: Month,
    state: PeriodState,
    counts: z.object(tabCounts),
    checks: z.array(PeriodCheck),
    totals: z.array(controlTotal),
    invoices: z.array(invoiceTotal),
    /** Sums are without differences whose money is a cost: the caller may not see it. */
    costsLeftOut: z.boolean(),
    /** The one that holds; null while the month is open. */
    signOff: SignOff.nullable(),
    /** Since it was signed off something moved; the frozen content stays as it was. */
    changedSince: z.boolean(),
    /** Earlier ones that were reopened, newest first. */
    history: z.array(SignOff),
  })
  .meta({ id: 'Period' });

export const listPeriods = route({
  id: 'listPeriods',
  method: 'GET',
  path: '/periods',
  summary: 'Months with what is left to do in each, newest first',
  ...reads,
  status: 200,
  reply: z.object({ data: z.array(PeriodRow) }),
});

export const getPeriod = route({
  id: 'getPeriod',
  method: 'GET',
  path: '/periods/{month}',
  summary: 'The checklist and the control totals of a month',
  ...reads,
  params,
  status: 200,
  reply: Period,
});

export const signOffPeriod = route({
  id: 'signOffPeriod',
  method: 'POST',
  path: '/periods/{month}/sign-off',
  summary: 'Close a month: freezes what stands, and locks its decisions',
  ...closes,
  params,
  body: z.strictObject({
    /** Needed when a check is not met. */
    reason: z.string().trim().min(1).max(500).optional(),
  }),
  idempotency: 'accepted',
  status: 200,
  reply: Period,
  problems: ['conflict', 'period_not_ready'],
});

export const reopenPeriod = route({
  id: 'reopenPeriod',
  method: 'POST',
  path: '/periods/{month}/reopen',
  summary: 'Open a closed month again; its frozen content is kept',
  ...closes,
  params,
  body: z.strictObject({ reason: z.string().trim().min(1).max(500) }),
  status: 200,
  reply: Period,
  problems: ['conflict'],
});
