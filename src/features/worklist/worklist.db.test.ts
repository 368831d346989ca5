import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { anEstate, compareAll, customerId, handle } from '../../../test/support/compared-estate.ts';
import { aContext } from '../../../test/support/context.ts';
import { aDatabase } from '../../../test/support/database.ts';
import { aPersonOf } from '../../../test/support/make.ts';
import { aLine, aSubscription } from '../../../test/support/records.ts';
import { aWritablePsa } from '../../../test/support/writable-psa.ts';
import { Decimal } from '../../lib/decimal.ts';
import { must } from '../../lib/must.ts';
import { type Permission, permissionsOf } from '../../model/person.ts';
import { GroupBy } from '../../model/worklist.ts';
import { inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { type DifferenceFilter, findDifference, listDifferences } from '../reconciliation/index.ts';
import { freeze } from '../sign-offs/index.ts';
import {
  addNote,
  addView,
  changeDifference,
  changeView,
  countDifferences,
  decideMany,
  findView,
  groupDifferences,
  listDifferenceEvents,
  listNotes,
  listViews,
  removeView,
  shareView,
} from './index.ts';
import { decideDifferencesJob } from './jobs.ts';

const { db, owner } = await aDatabase();
const psa = aWritablePsa();
const { context } = aContext(db, { openRemote: () => psa });

await anEstate(context, psa, [
  { n: 1, subscriptions: [aSubscription(1, { seats: 25 })], lines: [aLine(1, { quantity: '20' })] },
  { n: 2, subscriptions: [aSubscription(2, { seats: 8 })], lines: [aLine(2, { quantity: '10' })] },
  { n: 3, lines: [] },
  { n: 4, subscriptions: [aSubscription(4, { status: 'cancelled' })] },
  { n: 5, access: 'expired' },
]);
await compareAll(context);
const ana = await aPersonOf(context, 'operator');

const seenBy = (permissions: readonly Permission[], personId?: string): Context => ({
  ...context,
  actor: { kind: 'person', personId, name: 'Ana', permissions, origin: undefined },
});
const asAna = seenBy(permissionsOf.operator, ana.personId);

const find = async (filter: DifferenceFilter, as: Context = context) =>
  (await listDifferences(as, { filter, sort: undefined, limit: 100, cursor: undefined, count: false })).rows;
const one = async (filter: DifferenceFilter) => must((await find(filter))[0], 'a difference');

test('I give a difference to Ana with a day and tags, and her list shows exactly that one', async () => {
  const { differenceId, version } = await one({ customerId: customerId(1) });

  const changed = await changeDifference(context, differenceId, {
    ownerId: ana.personId,
    dueOn: '2026-11-30',
    tags: ['call', 'call', 'renewal'],
    version,
  });

  expect(changed).toMatchObject({
    status: 'changed',
    difference: { owner: { personId: ana.personId, name: 'operator 1' }, dueOn: '2026-11-30', tags: ['call', 'renewal'] },
  });
  expect((await find({ owner: 'me' }, asAna)).map((each) => each.differenceId)).toEqual([differenceId]);
  expect((await find({ tag: 'renewal' })).map((each) => each.differenceId)).toEqual([differenceId]);
  expect(await find({ owner: 'none' })).toHaveLength((await find({})).length - 1);
  expect(await changeDifference(context, differenceId, { ownerId: null, version })).toMatchObject({ status: 'changed_since' });
  expect(await changeDifference(context, differenceId, { ownerId: customerId(1), version: version + 1 })).toEqual({
    status: 'no_such_person',
  });
});

test('what I assigned survives the next comparison', async () => {
  await compareAll(context);

  expect(await one({ customerId: customerId(1) })).toMatchObject({
    dueOn: '2026-11-30',
    tags: ['call', 'renewal'],
    owner: { name: 'operator 1' },
  });
});

test('notes are kept in order, counted on the row, and do not spoil what a colleague is about to decide', async () => {
  const { differenceId, version } = await one({ customerId: customerId(1) });

  await addNote(asAna, differenceId, 'Called, they want five more.');
  await addNote(asAna, differenceId, '=HYPERLINK("x")');

  expect((await listNotes(context, differenceId))?.map(({ text, author }) => [text, author])).toEqual([
    ['Called, they want five more.', 'Ana'],
    ['=HYPERLINK("x")', 'Ana'],
  ]);
  expect(await findDifference(context, differenceId)).toMatchObject({ notes: 2, version });
  expect((await listDifferenceEvents(context, differenceId))?.map(({ action }) => action)).toEqual([
    'difference.noted',
    'difference.noted',
    'difference.changed',
  ]);
  expect(await listNotes(context, customerId(1))).toBeUndefined();
});

test.each(GroupBy.options.filter((by) => by !== 'causeKey'))(
  'groups by %s hold every difference once, and their money adds up to the tabs',
  async (by) => {
    const { rows } = await groupDifferences(context, { by, filter: {}, limit: 100 });
    const { tabs } = await countDifferences(context, {});

    expect(rows.reduce((all, row) => all + row.count, 0)).toBe(tabs.all.count);
    const sum = (amounts: readonly { amount: string }[]): string =>
      amounts.reduce((all, { amount }) => all.plus(amount), new Decimal(0)).toFixed();
    expect(sum(rows.flatMap((row) => row.monthly))).toBe(sum(tabs.all.monthly));
  },
);

test('a group leads to exactly its rows, dearest first', async () => {
  const { rows } = await groupDifferences(context, { by: 'kind', filter: {}, limit: 100 });

  expect(rows.map(({ key, count, monthly }) => [key, count, monthly])).toEqual([
    ['cancelled_still_billed_psa', 1, [{ amount: '-550', currency: 'USD' }]],
    ['missing_in_psa', 1, [{ amount: '550', currency: 'USD' }]],
    ['quantity_mismatch_psa', 2, [{ amount: '66', currency: 'USD' }]],
    ['access_expired', 1, []],
  ]);
  expect(await find({ direction: 'underBilled' })).toHaveLength(2);
  expect(await find({ direction: 'overBilled' })).toHaveLength(2);
  expect(await find({ minImpact: '110' })).toHaveLength(3);
  expect(await find({ action: 'setQuantity' })).toHaveLength(2);
});

test('those that one fix puts right are found by what they share', async () => {
  await sql`update difference set finding = finding || '{"causeKey":"mapping:1"}' where kind = 'quantity_mismatch_psa'`.execute(owner.db);

  const { rows } = await groupDifferences(context, { by: 'causeKey', filter: {}, limit: 100 });

  expect(rows.map(({ key, count }) => [key, count])).toEqual([['mapping:1', 2]]);
  expect(await find({ causeKey: 'mapping:1' })).toHaveLength(2);
});

test('no sum, filter or group tells a cost to somebody who may not see costs', async () => {
  await sql`update difference set kind = 'price_below_cost' where customer_id = ${customerId(2)}`.execute(owner.db);
  const { costsLeftOut, tabs } = await countDifferences(asAna, {});

  expect(costsLeftOut).toBe(true);
  expect(tabs.all.monthly).toEqual([{ amount: '110', currency: 'USD' }]); // 110 + 550 - 550, without the 44 that tell a cost
  expect(await find({ minImpact: '1', kind: ['price_below_cost'] }, asAna)).toEqual([]);
  expect(await find({ minImpact: '1', kind: ['price_below_cost'] })).toHaveLength(1);
  const { rows } = await groupDifferences(asAna, { by: 'kind', filter: { kind: ['price_below_cost'] }, limit: 9 });
  expect(rows).toMatchObject([{ count: 1, monthly: [] }]);
  await sql`update difference set kind = 'quantity_mismatch_psa' where customer_id = ${customerId(2)}`.execute(owner.db);
});

const asIs = { decision: 'accept', because: 'bundled', reason: 'part of the bundle' } as const;

test('many are decided at once, each as it was seen; one that moved does not stop the others', async () => {
  const rows = await find({ kind: ['quantity_mismatch_psa'] });
  const seen = rows.map(({ differenceId, version }, index) => ({ differenceId, version: index === 0 ? version - 1 : version }));

  const outcome = await decideMany(context, { differences: [...seen, { differenceId: customerId(1), version: 1 }] }, asIs);

  expect(outcome).toMatchObject({
    status: 'decided',
    results: [
      { outcome: 'changedSince', state: 'open' },
      { outcome: 'decided', state: 'accepted' },
      { outcome: 'absent', state: undefined },
    ],
  });
  expect(await find({ state: ['accepted'] })).toMatchObject([{ because: 'bundled', scope: 'thisRun', decidedBy: 'Concord' }]);
});

test('a decision on all that a filter finds is refused when there are more than I saw', async () => {
  const filter: DifferenceFilter = { state: ['open'] };
  const open = await find(filter);

  expect(await decideMany(context, { filter, expected: open.length - 1 }, asIs)).toEqual({ status: 'more_than_seen', found: open.length });
  expect(await find(filter)).toHaveLength(open.length);
  expect(await decideMany(context, { filter, except: [must(open[0], 'one').differenceId], expected: open.length }, asIs)).toMatchObject({
    status: 'decided',
  });
  expect(await find(filter)).toHaveLength(1);
  expect(await decideMany(context, { filter: { state: ['accepted'] } }, { decision: 'reopen' })).toMatchObject({ status: 'decided' });
});

test('a job that was killed in the middle decides each difference once', async () => {
  const seen = (await find({ state: ['open'] })).map(({ differenceId, version }) => ({ differenceId, version }));
  const run = () =>
    decideDifferencesJob.run(context, { seen, decision: { decision: 'mute', until: '2026-12-24', reason: 'later' } }, handle());

  expect(await run()).toEqual({ result: { decided: seen.length } });
  expect(await run()).toEqual({ result: { changedSince: seen.length } });
  expect(await find({ state: ['muted'] })).toHaveLength(seen.length);
  await decideMany(context, { filter: { state: ['muted'] } }, { decision: 'reopen' });
});

test('a month that is signed off takes no decision', async () => {
  const { differenceId, customerId: id, version } = await one({ customerId: customerId(4) });
  await sql`update difference set finding = finding || '{"period":"2026-10"}' where customer_id = ${id}`.execute(owner.db);
  await inScope(db, context.scope, (tx) =>
    freeze(tx, { signOffId: context.ids(), month: '2026-10', content: '{}', reason: undefined, by: 'Ana', at: context.clock.now() }),
  );

  expect(await decideMany(context, { differences: [{ differenceId, version }] }, asIs)).toMatchObject({
    results: [{ outcome: 'periodClosed', state: 'open' }],
  });
});

test('a view is mine: others open it by its link, and only I rename, change or remove it', async () => {
  const ben = await aPersonOf(context, 'finance');
  const asBen = seenBy(permissionsOf.finance, ben.personId);
  const search = { kind: 'missing_in_psa', group: 'customer' };
  const added = await addView(asAna, { list: 'differences', name: 'Never billed', search });
  if (added.status !== 'kept') throw new Error(added.status);
  const { viewId } = added.view;

  expect(await listViews(asBen)).toEqual([]);
  expect(await findView(asBen, viewId)).toMatchObject({ name: 'Never billed', search, isMine: false });
  expect(await changeView(asBen, viewId, { name: 'Mine now', version: 1 })).toEqual({ status: 'absent' });
  expect(await removeView(asBen, viewId)).toBe(false);
  expect(await addView(asBen, { list: 'differences', name: 'Never billed', search })).toMatchObject({ status: 'kept' });

  expect(await addView(asAna, { list: 'differences', name: 'Never billed', search: {} })).toEqual({ status: 'name_taken' });
  const ofCustomers = await addView(asAna, { list: 'customers', name: 'Never billed', search: { access: 'expired' } });
  expect(ofCustomers, 'another list has names of its own').toMatchObject({ status: 'kept', view: { list: 'customers' } });
  expect(await listViews(asAna, 'customers')).toMatchObject([{ list: 'customers', search: { access: 'expired' } }]);
  expect(await changeView(asAna, viewId, { name: 'Lost money', version: 1 })).toMatchObject({
    status: 'kept',
    view: { search, version: 2 },
  });
  expect(await changeView(asAna, viewId, { search: {}, version: 1 })).toEqual({ status: 'changed_since' });
  expect(await listViews(asAna)).toMatchObject([{ name: 'Lost money', isMine: true }, { name: 'Never billed' }]);
  expect(await removeView(asAna, viewId)).toBe(true);
  expect(await findView(asBen, viewId)).toBeUndefined();
});

test('a view of the team is found by everybody under its owner’s name, stays its owner’s, and is audited', async () => {
  const ben = await aPersonOf(context, 'finance');
  const asBen = seenBy(permissionsOf.finance, ben.personId);
  const added = await addView(asAna, { list: 'differences', name: 'Friday', search: { kind: 'duplicate_psa' } });
  if (added.status !== 'kept') throw new Error(added.status);
  const { viewId } = added.view;
  await addView(asBen, { list: 'differences', name: 'Zebra', search: {} });

  expect(await shareView(asBen, viewId, true)).toBeUndefined();
  expect(await shareView(asAna, viewId, true)).toMatchObject({ isMine: true, isShared: true, version: 2 });
  expect((await listViews(asBen)).map(({ name, isMine }) => [name, isMine])).toEqual(
    expect.arrayContaining([
      ['Zebra', true],
      ['Friday', false],
    ]),
  );
  expect((await listViews(asBen)).at(-1)).toMatchObject({ name: 'Friday', search: { kind: 'duplicate_psa' }, isShared: true });
  expect(await changeView(asBen, viewId, { name: 'Ours', version: 2 })).toEqual({ status: 'absent' });
  expect((await listViews(seenBy(permissionsOf.readOnly))).map(({ name }) => name)).toEqual(['Friday']);
  const { rows } = await sql<{ action: string }>`select action from audit_event where action like 'view.%'`.execute(owner.db);
  expect(rows).toEqual([{ action: 'view.shared' }]);

  await shareView(asAna, viewId, false);
  expect((await listViews(asBen)).map(({ name }) => name)).not.toContain('Friday');
});

test('nobody keeps views without end, and what is no person keeps none', async () => {
  const cara = await aPersonOf(context, 'readOnly');
  const asCara = seenBy(permissionsOf.readOnly, cara.personId);
  const added = [];
  for (let n = 0; n <= 100; n += 1) added.push((await addView(asCara, { list: 'differences', name: `View ${n}`, search: {} })).status);

  expect(added.filter((status) => status === 'kept')).toHaveLength(100);
  expect(added.at(-1)).toBe('too_many');
  expect(await addView(seenBy(permissionsOf.readOnly), { list: 'differences', name: 'Of nobody', search: {} })).toEqual({
    status: 'absent',
  });
});
