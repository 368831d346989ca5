import { json, type RemoteAnswer } from '../../remote.ts';
import type { Route } from '../../routing.ts';
import type { Term } from '../../world/types.ts';
import { type Call, callRoute } from '../call.ts';
import { findCustomer } from '../customers/find.ts';
import { dayOf } from '../dates.ts';
import { isRefusal, type Refusal, refuse } from '../errors.ts';
import { paces } from '../pace.ts';
import { collection } from '../paging.ts';
import { type CustomEnd, customEnds, readDay } from './custom-ends.ts';
import { subscriptionBy } from './find.ts';

const terms: Readonly<Record<string, Term>> = { p1m: 'P1M', p1y: 'P1Y', p3y: 'P3Y' };

/** Parameters are written with underscores in the documentation; any case and none are taken too. */
function parameter(query: URLSearchParams, ...names: readonly string[]): string | undefined {
  for (const [name, value] of query) if (names.includes(name.toLowerCase().replaceAll('_', ''))) return value;
  return undefined;
}

const answer = ({ type, day, subscriptionIds }: CustomEnd) => ({
  allowedCustomTermEndDateType: type,
  allowedCustomTermEndDate: `${day.toString()}T00:00:00Z`,
  cotermSubscriptionIds: subscriptionIds,
  attributes: { objectType: 'CustomTermEndDate' },
});

/** Days to which a purchase, or the next term of a subscription that is named, can be aligned. */
function list(call: Call): RemoteAnswer | Refusal {
  const known = findCustomer(call.world, call.account, call.params['customerId'] ?? '');
  if (isRefusal(known)) return known;
  const { query } = call.request;
  const term = terms[(parameter(query, 'termduration') ?? '').toLowerCase()];
  if (term === undefined) return refuse(800121);
  const targetId = parameter(query, 'targetsubscriptionid', 'subscriptionid', 'targetsubscription');
  const target = targetId === undefined ? undefined : subscriptionBy(call.world, known, targetId);
  if (isRefusal(target)) return target;
  const sent = parameter(query, 'termstartdate', 'startdate');
  const after = target === undefined ? undefined : Temporal.PlainDate.from(dayOf(target.commitmentEndAt)).add({ days: 1 });
  const start = sent === undefined ? (after ?? Temporal.PlainDate.from(call.world.today())) : readDay(sent);
  if (start === undefined) return refuse(800002);
  const { accountId, customerId } = known.relationship;
  const ends = customEnds(call.world, { accountId, customerId, start, term, exceptId: target?.id });
  return json(200, collection(ends.map(answer)));
}

export const customEndRoutes: readonly Route[] = [
  callRoute(
    'GET',
    '/v1/customers/{customerId}/subscriptions/customTermEndDates',
    { audience: 'app', right: 'view', pace: [paces.subscriptions] },
    list,
  ),
];
