import { z } from 'zod';
import { CauseCode, DifferenceKind } from '../model/difference.ts';
import { idSchema } from '../model/ids.ts';
import { Money } from '../model/money.ts';
import { DismissReason } from '../model/worklist.ts';
import { costWhen } from './costs.ts';
import { calendarDate, instant } from './page.ts';
import { DifferenceRow } from './reconciliation.ts';
import { route } from './route.ts';

const positive = Money.refine(({ amount }) => !amount.startsWith('-'), { message: 'is zero or more' });

/** What a rule accepts by itself: all that is named must fit, and the money stays below both limits. */
const ruleFields = {
  name: z.string().trim().min(1).max(100),
  kinds: z.array(DifferenceKind).min(1).max(50),
  causes: z.array(CauseCode).max(50),
  customerId: idSchema('customer').nullable(),
  /** The whole name of a product. */
  product: z.string().trim().min(1).max(500).nullable(),
  /** Only what has a cause that is certain. */
  onlyCertain: z.boolean(),
  /** One difference: at most this much money, in either direction. */
  limitEach: positive,
  /** All that the rule holds accepted together; in the same currency. */
  limitTotal: positive,
  because: DismissReason,
  reason: z.string().trim().min(1).max(500),
  /** The last day on which it accepts. */
  expiresOn: calendarDate.nullable(),
};

export const AcceptanceRule = z
  .object({
    id: z.string(),
    ...ruleFields,
    customerId: z.string().nullable(),
    customerName: z.string().nullable(),
    isActive: z.boolean(),
    /** Whether it takes differences whose money is a cost: only when whoever made it may see costs. */
    coversCosts: z.boolean(),
    /** How many it holds accepted now, and their money without regard to its direction. */
    accepted: z.number().int(),
    acceptedMoney: costWhen('coversCosts', Money),
    createdBy: z.string(),
    createdAt: instant,
    version: z.int32(),
  })
  .meta({ id: 'AcceptanceRule' });

const reads = { tag: 'Reconciliation', may: 'reconciliation:read', tenantScope: 'installation' } as const;
const writes = { tag: 'Reconciliation', may: 'corrections:apply', tenantScope: 'installation' } as const;
const params = z.object({ id: idSchema('rule') });

export const listAcceptanceRules = route({
  id: 'listAcceptanceRules',
  method: 'GET',
  path: '/acceptance-rules',
  summary: 'Rules that accept small differences by themselves',
  ...reads,
  status: 200,
  reply: z.object({ data: z.array(AcceptanceRule) }),
});

export const addAcceptanceRule = route({
  id: 'addAcceptanceRule',
  method: 'POST',
  path: '/acceptance-rules',
  summary: 'Add a rule; it works from the next comparison on',
  ...writes,
  body: z.strictObject(ruleFields),
  status: 201,
  reply: AcceptanceRule,
  problems: ['invalid'],
});

export const changeAcceptanceRule = route({
  id: 'changeAcceptanceRule',
  method: 'PATCH',
  path: '/acceptance-rules/{id}',
  summary: 'Change a rule or switch it off; what it no longer fits is opened again',
  ...writes,
  params,
  body: z.strictObject({
    ...z.object(ruleFields).partial().shape,
    isActive: z.boolean().optional(),
    version: z.int32(),
  }),
  status: 200,
  reply: AcceptanceRule,
  problems: ['precondition_failed', 'invalid'],
});

export const removeAcceptanceRule = route({
  id: 'removeAcceptanceRule',
  method: 'DELETE',
  path: '/acceptance-rules/{id}',
  summary: 'Remove a rule; what it accepted is opened again',
  ...writes,
  params,
  status: 204,
});

/** What a rule would accept among some differences. */
const tried = z.object({
  count: z.number().int(),
  money: z.array(Money),
  /** That fit but are past a limit: they stay open. */
  overLimit: z.number().int(),
  /** The dearest ones it would accept. */
  sample: z.array(DifferenceRow),
});

export const tryAcceptanceRule = route({
  id: 'tryAcceptanceRule',
  method: 'POST',
  path: '/acceptance-rules/try',
  summary: 'What a rule would accept now, and would have accepted last month',
  tag: 'Reconciliation',
  may: 'corrections:propose',
  tenantScope: 'rows',
  body: z.strictObject(ruleFields),
  status: 200,
  reply: z
    .object({
      now: tried,
      /** Those that were found last month, whatever became of them. */
      lastMonth: tried,
      /** Of last month's, those that a person fixed: a rule that accepts them hides what was worth correcting. */
      fixedByPeople: z.number().int(),
    })
    .meta({ id: 'RuleTrial' }),
  problems: ['invalid'],
});
