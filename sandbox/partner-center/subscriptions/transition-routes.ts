import { Seeded } from '../../../src/lib/seeded.ts';
import { json, type RemoteAnswer } from '../../remote.ts';
import type { Route } from '../../routing.ts';
import { planOf } from '../../world/terms-renew.ts';
import type { Sku, Subscription, Transition } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import { type Fields, readBody, wholeOf, wordOf, wrongKind } from '../body.ts';
import { type Call, callRoute } from '../call.ts';
import { isAfter, wireInstant } from '../dates.ts';
import { isRefusal, type Refusal, refuse } from '../errors.ts';
import { paces } from '../pace.ts';
import { collection } from '../paging.ts';
import { hasPending } from './accepted.ts';
import { no } from './codes.ts';
import { findSubscription } from './find.ts';
import { byCall } from './patch.ts';
import { cycleOf, termOf } from './read.ts';
import { isShorter } from './rules.ts';
import { targetsOf, transition, type WantedTransition } from './transition.ts';

const path = '/v1/customers/{customerId}/subscriptions/{subscriptionId}';
const read = { audience: 'app', right: 'view', pace: [paces.subscriptions] } as const;

function eligibilities(call: Call): RemoteAnswer | Refusal {
  const source = findSubscription(call);
  if (isRefusal(source)) return source;
  if (source.legacy !== undefined) return no(900263);
  const type = (call.request.query.get('eligibilityType') ?? call.request.query.get('eligibilitytype') ?? 'immediate').toLowerCase();
  if (type !== 'immediate' && type !== 'scheduled') return refuse(800002);
  const items = targetsOf(call.world, source).flatMap((key) => {
    const sku = call.world.tables.skus.get(key);
    return sku === undefined ? [] : [eligibility(call.world, source, sku, type)];
  });
  return json(200, collection(items));
}

/** One target with the ways into it; existing subscriptions only for an upgrade at once, and never for a trial. */
function eligibility(world: World, source: Subscription, sku: Sku, type: 'immediate' | 'scheduled') {
  const plan = planOf(world, {
    ...sku,
    term: source.isTrial ? 'P1Y' : source.term,
    billingCycle: source.isTrial ? 'monthly' : source.billingCycle,
  });
  const hasTargets = type === 'immediate' && !source.isTrial;
  const targets = hasTargets ? targetSubscriptions(world, source, sku) : [];
  return {
    operationId: new Seeded(`operation/${source.id}/${String(source.version)}`).uuid(),
    catalogItemId: `${sku.id}:${plan?.availabilityId ?? ''}`,
    title: sku.title,
    description: sku.description,
    quantity: source.quantity,
    ...(targets.length === 0 ? {} : { subscriptionEligibilities: targets.map((target) => targetAnswer(world, source, target)) }),
    eligibilities: ways(source, sku),
    attributes: { objectType: 'TransitionEligibility' },
  };
}

const targetSubscriptions = (world: World, source: Subscription, sku: Sku): Subscription[] =>
  world.tables.subscriptions
    .by('relationship', `${source.accountId}:${source.customerId}`)
    .filter((row) => row.id !== source.id && row.status !== 'deleted' && `${row.productId}:${row.skuId}` === sku.id);

/** Licences are moved along unless the target does not hold what users have now: add-ons have nothing to move into. */
function ways(source: Subscription, sku: Sku) {
  const isOpen = source.status === 'active';
  const closed = { code: 1, description: 'Subscription cannot be transitioned because the source subscription is not active.' };
  const conflict = { code: 3, description: 'Subscription cannot be transitioned because there are conflicting services.' };
  return [
    { isEligible: isOpen, transitionType: 'transition_only', errors: isOpen ? [] : [closed] },
    {
      isEligible: isOpen && !sku.isAddon,
      transitionType: 'transition_with_license_transfer',
      errors: isOpen ? (sku.isAddon ? [conflict] : []) : [closed],
    },
  ];
}

function targetAnswer(world: World, source: Subscription, target: Subscription) {
  const errors = targetErrors(source, target, world.now());
  return {
    isEligible: errors.length === 0,
    subscriptionId: target.id,
    subscriptionFriendlyName: target.friendlyName,
    subscriptionTermDuration: target.term,
    subscriptionBillingCycle: target.billingCycle,
    errors,
  };
}

function targetErrors(source: Subscription, target: Subscription, now: string): readonly { code: number; description: string }[] {
  const found = [
    target.status === 'active' ? undefined : { code: 1, description: 'The subscription is not active.' },
    isAfter(target.cancellationAllowedUntil, now) ? { code: 2, description: 'The subscription is in its cancellation window.' } : undefined,
    isShorter(target.term, source.term)
      ? { code: 3, description: "The subscription's term duration is shorter than the source subscription's term duration." }
      : undefined,
    target.commitmentEndAt < source.commitmentEndAt
      ? { code: 4, description: "The subscription's commitment end date is earlier than the source subscription's commitment end date." }
      : undefined,
  ];
  return found.filter((error) => error !== undefined);
}

function history(call: Call): RemoteAnswer | Refusal {
  const source = findSubscription(call);
  if (isRefusal(source)) return source;
  const wanted = (call.request.query.get('operationId') ?? call.request.query.get('operationid'))?.toLowerCase();
  const rows = call.world.tables.transitions
    .by('subscriptionId', source.id)
    .filter(({ id }) => wanted === undefined || id.toLowerCase() === wanted);
  // The documented sample names the list `transition` and three members in PascalCase; the usual list comes along.
  const sampled = rows.map(transitionAnswer).map(({ fromCatalogItemId, toCatalogItemId, events, ...rest }) => ({
    ...rest,
    FromCatalogItemId: fromCatalogItemId,
    ToCatalogItemId: toCatalogItemId,
    Events: events,
  }));
  return json(200, {
    totalCount: rows.length,
    items: rows.map(transitionAnswer),
    transition: sampled,
    attributes: { objectType: 'Collection' },
  });
}

function post(call: Call): RemoteAnswer | Refusal {
  const source = findSubscription(call);
  if (isRefusal(source)) return source;
  if (hasPending(call.world, source.id)) return refuse(900278);
  const wanted = readWanted(source, readBody(call.request.body));
  if (isRefusal(wanted)) return wanted;
  const done = transition(call.world, source, wanted, byCall(call));
  return isRefusal(done) ? done : json(200, transitionAnswer(done));
}

const kinds = {
  fromSubscriptionId: 'text',
  toCatalogItemId: 'text',
  toSubscriptionId: 'text',
  quantity: 'whole',
  termDuration: 'text',
  billingCycle: 'text',
  transitionType: 'text',
} as const;

function readWanted(source: Subscription, body: Fields | undefined): WantedTransition | Refusal {
  const wrong = wrongKind(body, kinds);
  if (wrong !== undefined) return { ...refuse(800002), data: [wrong] };
  const [term, billingCycle] = [termOf(body), cycleOf(body)];
  if (isRefusal(term)) return no(900268);
  if (isRefusal(billingCycle)) return billingCycle;
  const from = wordOf(body, 'fromSubscriptionId').toLowerCase();
  if (from !== '' && from !== source.id.toLowerCase()) return refuse(3000);
  const transitionType = typeOf(wordOf(body, 'transitionType'));
  const quantity = wholeOf(body, 'quantity');
  const toCatalogItemId = wordOf(body, 'toCatalogItemId');
  if (transitionType === undefined || quantity === undefined || toCatalogItemId === '') return refuse(800002);
  const into = wordOf(body, 'toSubscriptionId');
  return { toCatalogItemId, toSubscriptionId: into === '' ? undefined : into, quantity, term, billingCycle, transitionType };
}

function typeOf(text: string): Transition['transitionType'] | undefined {
  const type = text.toLowerCase();
  return type === 'transition_only' || type === 'transition_with_license_transfer' ? type : undefined;
}

function transitionAnswer(row: Transition) {
  const event = (name: string, status: string, at: string) => ({
    name,
    status,
    timestamp: wireInstant(at),
    attributes: { objectType: 'TransitionEvent' },
  });
  const names = row.transitionType === 'transition_only' ? ['Conversion'] : ['Conversion', 'LicenseReassignment'];
  const events = names.flatMap((name) => [event(name, 'Started', row.startedAt), event(name, 'Completed', row.completedAt)]);
  return {
    operationId: row.id,
    fromCatalogItemId: row.fromCatalogItemId,
    fromSubscriptionId: row.subscriptionId,
    toCatalogItemId: row.toCatalogItemId,
    ...(row.toSubscriptionId === undefined ? {} : { toSubscriptionId: row.toSubscriptionId }),
    quantity: row.quantity,
    termDuration: row.term,
    billingCycle: row.billingCycle,
    transitionType: row.transitionType,
    events,
    attributes: { objectType: 'Transition' },
  };
}

export const transitionRoutes: readonly Route[] = [
  callRoute('GET', `${path}/transitionEligibilities`, read, eligibilities),
  callRoute('GET', `${path}/transitions`, read, history),
  callRoute('POST', `${path}/transitions`, { audience: 'app', right: 'sell', pace: [paces.subscriptionUpdates] }, post),
];
