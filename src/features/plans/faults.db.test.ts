import { sql } from 'kysely';
import { afterEach, expect, test } from 'vitest';
import { anEstate, compareAll, handle, psaId, standing } from '../../../test/support/compared-estate.ts';
import { aContext } from '../../../test/support/context.ts';
import { aDatabase } from '../../../test/support/database.ts';
import { emptied } from '../../../test/support/one-difference.ts';
import { aLine, aSubscription, guid } from '../../../test/support/records.ts';
import { aWritablePsa } from '../../../test/support/writable-psa.ts';
import { must } from '../../lib/must.ts';
import type { Permission } from '../../model/person.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { recoverCommands } from '../journal/index.ts';
import { changeSettings } from '../settings/index.ts';
import { applyPlan, approvePlan, createPlan, findPlan, resolveDue, undoPlan } from './index.ts';
import { runApply } from './run-apply.ts';
import { settleStep } from './settle-step.ts';
import { runUndo } from './undo-plan.ts';

const { db, owner } = await aDatabase();

afterEach(() => emptied(owner.db));

// The audit trail outlives the tests of this file, so no id may come twice.
let seeds = 0;
const nextSeed = (): number => (seeds += 1);

/** One customer with 25 seats bought and 20 billed, compared. */
async function aDifference(quantity = '20') {
  const psa = aWritablePsa();
  const { context, clock } = aContext(db, { openRemote: () => psa, seed: nextSeed() });
  await anEstate(context, psa, [{ n: 1, subscriptions: [aSubscription(1, { seats: 25 })], lines: [aLine(1, { quantity })] }, { n: 2 }]);
  await compareAll(context);
  const { differences } = await standing(context);
  return { psa, context, clock, differenceId: must(differences[0], 'the difference').difference_id };
}

async function planned(context: Context, differenceId: string): Promise<string> {
  const created = await createPlan(context, { differenceIds: [differenceId] });
  if (created.status !== 'created') throw new Error(created.detail);
  return created.planId;
}

const as = (context: Context, n: number): Context => ({
  ...context,
  actor: { kind: 'person', personId: guid(n), name: `Person ${n}`, permissions: [] as Permission[], origin: undefined },
});

const step = async (context: Context, planId: string) => must((await findPlan(context, planId))?.steps[0], 'the step');
const commands = (context: Context) =>
  inScope(context.db, everything, (tx) => tx.selectFrom('command').selectAll().orderBy('created_at').execute());

test('a lost answer of a write that arrived is looked up and confirmed, and nothing is sent twice', async () => {
  const { psa, context, clock, differenceId } = await aDifference();
  const planId = await planned(context, differenceId);
  psa.fates.push('doneAndLost');

  await applyPlan(context, planId);
  await runApply(context, planId, handle());
  expect(await step(context, planId)).toMatchObject({ state: 'checking', outcome: { verified: false } });
  expect(await findPlan(context, planId)).toMatchObject({ state: 'applying' });

  expect(await resolveDue(context)).toMatchObject({ looked: 0 });
  await clock.advance(31_000);
  expect(await resolveDue(context)).toMatchObject({ looked: 1, settled: 1 });

  expect(await step(context, planId)).toMatchObject({ state: 'done', outcome: { verified: true } });
  expect(await findPlan(context, planId)).toMatchObject({ state: 'applied', undoable: true });
  expect(psa.sent).toHaveLength(1);
  expect(await standing(context)).toMatchObject({ differences: [{ state: 'fixed' }], total: { count: 0, amount: '0' } });
});

test('a lost write that never arrived is sent once more after the quiet time, never earlier', async () => {
  const { psa, context, clock, differenceId } = await aDifference();
  const planId = await planned(context, differenceId);
  psa.fates.push('lost');
  await applyPlan(context, planId);
  await runApply(context, planId, handle());

  for (const minutes of [1, 3, 6]) {
    await clock.advance(minutes * 60_000);
    await resolveDue(context);
    expect(psa.sent).toHaveLength(1);
  }
  await clock.advance(20 * 60_000);
  await resolveDue(context);

  expect(psa.sent).toHaveLength(2);
  expect(psa.effects).toHaveLength(1);
  expect(await step(context, planId)).toMatchObject({ state: 'done' });
});

test('a write that is lost twice was never placed: the step says so and the difference is open to a new plan', async () => {
  const { psa, context, clock, differenceId } = await aDifference();
  const planId = await planned(context, differenceId);
  psa.fates.push('lost', 'lost');
  await applyPlan(context, planId);
  await runApply(context, planId, handle());
  for (let hour = 0; hour < 4; hour += 1) {
    await clock.advance(3_600_000);
    await resolveDue(context);
  }

  expect(await step(context, planId)).toMatchObject({ state: 'failed', outcome: { code: 'not_placed' } });
  expect(await findPlan(context, planId)).toMatchObject({ state: 'failed' });
  expect(await standing(context)).toMatchObject({ differences: [{ state: 'failed' }], total: { count: 1 } });
});

test('a refusal is final, with the words of the remote', async () => {
  const { psa, context, differenceId } = await aDifference();
  const planId = await planned(context, differenceId);
  psa.fates.push('refused');
  await applyPlan(context, planId);
  const end = await runApply(context, planId, handle());

  expect(await step(context, planId)).toMatchObject({ state: 'refused', outcome: { code: 'remote_rejected' } });
  expect(end.errors).toMatchObject([{ code: 'remote_rejected', count: 1 }]);
  expect(psa.effects).toEqual([]);
});

test('a worker that dies after the remote did it leaves no second effect', async () => {
  const { psa, context, differenceId } = await aDifference();
  const planId = await planned(context, differenceId);
  psa.fates.push('doneAndDead');
  await applyPlan(context, planId);
  void runApply(context, planId, handle()); // never ends: as if killed
  await expect.poll(() => psa.effects.length).toBe(1);
  expect(await commands(context)).toMatchObject([{ state: 'submitting' }]);
  expect(await recoverCommands(context)).toBe(0); // its claim still holds: it may be alive

  await sql`update lease set lease_until = now() - interval '1 second'`.execute(owner.db);
  await resolveDue(context);

  expect(await commands(context)).toMatchObject([{ state: 'confirmed' }]);
  expect(await step(context, planId)).toMatchObject({ state: 'done', outcome: { verified: true } });
  expect(psa.sent).toHaveLength(1);
});

test('a job that is run again after a death at any boundary goes on where it was', async () => {
  const { psa, context, differenceId } = await aDifference();
  const planId = await planned(context, differenceId);
  await applyPlan(context, planId);

  await runApply(context, planId, handle());
  const first = await findPlan(context, planId);
  await runApply(context, planId, handle());
  await runApply(context, planId, handle());

  expect(psa.sent).toHaveLength(1);
  expect(await findPlan(context, planId)).toEqual(first);
});

test('two workers on one job write once', async () => {
  const { psa, context, differenceId } = await aDifference();
  const planId = await planned(context, differenceId);
  await applyPlan(context, planId);
  const patient = {
    ...context,
    clock: {
      ...context.clock,
      now: () => context.clock.now(),
      today: () => context.clock.today(),
      sleep: (ms: number, signal?: AbortSignal) =>
        ms < 1_000 ? new Promise<void>((resolve) => setTimeout(resolve, 20)) : context.clock.sleep(ms, signal),
    },
  };

  await Promise.all([runApply(patient, planId, handle()), runApply(patient, planId, handle())]);

  expect(psa.effects).toHaveLength(1);
  expect(psa.line('5001')?.quantity).toBe('25');
  expect(await findPlan(context, planId)).toMatchObject({ state: 'applied' });
});

test('a worker that saw only that it is under way takes nothing back of what another one has ended', async () => {
  const { context, differenceId } = await aDifference();
  const planId = await planned(context, differenceId);
  await applyPlan(context, planId);
  await runApply(context, planId, handle());
  const plan = must(await findPlan(context, planId), 'the plan');
  const step = must(plan.steps[0], 'its step');

  await settleStep(context, plan, step, { state: 'applying', code: 'under_way', sentence: 'Another worker has it.' }, 'apply');

  expect(await findPlan(context, planId)).toEqual(plan);
  expect(step.state).toBe('done');
});

test('a line that somebody edited after the preview makes the plan stale, and a fresh one says what moved', async () => {
  const { psa, context, differenceId } = await aDifference();
  const planId = await planned(context, differenceId);
  psa.edit('5001', { quantity: '22' });

  const outcome = await applyPlan(context, planId);

  expect(outcome).toMatchObject({ status: 'refused', because: 'plan_stale' });
  const fresh = must(await findPlan(context, must('planId' in outcome ? outcome.planId : undefined, 'the fresh plan')), 'the fresh plan');
  expect(fresh).toMatchObject({ state: 'previewed', steps: [{ before: { quantity: '22' }, after: { quantity: '25' } }] });
  expect(fresh.movedSteps).toEqual([fresh.steps[0]?.stepId]);
  expect(await findPlan(context, planId)).toMatchObject({ state: 'stale' });
  expect(psa.sent).toEqual([]);
});

test('edited between the click and the write: nothing is sent', async () => {
  const { psa, context, differenceId } = await aDifference();
  const planId = await planned(context, differenceId);
  await applyPlan(context, planId);
  psa.edit('5001', { quantity: '22' });

  const end = await runApply(context, planId, handle());

  expect(psa.sent).toEqual([]);
  expect(await findPlan(context, planId)).toMatchObject({ state: 'stale', steps: [{ state: 'refused', outcome: { code: 'plan_stale' } }] });
  expect(end.result).toHaveProperty('freshPlanId');
});

test('somebody already put it right: the step is skipped and the difference is gone', async () => {
  const { psa, context, differenceId } = await aDifference();
  const planId = await planned(context, differenceId);
  await applyPlan(context, planId);
  psa.edit('5001', { quantity: '25' });

  await runApply(context, planId, handle());

  expect(await findPlan(context, planId)).toMatchObject({ state: 'applied', steps: [{ state: 'skipped' }] });
  expect(await standing(context)).toMatchObject({ differences: [{ state: 'gone' }], total: { count: 0 } });
});

test('two operators on one difference: the second plan is stale', async () => {
  const { psa, context, differenceId } = await aDifference();
  const [mine, yours] = [await planned(context, differenceId), await planned(context, differenceId)];

  expect(await applyPlan(context, mine)).toMatchObject({ status: 'accepted' });
  expect(await applyPlan(context, yours)).toMatchObject({ status: 'refused', because: 'plan_stale' });
  await runApply(context, mine, handle());
  expect(psa.effects).toHaveLength(1);
});

test('what was changed again since cannot be undone, and nothing is sent', async () => {
  const { psa, context, differenceId } = await aDifference();
  const planId = await planned(context, differenceId);
  await applyPlan(context, planId);
  await runApply(context, planId, handle());
  psa.edit('5001', { quantity: '30' });

  await undoPlan(context, planId);
  const end = await runUndo(context, planId, handle());

  expect(end.errors).toMatchObject([{ code: 'changed_since' }]);
  expect(psa.line('5001')?.quantity).toBe('30');
  expect(await findPlan(context, planId)).toMatchObject({ state: 'applied' });
});

test('above the limit a second person approves, and never the maker', async () => {
  const { context, differenceId } = await aDifference();
  await changeSettings(context, { approvalLimit: { amount: '100', currency: 'USD' }, version: 0 });
  const [ana, sam] = [as(context, 1), as(context, 2)];
  const planId = await planned(ana, differenceId);

  expect(await findPlan(ana, planId)).toMatchObject({ state: 'waitingForApproval', needsApproval: true });
  expect(await standing(context)).toMatchObject({ differences: [{ state: 'waitingForApproval' }], total: { count: 1 } });
  expect(await applyPlan(ana, planId)).toMatchObject({ because: 'approval_needed' });
  expect(await approvePlan(ana, planId)).toMatchObject({ because: 'forbidden' });
  expect(await approvePlan(sam, planId)).toEqual({ status: 'approved' });
  expect(await applyPlan(ana, planId)).toMatchObject({ status: 'accepted' });
  expect(await findPlan(ana, planId)).toMatchObject({ approvedBy: 'Person 2', createdBy: 'Person 1' });
});

test('a preview lasts a quarter of an hour', async () => {
  const { context, clock, differenceId } = await aDifference();
  const planId = await planned(context, differenceId);
  await clock.advance(15 * 60_000);

  expect(await applyPlan(context, planId)).toMatchObject({ because: 'plan_not_applicable' });
  expect(await findPlan(context, planId)).toMatchObject({ state: 'expired' });
});

test('nothing is previewed on old data, on a closed connection, or for what cannot be corrected', async () => {
  const { context, clock, differenceId } = await aDifference();
  expect(await createPlan(context, { differenceIds: [guid(5)] })).toMatchObject({ because: 'not_found' });
  expect(await createPlan(context, { differenceIds: [differenceId], effectiveOn: '2026-11-25' })).toMatchObject({ because: 'invalid' });
  await owner.db.updateTable('connection').set({ write_kinds: [] }).where('connection_id', '=', psaId).execute();
  expect(await createPlan(context, { differenceIds: [differenceId] })).toMatchObject({ because: 'write_switched_off' });
  await owner.db
    .updateTable('connection')
    .set({ write_kinds: ['psaLines'] })
    .where('connection_id', '=', psaId)
    .execute();
  await clock.advance(61 * 60_000);
  expect(await createPlan(context, { differenceIds: [differenceId] })).toMatchObject({ because: 'data_stale' });
});

test('after a restore nothing is written', async () => {
  const { psa, context, differenceId } = await aDifference();
  const planId = await planned(context, differenceId);
  await owner.db
    .insertInto('workspace')
    .values({
      workspace_id: guid(1),
      profile: 'trial',
      system_epoch: guid(2),
      restored_at: context.clock.now(),
      created_at: context.clock.now(),
    })
    .execute();

  expect(await applyPlan(context, planId)).toMatchObject({ because: 'writing_held' });
  expect(psa.sent).toEqual([]);
  await owner.db.deleteFrom('workspace').execute();
});

test('a new line is added from the first day that is not invoiced, and taken back', async () => {
  const psa = aWritablePsa();
  const { context } = aContext(db, { openRemote: () => psa, seed: nextSeed() });
  await anEstate(context, psa, [{ n: 1, subscriptions: [aSubscription(1, { seats: 10 })], lines: [] }]);
  await compareAll(context);
  const { differences } = await standing(context);
  const planId = await planned(context, must(differences[0], 'the difference').difference_id);

  await applyPlan(context, planId);
  await runApply(context, planId, handle());
  expect(psa.effects).toMatchObject([{ correction: { action: 'addLine', quantity: '10' }, effectiveOn: '2026-12-01' }]);
  expect(await standing(context)).toMatchObject({ differences: [{ kind: 'missing_in_psa', state: 'fixed' }], total: { count: 0 } });

  await undoPlan(context, planId);
  await runUndo(context, planId, handle());
  expect(await findPlan(context, planId)).toMatchObject({ state: 'undone' });
  expect(await standing(context)).toMatchObject({
    differences: [{ kind: 'missing_in_psa', state: 'open' }],
    total: { count: 1, amount: '220' },
  });
});

test('a throttled write waits as told and is sent then', async () => {
  const { psa, context, clock, differenceId } = await aDifference();
  const planId = await planned(context, differenceId);
  psa.fates.push('throttled');
  await applyPlan(context, planId);
  const running = runApply(context, planId, handle());
  await expect.poll(async () => (await commands(context))[0]?.state).toBe('ready');
  await expect
    .poll(async () => {
      await clock.advance(31_000);
      return psa.effects.length;
    })
    .toBe(1);
  await running;

  expect(psa.sent).toHaveLength(2);
  expect(await findPlan(context, planId)).toMatchObject({ state: 'applied' });
});
