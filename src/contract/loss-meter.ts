import { z } from 'zod';
import { idSchema } from '../model/ids.ts';
import { Money } from '../model/money.ts';
import { instant } from './page.ts';
import { route } from './route.ts';

/** One number for each source; null where nothing is known of it. */
const bySource = <Value extends z.ZodType>(value: Value) =>
  z.object({
    /** At Microsoft. */
    bought: value,
    /** By the distributor, or on Microsoft's invoice of the newest compared month. */
    charged: value.nullable(),
    /** By the PSA to the customer. */
    billed: value,
    /** To people, in the customer's tenant. */
    assigned: value.nullable(),
  });

const both = {
  /** Bought and not billed: the partner loses it, a month. */
  underBilled: Money,
  /** Billed and not bought: the customer is overcharged, a month. */
  overBilled: Money,
};

export const LossMeter = z
  .object({
    by: z.enum(['customer', 'product']),
    rows: z.array(
      z.object({
        /** Customer id, or product and SKU. */
        key: z.string(),
        label: z.string(),
        seats: bySource(z.string()),
        /** A month, at what the seats are billed for: no cost is told. */
        money: bySource(Money),
        ...both,
        /** Calendar date since when it differs; null: it does not, or nobody knows. */
        since: z.string().nullable(),
      }),
    ),
    /** Rows beyond the limit; they are in the totals. */
    more: z.number().int(),
    /** Of all rows, by currency: `underBilled - overBilled = bought - billed`, to the cent. */
    totals: z.array(z.object({ money: bySource(Money), ...both })),
    /** Seats of products that neither a line nor the catalogue knows a price for: they are in no sum of money. */
    withoutPrice: z.object({ products: z.number().int(), seats: z.string() }),
    leftOut: z.array(z.string()),
    at: instant,
  })
  .meta({ id: 'LossMeter' });

export const getLossMeter = route({
  id: 'getLossMeter',
  method: 'GET',
  path: '/loss-meter',
  summary: 'Bought, charged, billed and assigned in money a month, both ways',
  tag: 'Reconciliation',
  may: 'reconciliation:read',
  tenantScope: 'rows',
  query: z.strictObject({
    by: z.enum(['customer', 'product']).default('customer'),
    customerId: idSchema('customer').optional(),
    limit: z.coerce.number().int().min(1).max(500).default(50),
  }),
  status: 200,
  reply: LossMeter,
});
