import { z } from 'zod';
import { PriceChange, PriceKind, RatePer } from '../model/distributor-price.ts';
import { idSchema } from '../model/ids.ts';
import { BillingFrequency, Term } from '../model/term.ts';
import { asOf } from './as-of.ts';
import { cost } from './costs.ts';
import { anyOf, instant, listQuery, pageOf } from './page.ts';
import { route } from './route.ts';

/** For one charge of the frequency, decimal text; null too where the distributor does not say. */
const amounts = { cost: cost(z.string()), retailPrice: z.string().nullable() };

export const DistributorPriceRow = z
  .object({
    id: z.string(),
    connectionId: z.string(),
    /** The distributor's id of the product. */
    productRemoteId: z.string(),
    productName: z.string(),
    /** In the distributor's words; an empty commitment is none. */
    billingTerm: z.string(),
    commitment: z.string(),
    term: Term,
    frequency: BillingFrequency,
    termLabel: z.string(),
    kind: PriceKind,
    per: RatePer,
    unit: z.string(),
    /** Quantities that it is for, both included; without a last one it has no end. */
    quantityFrom: z.string(),
    quantityTo: z.string().nullable(),
    ...amounts,
    /** That of the subscriptions bought there, where they agree: the list names none. */
    currency: z.string().nullable(),
    /** Since the last reading of its product. */
    change: PriceChange,
    /** The reading that had it so first, and the first of its product: nothing is known of the time before. */
    since: instant,
    knownSince: instant,
    previous: z.object({ ...amounts, lastReadAt: instant }).nullable(),
    ...asOf,
  })
  .meta({ id: 'DistributorPriceRow' });

export const distributorPriceSorts = ['productName', 'since'] as const;

export const listDistributorPrices = route({
  id: 'listDistributorPrices',
  method: 'GET',
  path: '/distributor-prices',
  summary: 'What distributors ask for the products that are bought there, and what the last reading changed',
  tag: 'Invoices',
  may: 'invoices:read',
  tenantScope: 'installation',
  query: z.strictObject({
    ...listQuery(distributorPriceSorts),
    q: z.string().max(200).optional().meta({ description: 'A part of a product name, or the distributor\u2019s id of the product' }),
    term: anyOf(Term),
    frequency: anyOf(BillingFrequency),
    change: anyOf(PriceChange).meta({ description: 'What the last reading did; without it, all that is offered' }),
    connectionId: idSchema('connection').optional(),
  }),
  status: 200,
  reply: pageOf('DistributorPricePage', DistributorPriceRow),
  problems: ['invalid_cursor'],
});

export const DistributorPriceVersion = z
  .object({
    ...amounts,
    currency: z.string().nullable(),
    quantityTo: z.string().nullable(),
    /** The first and the last reading that had it so, and the one that had it otherwise or no more. */
    readAt: instant,
    lastReadAt: instant,
    endedAt: instant.nullable(),
  })
  .meta({ id: 'DistributorPriceVersion' });

export const getDistributorPrice = route({
  id: 'getDistributorPrice',
  method: 'GET',
  path: '/distributor-prices/{id}',
  summary: 'One price of a distributor with all its versions, newest first',
  tag: 'Invoices',
  may: 'invoices:read',
  tenantScope: 'installation',
  params: z.object({ id: idSchema('distributorPrice') }),
  status: 200,
  reply: DistributorPriceRow.extend({ versions: z.array(DistributorPriceVersion) }).meta({ id: 'DistributorPriceDetail' }),
});
