import { z } from 'zod';
import { DifferenceKind } from '../model/difference-kind.ts';
import { Money } from '../model/money.ts';
import { costWhen } from './costs.ts';
import { instant } from './page.ts';
import { route } from './route.ts';

export const Freshness = z
  .object({
    connectionId: z.string(),
    name: z.string(),
    kind: z.string(),
    side: z.string(),
    state: z.string(),
    lastSuccessAt: instant.nullable(),
    isStale: z.boolean(),
  })
  .meta({ id: 'Freshness' });

export const Attention = z
  .object({
    kind: z.enum([
      'differences',
      'connection',
      'signIns',
      'mapping',
      'access',
      'failedJobs',
      'syncProblems',
      'decisions',
      'newProducts',
      'accessEnding',
      'accessDisagrees',
    ]),
    title: z.string(),
    count: z.number().int(),
    money: z.array(Money),
    /** Path in the browser app that shows exactly these. */
    link: z.string(),
  })
  .meta({ id: 'Attention' });

export const Overview = z
  .object({
    differences: z.object({ open: z.number().int(), byKind: z.partialRecord(DifferenceKind, z.number().int()) }),
    /** Money at stake a month, by currency: the sum of what the partner loses and the customers are overcharged, signed. See `costsLeftOut`. */
    monthly: z.array(Money),
    /** The same of what counts once, on an invoice. */
    once: z.array(Money),
    /** The same by direction and kind. */
    byKind: z.array(
      z.object({
        kind: DifferenceKind,
        count: z.number().int(),
        money: costWhen('moneyIsCost', Money),
        /** The money is a cost, or a price less a cost. */
        moneyIsCost: z.boolean(),
      }),
    ),
    recovered: z.array(Money),
    /** Sums of money here are without differences whose money is a cost: the caller may not see it. */
    costsLeftOut: z.boolean(),
    customers: z.number().int(),
    subscriptions: z.number().int(),
    attention: z.array(Attention),
    freshness: z.array(Freshness),
    sandbox: z.boolean(),
    writingHeld: z.boolean(),
    at: instant,
  })
  .meta({ id: 'Overview' });

export const getOverview = route({
  id: 'getOverview',
  method: 'GET',
  path: '/overview',
  summary: 'What needs doing and how much money it is',
  tag: 'Overview',
  may: 'overview:read',
  tenantScope: 'rows',
  status: 200,
  reply: Overview,
});

export const SearchHit = z
  .object({
    kind: z.enum(['customer', 'subscription', 'difference']),
    id: z.string(),
    title: z.string(),
    detail: z.string(),
    link: z.string(),
  })
  .meta({ id: 'SearchHit' });

export const search = route({
  id: 'search',
  method: 'GET',
  path: '/search',
  summary: 'Find customers, subscriptions and differences by name, domain or id',
  tag: 'Overview',
  may: 'customers:read',
  tenantScope: 'rows',
  query: z.strictObject({ q: z.string().min(1).max(200) }),
  status: 200,
  reply: z.object({ data: z.array(SearchHit) }),
});
