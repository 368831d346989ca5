import { afterEach, describe, expect, test } from 'vitest';
import { anEstate, compareAll, handle, psaId, standing } from '../../../test/support/compared-estate.ts';
import { aContext } from '../../../test/support/context.ts';
import { aDatabase } from '../../../test/support/database.ts';
import {
  aDifference,
  as,
  auditOf,
  commandRows,
  emptied,
  expectTotalsToTie,
  nextSeed,
  planned,
  planOf,
  stepOf,
} from '../../../test/support/one-difference.ts';
import { aLine, aSubscription, guid } from '../../../test/support/records.ts';
import { aWritablePsa } from '../../../test/support/writable-psa.ts';
import { must } from '../../lib/must.ts';
import { idOf } from '../../model/ids.ts';
import { excludeFromWriting, listWriteExclusions } from '../connections/index.ts';
import { changeSettings } from '../settings/index.ts';
import { applyPlan, approvePlan, createPlan, listPlans, undoPlan } from './index.ts';
import { runApply } from './run-apply.ts';
import { runUndo } from './undo-plan.ts';

const { db, owner } = await aDatabase();
afterEach(() => emptied(owner.db));

const minutes = (count: number): number => count * 60_000;

/** Three customers with five seats unbilled each; the lines are 5001 to 5003. */
async function threeDifferences() {
  const psa = aWritablePsa();
  const { context, clock, sent } = aContext(db, { openRemote: () => psa, seed: nextSeed() });
  await anEstate(
    context,
    psa,
    [1, 2, 3].map((n) => ({ n, lines: [aLine(n, { quantity: '20' })] })),
  );
  await compareAll(context);
  const ids = (await standing(context)).differences.map((each) => each.difference_id);
  return { psa, context, clock, sent, ids };
}

const limitOf = (context: Parameters<typeof changeSettings>[0], amount: string) =>
  changeSettings(context, { approvalLimit: { amount, currency: 'USD' }, version: 0 });

test('a customer who is left out of writing is named with the reason, also when it was left out after the preview; the others are written', async () => {
  const { context, ids } = await threeDifferences();
  const [first, second] = [must(ids[0], 'a difference'), must(ids[1], 'another')];
  const planId = await planned(context, first);
  const { customer_id } = await owner.db
    .selectFrom('difference')
    .select('customer_id')
    .where('difference_id', '=', first)
    .executeTakeFirstOrThrow();
  const customerId = idOf('customer', customer_id);
  expect(await excludeFromWriting(context, customerId, { kinds: ['psaLines'] })).toMatchObject({ because: 'reasonMissing' });

  await excludeFromWriting(context, customerId, { kinds: ['psaLines'], reason: 'Their contract is being renegotiated' });

  const leftOut = { because: 'write_switched_off', detail: expect.stringMatching(/left out.*renegotiated/) as string };
  expect(await applyPlan(context, planId)).toMatchObject(leftOut);
  expect(await listWriteExclusions(context)).toMatchObject([{ customerId: customer_id, kinds: ['psaLines'] }]);
  expect((await createPlan(context, { differenceIds: [second] })).status).toBe('created');
  await excludeFromWriting(context, customerId, { kinds: [] });
  expect((await applyPlan(context, planId)).status).toBe('accepted');
});

describe('how long a plan lasts', () => {
  test.each([
    ['a minute before its time it may be applied', 14, 'accepted'],
    ['at its time it has expired', 15, 'refused'],
  ])('%s', async (_name, after, status) => {
    const { context, clock, differenceId } = await aDifference(db);
    const planId = await planned(context, differenceId);
    await clock.advance(minutes(after));
    expect((await applyPlan(context, planId)).status).toBe(status);
  });

  test('what waits for a second person waits a day, then its difference is open again', async () => {
    const { context, clock, differenceId } = await aDifference(db);
    await limitOf(context, '100');
    const planId = await planned(as(context, 1), differenceId);
    await clock.advance(minutes(24 * 60 - 1));
    expect(await planOf(context, planId)).toMatchObject({ state: 'waitingForApproval' });
    await clock.advance(minutes(1));

    expect(await approvePlan(as(context, 2), planId)).toMatchObject({ because: 'plan_not_applicable' });
    expect(await planOf(context, planId)).toMatchObject({ state: 'expired' });
    expect(await standing(context)).toMatchObject({ differences: [{ state: 'open' }], total: { count: 1 } });
    await expectTotalsToTie(context);
  });

  test('once approved an hour is left', async () => {
    const { context, clock, differenceId } = await aDifference(db);
    await limitOf(context, '100');
    const planId = await planned(as(context, 1), differenceId);
    await approvePlan(as(context, 2), planId);
    await clock.advance(minutes(60));
    expect(await applyPlan(context, planId)).toMatchObject({ because: 'plan_not_applicable' });
  });

  test('one that expired is neither approved nor undone', async () => {
    const { context, clock, differenceId } = await aDifference(db);
    const planId = await planned(context, differenceId);
    await clock.advance(minutes(16));
    await applyPlan(context, planId);
    expect(await approvePlan(as(context, 2), planId)).toMatchObject({ because: 'plan_not_applicable' });
    expect(await undoPlan(context, planId)).toMatchObject({ because: 'plan_not_undoable' });
  });
});

describe('the second person', () => {
  test.each([
    ['at the limit nobody is asked', '110', 'previewed'],
    ['a cent above somebody is', '109.99', 'waitingForApproval'],
    ['with no limit at all everybody is', '0', 'waitingForApproval'],
  ])('%s', async (_name, amount, state) => {
    const { context, differenceId } = await aDifference(db);
    await limitOf(context, amount);
    expect(await planOf(context, await planned(context, differenceId))).toMatchObject({ state });
  });

  test('small corrections in one plan count together', async () => {
    const { context, ids } = await threeDifferences();
    await limitOf(context, '200');
    expect(await planOf(context, await planned(context, must(ids[0], 'one')))).toMatchObject({ state: 'previewed' });
    expect(await planOf(context, await planned(context, ...ids))).toMatchObject({
      state: 'waitingForApproval',
      totals: [{ amount: '330' }],
    });
  });

  test('is not the maker with a key of his own, and not the system (RB9)', async () => {
    const { context, differenceId } = await aDifference(db);
    await limitOf(context, '100');
    const ana = as(context, 1);
    const planId = await planned(ana, differenceId);
    const withKey = { ...ana, actor: { ...ana.actor, kind: 'apiKey' as const, name: 'Ana (key backup)' } };

    expect(await approvePlan(withKey, planId)).toMatchObject({ because: 'forbidden' });
    expect(await approvePlan(context, planId)).toMatchObject({ because: 'forbidden' });
    expect((await auditOf(context, 'plan.approved')).slice(-2).map((event) => [event.actor, event.result])).toEqual([
      ['Ana (key backup)', 'refused'],
      ['Concord', 'refused'],
    ]);
    expect(await planOf(context, planId)).toMatchObject({ state: 'waitingForApproval', approvedBy: undefined });
  });

  test('approves once', async () => {
    const { context, differenceId } = await aDifference(db);
    await limitOf(context, '100');
    const planId = await planned(as(context, 1), differenceId);
    const both = await Promise.all([approvePlan(as(context, 2), planId), approvePlan(as(context, 3), planId)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['approved', 'refused']);
  });

  test('a plan without his word sends nothing, whoever asks', async () => {
    const { psa, context, differenceId } = await aDifference(db);
    await limitOf(context, '100');
    const planId = await planned(as(context, 1), differenceId);
    await applyPlan(as(context, 2), planId);
    await runApply(context, planId, handle());
    expect([psa.sent, await commandRows(context)]).toEqual([[], []]);
  });
});

describe('when the world moved', () => {
  test('the fresh plan marks only the steps that moved', async () => {
    const { psa, context, ids } = await threeDifferences();
    const planId = await planned(context, ...ids);
    psa.edit('5002', { quantity: '22' });

    const outcome = await applyPlan(context, planId);
    expect(outcome).toMatchObject({ status: 'refused', because: 'plan_stale' });
    const fresh = await planOf(context, must('planId' in outcome ? outcome.planId : undefined, 'the fresh plan'));
    expect(fresh.steps.map(({ before }) => before['quantity']).toSorted()).toEqual(['20', '20', '22']);
    const moved = fresh.steps.filter((step) => fresh.movedSteps.includes(step.stepId));
    expect(moved.map(({ before }) => before['quantity'])).toEqual(['22']);
    await applyPlan(context, fresh.planId);
    await runApply(context, fresh.planId, handle());
    expect(await planOf(context, fresh.planId)).toMatchObject({ state: 'applied' });
    expect(psa.effects).toHaveLength(3);
  });

  test.each([
    ['the price', { unitPrice: '23' }],
    ['the service', { serviceRemoteId: '109' }],
    ['the end', { cancelledOn: '2026-12-31' }],
  ])('%s counts as moved', async (_name, change) => {
    const { psa, context, differenceId } = await aDifference(db);
    const planId = await planned(context, differenceId);
    psa.edit('5001', change);
    expect(await applyPlan(context, planId)).toMatchObject({ because: 'plan_stale' });
    expect(psa.sent).toEqual([]);
  });

  test.each([
    ['another way to write the same number', { quantity: '20.00' }],
    ['a description', { description: 'renamed' }],
    ['another version of the same line', { version: 'v9' }],
  ])('%s does not', async (_name, change) => {
    const { psa, context, differenceId } = await aDifference(db);
    const planId = await planned(context, differenceId);
    psa.edit('5001', change);
    expect(await applyPlan(context, planId)).toMatchObject({ status: 'accepted' });
  });

  test('a line that somebody deleted is not written to', async () => {
    const { psa, context, differenceId } = await aDifference(db);
    const planId = await planned(context, differenceId);
    psa.state.lines.set('3001', []);
    expect(await applyPlan(context, planId)).toMatchObject({ because: 'plan_stale' });
    expect(psa.sent).toEqual([]);
    await expectTotalsToTie(context);
  });
});

describe('from when', () => {
  test.each([
    ['a day inside what is invoiced is refused', '2026-11-30', 'refused'],
    ['the first day that is not invoiced is fine', '2026-12-01', 'created'],
    ['a later day is fine', '2027-01-15', 'created'],
  ])('%s', async (_name, effectiveOn, status) => {
    const { context, differenceId } = await aDifference(db);
    expect((await createPlan(context, { differenceIds: [differenceId], effectiveOn })).status).toBe(status);
  });

  test('the day is sent and stands in the preview', async () => {
    const { psa, context, differenceId } = await aDifference(db);
    const created = await createPlan(context, { differenceIds: [differenceId], effectiveOn: '2026-12-01' });
    const planId = must('planId' in created ? created.planId : undefined, 'the plan');
    expect(await stepOf(context, planId)).toMatchObject({
      effectiveOn: '2026-12-01',
      after: { from: '2026-12-01' },
      calls: [{ method: 'PATCH' }],
    });
    await applyPlan(context, planId);
    await runApply(context, planId, handle());
    expect(psa.effects).toMatchObject([{ effectiveOn: '2026-12-01' }]);
  });
});

describe('when one of several fails', () => {
  async function oneRefused() {
    const known = await threeDifferences();
    const planId = await planned(known.context, ...known.ids);
    known.psa.fates.push('fine', 'refused', 'fine');
    await applyPlan(known.context, planId);
    const end = await runApply(known.context, planId, handle());
    return { ...known, planId, end };
  }

  test('the others are done, and everybody can see which failed and why', async () => {
    const { psa, context, planId, end } = await oneRefused();

    const { state, steps } = await planOf(context, planId);
    expect(state).toBe('appliedInPart');
    expect(steps.map((step) => step.state)).toEqual(['done', 'refused', 'done']);
    expect(end.errors).toMatchObject([{ code: 'remote_rejected', count: 1 }]);
    expect(psa.effects).toHaveLength(2);
    expect((await standing(context)).differences.map((each) => each.state).toSorted()).toEqual(['failed', 'fixed', 'fixed']);
    await expectTotalsToTie(context);
  });

  test('running it again does not touch what is done', async () => {
    const { psa, context, planId } = await oneRefused();
    expect(await applyPlan(context, planId)).toMatchObject({ because: 'plan_not_applicable' });
    await runApply(context, planId, handle());
    expect(psa.sent).toHaveLength(3);
  });

  test('a new plan puts the rest right, and only that', async () => {
    const { psa, context } = await oneRefused();
    const failed = (await standing(context)).differences.filter((each) => each.state === 'failed');
    const next = await planned(context, ...failed.map((each) => each.difference_id));
    await applyPlan(context, next);
    await runApply(context, next, handle());

    expect(psa.effects).toHaveLength(3);
    expect(await standing(context)).toMatchObject({ total: { count: 0, amount: '0' } });
  });

  test('what was done can be taken back, what was not stays as it is', async () => {
    const { psa, context, planId } = await oneRefused();
    await undoPlan(context, planId);
    await runUndo(context, planId, handle());

    expect(['5001', '5002', '5003'].map((id) => psa.line(id)?.quantity)).toEqual(['20', '20', '20']);
    expect((await planOf(context, planId)).steps.map((step) => step.state)).toEqual(['undone', 'refused', 'undone']);
    expect(await standing(context)).toMatchObject({ total: { count: 3, amount: '330' } });
    await expectTotalsToTie(context);
  });

  test('one PSA that is not there stops nothing that is done already', async () => {
    const { psa, context, ids } = await threeDifferences();
    const planId = await planned(context, ...ids);
    psa.fates.push('fine', 'lost', 'fine');
    await applyPlan(context, planId);
    await runApply(context, planId, handle());
    expect((await planOf(context, planId)).steps.map((step) => step.state)).toEqual(['done', 'checking', 'done']);
    expect(await planOf(context, planId)).toMatchObject({ state: 'applying' });
    await expectTotalsToTie(context);
  });
});

describe('taking back', () => {
  async function applied() {
    const known = await threeDifferences();
    const planId = await planned(known.context, ...known.ids);
    await applyPlan(known.context, planId);
    await runApply(known.context, planId, handle());
    return { ...known, planId };
  }

  test('leaves the line that somebody changed since, and takes back the others', async () => {
    const { psa, context, planId } = await applied();
    psa.edit('5002', { quantity: '30' });
    await undoPlan(context, planId);
    const end = await runUndo(context, planId, handle());

    expect(end.errors).toMatchObject([{ code: 'changed_since' }]);
    expect(['5001', '5002', '5003'].map((id) => psa.line(id)?.quantity)).toEqual(['20', '30', '20']);
    expect(await planOf(context, planId)).toMatchObject({ state: 'appliedInPart' });
    await expectTotalsToTie(context);
  });

  test('a second click joins the first; a third after the end is told so', async () => {
    const { context, planId } = await applied();
    expect(await undoPlan(context, planId)).toMatchObject({ status: 'accepted', joined: false });
    expect(await undoPlan(context, planId)).toMatchObject({ status: 'accepted', joined: true });
    await runUndo(context, planId, handle());
    expect(await undoPlan(context, planId)).toMatchObject({ because: 'plan_not_undoable' });
  });

  test('is possible for thirty days', async () => {
    const { context, clock, planId } = await applied();
    await clock.advance(minutes(30 * 24 * 60 + 1));
    expect(await undoPlan(context, planId)).toMatchObject({ because: 'plan_not_undoable', detail: 'Plans can be taken back for 30 days.' });
  });

  test('asks whether writing is switched on', async () => {
    const { context, planId } = await applied();
    await owner.db.updateTable('connection').set({ write_kinds: [] }).where('connection_id', '=', psaId).execute();
    expect(await undoPlan(context, planId)).toMatchObject({ because: 'write_switched_off' });
  });

  test('what was never applied has nothing to take back', async () => {
    const { context, differenceId } = await aDifference(db);
    expect(await undoPlan(context, await planned(context, differenceId))).toMatchObject({ because: 'plan_not_undoable' });
    expect(await undoPlan(context, guid(3))).toMatchObject({ because: 'not_found' });
  });
});

describe('clicks', () => {
  test('ten at once are one job (F52)', async () => {
    const { context, ids } = await threeDifferences();
    const planId = await planned(context, ...ids);
    const all = await Promise.all(Array.from({ length: 10 }, () => applyPlan(context, planId)));

    expect(all.every(({ status }) => status === 'accepted')).toBe(true);
    expect(new Set(all.map((each) => ('jobId' in each ? each.jobId : ''))).size).toBe(1);
    expect(all.filter((each) => 'joined' in each && !each.joined)).toHaveLength(1);
  });

  test('two operators with a plan each for one difference: one of them is told that it changed', async () => {
    const { psa, context, differenceId } = await aDifference(db);
    const plans = [await planned(as(context, 1), differenceId), await planned(as(context, 2), differenceId)];
    const both = await Promise.all(plans.map((planId, n) => applyPlan(as(context, n + 1), planId)));

    expect(both.map(({ status }) => status).toSorted()).toEqual(['accepted', 'refused']);
    for (const planId of plans) await runApply(context, planId, handle());
    expect(psa.effects).toHaveLength(1);
    expect(await standing(context)).toMatchObject({ differences: [{ state: 'fixed' }] });
  });

  test('while one is being applied no plan is made for the same difference', async () => {
    const { context, differenceId } = await aDifference(db);
    await applyPlan(context, await planned(context, differenceId));
    expect(await createPlan(context, { differenceIds: [differenceId] })).toMatchObject({ because: 'conflict' });
  });

  test('a difference named twice is one step', async () => {
    const { context, differenceId } = await aDifference(db);
    expect((await planOf(context, await planned(context, differenceId, differenceId))).steps).toHaveLength(1);
  });
});

test('a preview changes nothing anywhere', async () => {
  const { psa, context, differenceId } = await aDifference(db);
  const before = await standing(context);
  await planned(context, differenceId);
  expect([psa.sent, await commandRows(context), await standing(context)]).toEqual([[], [], before]);
});

test('the same world and wish have the same fingerprint; the list has the newest first', async () => {
  const { context, clock, differenceId } = await aDifference(db);
  const first = await planned(context, differenceId);
  await clock.advance(minutes(1));
  const second = await planned(context, differenceId);
  const plans = await listPlans(context);
  expect(plans.map(({ planId }) => planId)).toEqual([second, first]);
  expect(new Set(plans.map(({ fingerprint }) => fingerprint)).size).toBe(1);
});

test('seats of two customers that differ in sign are shown as one sum, and count apart for the limit', async () => {
  const psa = aWritablePsa();
  const { context } = aContext(db, { openRemote: () => psa, seed: nextSeed() });
  await anEstate(context, psa, [
    { n: 1, lines: [aLine(1, { quantity: '10' })] },
    { n: 2, subscriptions: [aSubscription(2, { seats: 10 })], lines: [aLine(2)] },
  ]);
  await compareAll(context);
  const ids = (await standing(context)).differences.map((each) => each.difference_id);
  expect(await planOf(context, await planned(context, ...ids))).toMatchObject({
    state: 'waitingForApproval',
    totals: [{ amount: '0', currency: 'USD' }],
  });
});
