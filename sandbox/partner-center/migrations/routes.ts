import { json, type RemoteAnswer } from '../../remote.ts';
import type { Route } from '../../routing.ts';
import type { Migration } from '../../world/types.ts';
import { readBody } from '../body.ts';
import { type Call, callRoute } from '../call.ts';
import { findCustomer, type KnownCustomer } from '../customers/find.ts';
import { isRefusal, type Refusal } from '../errors.ts';
import type { Pace } from '../pace.ts';
import { no } from '../subscriptions/codes.ts';
import { subscriptionBy } from '../subscriptions/find.ts';
import { byCall } from '../subscriptions/patch.ts';
import { migrationAnswer, migrationEvents } from './answers.ts';
import { checkMigration } from './eligibility.ts';
import { begin } from './move.ts';
import { matching, pageOf, type Wanted, wantedIn } from './query.ts';
import { type AskedMigration, readMigration } from './read.ts';
import { scheduleRoutes } from './schedules.ts';

const path = '/v1/customers/{customerId}/migrations/newcommerce';
const creating: Pace = { name: 'migrations', limit: { calls: 100, seconds: 300 }, per: 'partner' };
const validating: Pace = { name: 'migration-checks', limit: { calls: 450, seconds: 300 }, per: 'partnerAndCustomer' };
const read = { audience: 'app', right: 'view' } as const;

const customerOf = (call: Call): KnownCustomer | Refusal => findCustomer(call.world, call.account, call.params['customerId'] ?? '');

/** Says whether it can move and into what; a reason against it is an answer here, not an error. */
function validate(call: Call): RemoteAnswer | Refusal {
  const known = customerOf(call);
  if (isRefusal(known)) return known;
  const asked = readMigration(readBody(call.request.body));
  if (isRefusal(asked)) return asked;
  const row = subscriptionBy(call.world, known, asked.currentSubscriptionId);
  if (isRefusal(row)) return row;
  const checked = checkMigration(call.world, row, asked);
  if (isRefusal(checked)) {
    const errors = [{ code: checked.code, description: checked.description }];
    return json(200, { ...echoed(asked), isEligible: false, errors });
  }
  const addOns = checked.addOns.map(({ currentSubscriptionId, catalogItemId }) => ({
    currentSubscriptionId,
    isEligible: true,
    catalogItemId,
    errors: [],
  }));
  return json(200, {
    ...echoed(asked),
    isEligible: true,
    catalogItemId: checked.plan.catalogItemId,
    subscriptionEndDate: checked.plan.subscriptionEndAt,
    ...(addOns.length === 0 ? {} : { addOnMigrations: addOns }),
    errors: [],
  });
}

const echoed = (asked: AskedMigration) => ({
  currentSubscriptionId: asked.currentSubscriptionId,
  ...(asked.quantity === undefined ? {} : { quantity: asked.quantity }),
  ...(asked.term === undefined ? {} : { termDuration: asked.term }),
  ...(asked.billingCycle === undefined ? {} : { billingCycle: asked.billingCycle }),
  purchaseFullTerm: asked.purchaseFullTerm,
});

function create(call: Call): RemoteAnswer | Refusal {
  const known = customerOf(call);
  if (isRefusal(known)) return known;
  const asked = readMigration(readBody(call.request.body));
  if (isRefusal(asked)) return asked;
  const row = subscriptionBy(call.world, known, asked.currentSubscriptionId);
  if (isRefusal(row)) return row;
  const checked = checkMigration(call.world, row, asked);
  if (isRefusal(checked)) return checked;
  const { accountId, customerId } = known.relationship;
  const { externalReferenceId } = asked;
  const done = begin(call.world, checked, { ...byCall(call), accountId, customerId, externalReferenceId, at: call.world.now() });
  return json(201, migrationAnswer(done));
}

function get(call: Call): RemoteAnswer | Refusal {
  const known = customerOf(call);
  if (isRefusal(known)) return known;
  const id = call.params['migrationId'] ?? '';
  const row = call.world.tables.migrations.get(id.toLowerCase());
  const isTheirs = row?.accountId === call.account.id && row.customerId === known.customer.id;
  return isTheirs ? json(200, migrationAnswer(row)) : { ...no(900224, id), status: 404 };
}

const ownMigrations = (call: Call, wanted: Wanted): readonly Migration[] =>
  matching(call.world.tables.migrations.by('accountId', call.account.id), wanted);

/** Bare array; more of it behind the header. */
const query = (call: Call): RemoteAnswer | Refusal =>
  pageOf(call, ownMigrations(call, wantedIn(call.request.query)), (row: Migration) => migrationAnswer(row));

function events(call: Call): RemoteAnswer | Refusal {
  const known = customerOf(call);
  if (isRefusal(known)) return known;
  const rows = ownMigrations(call, { ...wantedIn(call.request.query), customerId: known.customer.id });
  return json(200, rows.flatMap(migrationEvents));
}

export const migrationRoutes: readonly Route[] = [
  callRoute('POST', `${path}/validate`, { audience: 'app', right: 'sell', pace: [validating] }, validate),
  callRoute('POST', path, { audience: 'app', right: 'sell', pace: [creating] }, create),
  callRoute('GET', `${path}/events`, read, events),
  callRoute('GET', '/v1/migrations/newcommerce', read, query),
  ...scheduleRoutes,
  callRoute('GET', `${path}/{migrationId}`, read, get),
];
