import { must } from '../../../src/lib/must.ts';
import type { TestSandbox } from '../../testing.ts';
import { planOf } from '../../world/terms-renew.ts';
import type { Subscription } from '../../world/types.ts';
import { type Answered, pc, requestOf, shown, someone, textAt } from '../asks.ts';
import type { Case, Shown } from '../case.ts';
import { act, archiving, e1, e3, laid, later, legacy } from '../stage.ts';
import { answered, customer, place, reply, type Sent } from './subscriptions.ts';

const post = (box: TestSandbox, path: string, body?: unknown): Promise<Answered> => pc(box, path, { method: 'POST', body });

/** A trial of the old commerce becomes the paid offer that the published request names, or the one that there is. */
async function convert(box: TestSandbox): Promise<Sent> {
  const trial = await legacy(box, { trial: true, daysAgo: 3 });
  const at = `${place(box, trial.id)}/conversions`;
  const offered = await pc(box, at);
  const sent = {
    ...requestOf('conversions.convert-a-trial-subscription-to-paid'),
    OfferId: textAt(offered.body, 'items', 0, 'offerId'),
    TargetOfferId: textAt(offered.body, 'items', 0, 'targetOfferId'),
    OrderId: trial.orderId,
  };
  return { sent, answer: await post(box, at, sent) };
}

/** The list of upgrades, which the page shows under POST too; asked of a subscription that cannot be upgraded now, as in the sample. */
async function upgrades(box: TestSandbox): Promise<Answered> {
  const small = await legacy(box, { offer: e1 });
  await act(box, 'portal.suspend', { customer: someone(box).customerId, account: 'pc-1', subscriptionId: small.id });
  return post(box, `${place(box, small.id)}/upgrades`);
}

async function upgrade(box: TestSandbox): Promise<Sent> {
  const at = `${place(box, (await legacy(box, { offer: e1 })).id)}/upgrades`;
  const sample = requestOf('upgrades.transition-a-subscription');
  const sent = { ...sample, TargetOffer: { ...(sample['TargetOffer'] as object), Id: e3 } };
  return { sent, answer: await post(box, at, sent) };
}

/** Business Basic, which can become Business Standard. */
function basic(box: TestSandbox): Subscription {
  const plan = must(planOf(box.sandbox.world, { productId: 'CFQ7TTC0LH18', skuId: '0001', term: 'P1Y', billingCycle: 'monthly' }), 'plan');
  const { availabilityId, term, billingCycle } = plan;
  return laid(box, 'CFQ7TTC0LH18:0001', { availabilityId, term, billingCycle, quantity: 25 });
}

/** As in the sample some targets are eligible and others are not: this one has been suspended. */
async function eligibilities(box: TestSandbox): Promise<Shown> {
  laid(box, 'CFQ7TTC0LDPB:0001', { term: 'P1M', billingCycle: 'monthly' });
  const row = basic(box);
  await pc(box, place(box, row.id), { method: 'PATCH', body: { status: 'suspended' } });
  return shown(await pc(box, `${place(box, row.id)}/transitionEligibilities?eligibilityType=immediate`));
}

async function transitions(box: TestSandbox): Promise<Shown> {
  const at = `${place(box, basic(box).id)}/transitions`;
  shown(await post(box, at, { toCatalogItemId: 'CFQ7TTC0LDPB:0001', quantity: 25, transitionType: 'transition_with_license_transfer' }));
  return shown(await pc(box, at));
}

const migrations = (box: TestSandbox): string => `${customer(box)}/migrations/newcommerce`;

type Plan = Readonly<Record<string, unknown>>;

/** The published request for subscriptions of the customer: each with as many add-ons as the page has. */
async function planned(box: TestSandbox, name: string, sample: Plan = requestOf(name)): Promise<Plan> {
  const row = await legacy(box);
  const addOns = (sample['addOnMigrations'] ?? []) as readonly Plan[];
  const below: Plan[] = [];
  for (const addOn of addOns) {
    const { id, quantity } = await legacy(box, { offer: archiving, quantity: 2, parent: row.id });
    below.push({ ...addOn, currentSubscriptionId: id.toUpperCase(), quantity });
  }
  return {
    ...sample,
    currentSubscriptionId: row.id.toUpperCase(),
    ...('quantity' in sample ? { quantity: row.quantity } : {}),
    ...(addOns.length === 0 ? {} : { addOnMigrations: below }),
  };
}

async function migrate(box: TestSandbox, name: string): Promise<Sent> {
  const sent = await planned(box, name);
  return { sent, answer: await post(box, migrations(box), sent) };
}

async function schedule(box: TestSandbox, over: object = {}): Promise<Sent> {
  const wanted = await planned(box, 'migrations.schedule-a-new-commerce-migration');
  const sent = { ...wanted, targetDate: '2027-01-09T00:00:00.000Z', ...over };
  return { sent, answer: await post(box, `${migrations(box)}/schedules`, sent) };
}

/** A schedule without add-ons. */
async function scheduled(box: TestSandbox): Promise<{ readonly at: string; readonly id: string; readonly currentSubscriptionId: string }> {
  const name = 'migrations.schedule-a-new-commerce-migration';
  const { addOnMigrations: _none, ...plain } = requestOf(name);
  const sent = { ...(await planned(box, name, plain)), targetDate: '2027-01-09T00:00:00' };
  const { body } = await post(box, `${migrations(box)}/schedules`, sent);
  const id = textAt(body, 'id');
  return { at: `${migrations(box)}/schedules/${id}`, id, currentSubscriptionId: textAt(body, 'currentSubscriptionId') };
}

async function reschedule(box: TestSandbox): Promise<Sent> {
  const { at, id, currentSubscriptionId } = await scheduled(box);
  const sent = {
    ...requestOf('migrations.update-a-new-commerce-migration-schedule'),
    ...{ id, currentSubscriptionId, customerTenantId: someone(box).customerId, targetDate: '2027-02-01T00:00:00' },
  };
  return { sent, answer: await pc(box, at, { method: 'PUT', body: sent }) };
}

async function migrated(box: TestSandbox): Promise<Shown> {
  const externalReferenceId = '771317a4-275d-47d9-9724-3eefa4a168ad';
  const sent = await planned(box, 'migrations.create-migration.3');
  shown(await post(box, migrations(box), { ...sent, externalReferenceId }), 201);
  await later(box, 'PT2H');
  return shown(await pc(box, `/migrations/newcommerce?externalReferenceId=${externalReferenceId}`));
}

export const changeCases: readonly Case[] = [
  { sample: 'partner-center/conversions.convert-a-trial-subscription-to-paid.request.json', show: (box) => reply(convert(box)) },
  { sample: 'partner-center/conversions.convert-a-trial-subscription-to-paid.response.json', show: (box) => answered(convert(box)) },
  { sample: 'partner-center/upgrades.transition-a-subscription.1.response.json', show: async (box) => shown(await upgrades(box)) },
  { sample: 'partner-center/upgrades.transition-a-subscription.request.json', show: (box) => reply(upgrade(box)) },
  { sample: 'partner-center/transitions.transition-a-new-commerce-subscription.1.response.json', show: eligibilities },
  { sample: 'partner-center/transitions.get-transitions.response.json', show: transitions },
  {
    sample: 'partner-center/migrations.create-migration.3.request.json',
    show: (box) => reply(migrate(box, 'migrations.create-migration.3')),
  },
  {
    sample: 'partner-center/migrations.create-migration.4.request.json',
    show: (box) => reply(migrate(box, 'migrations.create-migration.4')),
  },
  {
    sample: 'partner-center/migrations.create-migration.response.json',
    show: (box) => answered(migrate(box, 'migrations.create-migration.4'), 201),
  },
  { sample: 'partner-center/migrations.schedule-a-new-commerce-migration.request.json', show: (box) => reply(schedule(box)) },
  { sample: 'partner-center/migrations.schedule-a-new-commerce-migration.response.json', show: (box) => answered(schedule(box), 201) },
  {
    sample: 'partner-center/migrations.get-a-new-commerce-migration-schedule.response.json',
    show: async (box) => shown(await pc(box, (await scheduled(box)).at)),
  },
  { sample: 'partner-center/migrations.update-a-new-commerce-migration-schedule.request.json', show: (box) => reply(reschedule(box)) },
  { sample: 'partner-center/migrations.update-a-new-commerce-migration-schedule.response.json', show: (box) => answered(reschedule(box)) },
  {
    sample: 'partner-center/migrations.cancel-a-new-commerce-migration-schedule.response.json',
    show: async (box) => shown(await post(box, `${(await scheduled(box)).at}/cancel`)),
  },
  { sample: 'partner-center/migrations.query-migrated-subscriptions.response.json', show: migrated },
];
