import { z } from 'zod';
import { idSchema } from '../model/ids.ts';
import { SubscriptionStatus } from '../model/subscription.ts';
import { BillingFrequency, Term } from '../model/term.ts';
import { asOf } from './as-of.ts';
import { costsInside } from './costs.ts';
import { anyOf, calendarDate, instant, listQuery, pageOf } from './page.ts';
import { route } from './route.ts';

export const SubscriptionRow = z
  .object({
    id: z.string(),
    customerId: z.string(),
    customerName: z.string(),
    connectionId: z.string(),
    /** Microsoft's subscription id. */
    remoteId: z.string(),
    offerName: z.string(),
    productId: z.string(),
    skuId: z.string(),
    term: Term,
    frequency: BillingFrequency,
    termLabel: z.string(),
    seats: z.number().int(),
    status: SubscriptionStatus,
    isTrial: z.boolean(),
    isUsage: z.boolean(),
    autoRenew: z.boolean(),
    startsOn: calendarDate.nullable(),
    endsOn: calendarDate.nullable(),
    cancelUntil: instant.nullable(),
    ...asOf,
    retired: z.boolean(),
  })
  .meta({ id: 'SubscriptionRow' });

export const subscriptionSorts = ['customerName', 'offerName', 'seats', 'endsOn', 'status'] as const;

export const listSubscriptions = route({
  id: 'listSubscriptions',
  method: 'GET',
  path: '/subscriptions',
  summary: 'Subscriptions at Microsoft',
  tag: 'Subscriptions',
  may: 'subscriptions:read',
  tenantScope: 'rows',
  query: z.strictObject({
    ...listQuery(subscriptionSorts),
    q: z.string().max(200).optional().meta({ description: 'Start of a customer or offer name, or a Microsoft subscription id' }),
    status: anyOf(SubscriptionStatus),
    term: anyOf(Term),
    frequency: anyOf(BillingFrequency),
    customerId: idSchema('customer').optional(),
    connectionId: idSchema('connection').optional(),
  }),
  status: 200,
  reply: pageOf('SubscriptionPage', SubscriptionRow),
  problems: ['invalid_cursor'],
});

export const SubscriptionChange = z
  .object({
    at: instant,
    cause: z.string(),
    changes: costsInside(z.record(z.string(), z.object({ before: z.unknown(), after: z.unknown() }))),
  })
  .meta({ id: 'SubscriptionChange' });

export const SubscriptionDetail = SubscriptionRow.extend({ history: z.array(SubscriptionChange) }).meta({ id: 'SubscriptionDetail' });

export const getSubscription = route({
  id: 'getSubscription',
  method: 'GET',
  path: '/subscriptions/{id}',
  summary: 'One subscription with the history of its changes',
  tag: 'Subscriptions',
  may: 'subscriptions:read',
  tenantScope: 'rows',
  params: z.object({ id: idSchema('subscription') }),
  status: 200,
  reply: SubscriptionDetail,
});
