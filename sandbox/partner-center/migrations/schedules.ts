import { json, type RemoteAnswer } from '../../remote.ts';
import type { Route } from '../../routing.ts';
import type { MigrationSchedule, Subscription } from '../../world/types.ts';
import { put } from '../../world/world.ts';
import { type Fields, listOf, readBody, toFields } from '../body.ts';
import { actorOf, byWhom, type Call, callRoute } from '../call.ts';
import { findCustomer, type KnownCustomer } from '../customers/find.ts';
import { dayOf } from '../dates.ts';
import { isRefusal, type Refusal, refuse } from '../errors.ts';
import { no } from '../subscriptions/codes.ts';
import { readDay } from '../subscriptions/custom-ends.ts';
import { subscriptionBy } from '../subscriptions/find.ts';
import { scheduleAnswer } from './answers.ts';
import { checkMigration } from './eligibility.ts';
import { matching, pageOf, wantedIn } from './query.ts';
import { type AskedMigration, readMigration } from './read.ts';

const path = '/v1/customers/{customerId}/migrations/newcommerce/schedules';

const customerOf = (call: Call): KnownCustomer | Refusal => findCustomer(call.world, call.account, call.params['customerId'] ?? '');

function found(call: Call): MigrationSchedule | Refusal {
  const known = customerOf(call);
  if (isRefusal(known)) return known;
  const id = call.params['scheduleId'] ?? '';
  const row = call.world.tables.migrationSchedules.get(id.toLowerCase());
  const isTheirs = row?.accountId === call.account.id && row.customerId === known.customer.id;
  return isTheirs ? row : { ...no(900224, id), status: 404 };
}

/** The day of a migration: named, inside the running term, or its end. */
function checkDay(call: Call, row: Subscription, { targetDate, migrateOnRenewal }: AskedMigration): Refusal | undefined {
  if (targetDate === undefined) return migrateOnRenewal ? undefined : refuse(800002);
  const day = readDay(targetDate);
  if (day === undefined || migrateOnRenewal) return refuse(800002);
  const isPast = Temporal.PlainDate.compare(day, Temporal.PlainDate.from(call.world.today())) <= 0;
  const isLate = Temporal.PlainDate.compare(day, Temporal.PlainDate.from(dayOf(row.commitmentEndAt))) > 0;
  return isPast || isLate ? refuse(800002) : undefined;
}

type Planned = Omit<MigrationSchedule, 'id' | 'status' | 'createdAt' | 'modifiedAt'>;

/** What a schedule becomes. The first month may run on: the subscription is looked at again on its day. */
function planned(call: Call, known: KnownCustomer, asked: AskedMigration): Planned | Refusal {
  const row = subscriptionBy(call.world, known, asked.currentSubscriptionId);
  if (isRefusal(row)) return row;
  const late = checkDay(call, row, asked);
  if (late !== undefined) return late;
  const checked = checkMigration(call.world, row, asked);
  if (isRefusal(checked)) return checked;
  const { accountId, customerId } = known.relationship;
  return {
    ...checked.plan,
    subscriptionEndAt: row.commitmentEndAt,
    accountId,
    customerId,
    addOns: checked.addOns,
    ...(asked.targetDate === undefined ? {} : { targetDate: asked.targetDate }),
    migrateOnRenewal: asked.migrateOnRenewal,
    ...(asked.externalReferenceId === undefined ? {} : { externalReferenceId: asked.externalReferenceId }),
  };
}

function create(call: Call): RemoteAnswer | Refusal {
  const known = customerOf(call);
  if (isRefusal(known)) return known;
  const body = readBody(call.request.body);
  const asked = readMigration(body);
  if (isRefusal(asked)) return asked;
  const plan = planned(call, known, asked);
  if (isRefusal(plan)) return plan;
  if (
    call.world.tables.migrationSchedules.by('currentSubscriptionId', plan.currentSubscriptionId).some(({ status }) => status === 'Created')
  ) {
    return no(900216, plan.currentSubscriptionId);
  }
  const now = call.world.now();
  const row: MigrationSchedule = { ...plan, id: call.world.newId(), status: 'Created', createdAt: now, modifiedAt: now };
  keep(call, row, 'migrationSchedule.created');
  return json(201, { ...scheduleAnswer(row), ...sentTexts(body) });
}

/** This answer repeats the request: its spelling, and null where nothing was chosen. */
function sentTexts(body: Fields | undefined): Record<string, unknown> {
  const own = (fields: Fields | undefined) => ({
    ...(fields?.has('billingcycle') === true ? { billingCycle: fields.get('billingcycle') } : {}),
    customTermEndDate: fields?.get('customtermenddate') ?? null,
  });
  const addOns = (listOf(body, 'addOnMigrations') ?? []).map((one) => {
    const fields = toFields(one);
    return {
      currentSubscriptionId: fields?.get('currentsubscriptionid'),
      quantity: fields?.get('quantity'),
      purchaseFullTerm: fields?.get('purchasefullterm') ?? false,
      termDuration: fields?.get('termduration'),
      ...own(fields),
    };
  });
  return { ...own(body), ...(addOns.length === 0 ? {} : { addOnMigrations: addOns }) };
}

/** The documentation's sample of this answer is a list of one. */
function get(call: Call): RemoteAnswer | Refusal {
  const row = found(call);
  return isRefusal(row) ? row : json(200, [scheduleAnswer(row)]);
}

function update(call: Call): RemoteAnswer | Refusal {
  const row = found(call);
  if (isRefusal(row)) return row;
  const known = customerOf(call);
  if (isRefusal(known)) return known;
  const asked = readMigration(readBody(call.request.body));
  if (isRefusal(asked)) return asked;
  if (row.status !== 'Created' || asked.currentSubscriptionId !== row.currentSubscriptionId.toLowerCase()) return refuse(800002);
  const plan = planned(call, known, asked);
  if (isRefusal(plan)) return plan;
  const { id, status, createdAt } = row;
  const after: MigrationSchedule = { ...plan, id, status, createdAt, modifiedAt: call.world.now() };
  keep(call, after, 'migrationSchedule.changed');
  return json(200, scheduleAnswer(after));
}

function cancel(call: Call): RemoteAnswer | Refusal {
  const row = found(call);
  if (isRefusal(row)) return row;
  if (row.status !== 'Created') return refuse(800002);
  const after: MigrationSchedule = { ...row, status: 'Cancelled', modifiedAt: call.world.now() };
  keep(call, after, 'migrationSchedule.cancelled');
  return json(200, scheduleAnswer(after));
}

function keep(call: Call, row: MigrationSchedule, kind: string): void {
  call.world.apply({
    kind,
    actor: actorOf(call),
    cause: call.requestId,
    about: { ...byWhom(call), customerId: row.customerId, subscriptionId: row.currentSubscriptionId, scheduleId: row.id },
    changes: [put('migrationSchedules', row)],
  });
}

const list = (call: Call): RemoteAnswer | Refusal =>
  pageOf(
    call,
    matching(call.world.tables.migrationSchedules.by('accountId', call.account.id), wantedIn(call.request.query)),
    (row: MigrationSchedule) => scheduleAnswer(row),
  );

const read = { audience: 'app', right: 'view' } as const;
const write = { audience: 'app', right: 'sell' } as const;

export const scheduleRoutes: readonly Route[] = [
  callRoute('POST', path, write, create),
  callRoute('GET', `${path}/{scheduleId}`, read, get),
  callRoute('PUT', `${path}/{scheduleId}`, write, update),
  callRoute('POST', `${path}/{scheduleId}/cancel`, write, cancel),
  callRoute('GET', '/v1/migrations/newcommerce/schedules', read, list),
];
