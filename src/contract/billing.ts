import { z } from 'zod';
import { BillingChoice } from '../model/billing-behaviour.ts';
import { idSchema } from '../model/ids.ts';
import { Money } from '../model/money.ts';
import { cost } from './costs.ts';
import { calendarDate, instant } from './page.ts';
import { route } from './route.ts';

const BillingProduct = z.strictObject({ productId: z.string().min(1).max(100), skuId: z.string().min(1).max(100) });

/** For whom: a customer, a product, or both. */
const whose = { customerId: idSchema('customer').optional(), product: BillingProduct.optional() };

export const BillingException = z
  .object({
    id: z.string(),
    /** null: every customer. */
    customerId: z.string().nullable(),
    customerName: z.string().nullable(),
    /** null: every product. */
    product: BillingProduct.nullable(),
    productName: z.string().nullable(),
    choice: BillingChoice,
    reason: z.string().nullable(),
    changedBy: z.string(),
    changedAt: instant,
  })
  .meta({ id: 'BillingException' });

const exceptions = z.object({ data: z.array(BillingException) });
const writes = { tag: 'Settings', may: 'connections:write', tenantScope: 'installation', freshProof: true } as const;

export const listBillingExceptions = route({
  id: 'listBillingExceptions',
  method: 'GET',
  path: '/billing-exceptions',
  summary: 'Customers and products whose corrections are billed otherwise',
  tag: 'Settings',
  may: 'reconciliation:read',
  tenantScope: 'installation',
  status: 200,
  reply: exceptions,
});

export const keepBillingException = route({
  id: 'keepBillingException',
  method: 'POST',
  path: '/billing-exceptions',
  summary: 'Bill corrections of a customer, a product, or both otherwise; what was said about the same before is replaced',
  ...writes,
  body: z
    .strictObject({
      ...whose,
      choice: BillingChoice.refine((choice) => Object.keys(choice).length > 0, { message: 'names at least one thing' }),
      reason: z.string().trim().min(1).max(500).optional(),
    })
    .refine(({ customerId, product }) => customerId !== undefined || product !== undefined, { message: 'names a customer or a product' }),
  status: 200,
  reply: exceptions,
  problems: ['invalid'],
});

export const removeBillingException = route({
  id: 'removeBillingException',
  method: 'DELETE',
  path: '/billing-exceptions/{id}',
  summary: 'Bill them as all others again',
  ...writes,
  params: z.object({ id: idSchema('billingException') }),
  status: 204,
});

const WouldBill = z.object({
  /** null: without a date, for the whole next bill. */
  effectiveOn: calendarDate.nullable(),
  /** By how much the first bill that shows it is another one; an estimate by days where the agreement prorates. */
  firstBill: Money,
});

export const BillingSimulation = z
  .object({
    /** The month before this one. */
    month: z.string(),
    /** Proposed corrections of the PSA that stood in that month or are open now. */
    corrections: z.number().int(),
    /** Of these: with another day or another first bill. */
    changed: z.number().int(),
    /** First bills of all of them, as it is and as it would be. */
    before: z.array(Money),
    after: z.array(Money),
    /** Open differences about Microsoft's credits that would no longer be told. */
    credits: z.object({ count: z.number().int(), money: cost(z.array(Money)) }),
    sample: z.array(
      z.object({ differenceId: z.string(), customerName: z.string(), productName: z.string(), before: WouldBill, after: WouldBill }),
    ),
  })
  .meta({ id: 'BillingSimulation' });

export const simulateBilling = route({
  id: 'simulateBilling',
  method: 'POST',
  path: '/billing-simulations',
  summary: 'What a billing behaviour would change on the last month and on what is open, before it is saved; changes nothing',
  tag: 'Settings',
  may: 'corrections:propose',
  tenantScope: 'installation',
  body: z.strictObject({ ...whose, choice: BillingChoice }),
  status: 200,
  reply: BillingSimulation,
});
