import { empty, json, type RemoteAnswer } from '../../remote.ts';
import { type Utilization, utilizationOf } from '../../usage/utilization.ts';
import type { Subscription } from '../../world/types.ts';
import type { Call } from '../call.ts';
import { isRefusal, type Refusal, refuse, refuseWith } from '../errors.ts';
import { seekLines, valueOf } from '../invoices/seek.ts';
import { subscriptionUri } from '../subscriptions/answers.ts';
import { findSubscription } from '../subscriptions/find.ts';
import { kindOf } from '../subscriptions/kinds.ts';
import { amount } from './amounts.ts';

/** Largest page, and the usual one. */
const pageSize = 1000;

type Asked = { readonly fromMs: number; readonly toMs: number; readonly hourly: boolean; readonly details: boolean };

function askedOf({ request }: Call): Asked | Refusal {
  const { query } = request;
  const [fromMs, toMs] = [instantOf(valueOf(query, 'start_time')), instantOf(valueOf(query, 'end_time'))];
  const granularity = (valueOf(query, 'granularity') ?? 'daily').toLowerCase();
  const details = (valueOf(query, 'show_details') ?? 'true').toLowerCase();
  const isKnown = /^(daily|hourly)$/.test(granularity) && /^(true|false)$/.test(details);
  if (fromMs === undefined || toMs === undefined || fromMs >= toMs || !isKnown) return refuse(800002);
  return { fromMs, toMs, hourly: granularity === 'hourly', details: details === 'true' };
}

/** An instant, whose `+` may have become a blank on its way. */
function instantOf(text: string | undefined): number | undefined {
  const written = (text ?? '').replace(' ', '+');
  if (!/^\d{4}-\d\d-\d\d([T ][\d:.]+(Z|[+-]\d\d:?\d\d)?)?$/i.test(written)) return undefined;
  const ms = Date.parse(written);
  return Number.isNaN(ms) ? undefined : ms;
}

/** `GET .../subscriptions/{id}/utilizations/azure`: unrated usage of legacy Azure, by day or hour. */
export function getUtilizations(call: Call): RemoteAnswer | Refusal {
  const row = findSubscription(call);
  if (isRefusal(row)) return row;
  if (kindOf(call.world, row) !== 'legacyAzure') return refuseWith(400, 800011, "This subscription isn't a valid Azure subscription");
  const asked = askedOf(call);
  if (isRefusal(asked)) return asked;
  if (call.world.switch('usage').utilizationNotReady) return empty(204, { 'retry-after': '60' });
  const body = seekLines(`${subscriptionUri(row)}/utilizations/azure`, seekOf(call), (after) => recordsFrom(call, row, asked, after), {
    cursorOf: ({ id }) => id,
    answer: (one) => recordAnswer(row, one, asked.details),
  });
  return isRefusal(body) ? body : json(200, body);
}

/** The page documents `seek_operation`; sizes go to 1,000. */
function seekOf({ request }: Call) {
  const query = new URLSearchParams();
  for (const [name, value] of request.query) query.set(name.toLowerCase() === 'seek_operation' ? 'seekOperation' : name, value);
  const size = valueOf(query, 'size');
  if (size === undefined || Number(size) === 0 || Number(size) > pageSize) query.set('size', String(pageSize));
  return { query, continuation: request.headers['ms-continuationtoken'] };
}

/** Ids grow with time: a reader goes on behind the last one that he saw. */
function* recordsFrom({ world }: Call, row: Subscription, asked: Asked, after: string | undefined): Generator<Utilization> {
  const records = utilizationOf(world, row, asked);
  for (const one of asked.details ? records : byMeter(records)) if (after === undefined || one.id > after) yield one;
}

/** Without details: one record for each meter and span. */
function* byMeter(records: Iterable<Utilization>): Generator<Utilization> {
  let spanMs = Number.NaN;
  let sums = new Map<string, Utilization>();
  for (const one of records) {
    if (one.fromMs !== spanMs) {
      yield* sums.values();
      sums = new Map();
      spanMs = one.fromMs;
    }
    const sum = sums.get(one.meter.id);
    sums.set(one.meter.id, sum === undefined ? one : { ...sum, count: sum.count + one.count });
  }
  yield* sums.values();
}

const instant = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}+00:00`;

const recordAnswer = (row: Subscription, { fromMs, toMs, meter, resource, count }: Utilization, details: boolean) => ({
  usageStartTime: instant(fromMs),
  usageEndTime: instant(toMs),
  resource: { id: meter.id, name: meter.name, category: meter.category, subcategory: meter.subcategory, region: meter.region },
  quantity: amount(String(count / 1_000_000)),
  unit: meter.unit,
  infoFields: {},
  ...(details
    ? {
        instanceData: {
          resourceUri: resource.uri,
          location: resource.location,
          partNumber: '',
          orderNumber: '',
          additionalInfo: resource.isStack ? stackInfo(row, meter.id, fromMs) : infoOf(resource.info),
        },
      }
    : {}),
  attributes: { objectType: 'AzureUtilizationRecord' },
});

const infoOf = (info: string): unknown => (info === '' ? {} : (JSON.parse(info) as unknown));

/** `06/05/2017 06:00:00` */
function stackInstant(ms: number): string {
  const [day = '', time = ''] = new Date(ms).toISOString().split('T');
  const [year = '', month = '', date = ''] = day.split('-');
  return `${month}/${date}/${year} ${time.slice(0, 8)}`;
}

const stackInfo = (row: Subscription, meterId: string, fromMs: number) => ({
  'azureStack.MeterId': meterId.toUpperCase(),
  'azureStack.SubscriptionId': row.id,
  'azureStack.Location': 'local',
  'azureStack.EventDateTime': stackInstant(fromMs),
});
