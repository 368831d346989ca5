import { afterEach, expect, test } from 'vitest';
import { handle, standing } from '../../../test/support/compared-estate.ts';
import { aDatabase } from '../../../test/support/database.ts';
import { aMortal, untilDeath } from '../../../test/support/mortal.ts';
import {
  aDifference,
  claimsRunOut,
  commandRows,
  emptied,
  expectTotalsToTie,
  planned,
  planOf,
} from '../../../test/support/one-difference.ts';
import type { VirtualClock } from '../../lib/clock.ts';
import type { Context } from '../context.ts';
import { applyPlan, resolveDue, undoPlan } from './index.ts';
import { runApply } from './run-apply.ts';
import { runUndo } from './undo-plan.ts';

const { db, owner } = await aDatabase();
afterEach(() => emptied(owner.db));

const most = 200; // more boundaries than a run has: the last rounds end without a death

type Job = (context: Context) => Promise<unknown>;

/** What happens after a death: the claims run out, the queue gives the job to another worker, and the half-minute look goes on for an hour. */
async function revive(context: Context, clock: VirtualClock, job: Job): Promise<void> {
  await claimsRunOut(owner.db);
  await resolveDue(context);
  await job(context);
  for (let quarter = 0; quarter < 5; quarter += 1) {
    await clock.advance(15 * 60_000 + 1);
    await resolveDue(context);
  }
  await job(context);
}

/** Kills `job` at every boundary it has, one after the other, each time on a fresh estate. Answers at how many it died. */
async function killEverywhere(
  prepare: (context: Context, planId: string) => Promise<unknown>,
  jobOf: (planId: string) => Job,
  check: (known: Awaited<ReturnType<typeof aDifference>>, planId: string, diesAt: number) => Promise<void>,
): Promise<number> {
  for (let diesAt = 1; diesAt < most; diesAt += 1) {
    const known = await aDifference(db);
    const planId = await planned(known.context, known.differenceId);
    await prepare(known.context, planId);
    const job = jobOf(planId);
    const mortal = aMortal(known.context, known.psa, diesAt);
    const end = await untilDeath(mortal, job);
    if (end === 'died') await revive(known.context, known.clock, job);
    await check(known, planId, diesAt);
    await emptied(owner.db);
    if (end === 'ended') return diesAt - 1;
  }
  throw new Error('It never ended');
}

test('R7: an apply that is killed at any boundary takes effect exactly once, is verified and counted', { timeout: 240_000 }, async () => {
  const deaths = await killEverywhere(
    applyPlan,
    (planId) => (context) => runApply(context, planId, handle()),
    async ({ psa, context }, planId, diesAt) => {
      expect([diesAt, psa.effects.length, psa.line('5001')?.quantity]).toEqual([diesAt, 1, '25']);
      expect(await planOf(context, planId)).toMatchObject({ state: 'applied', undoable: true, steps: [{ state: 'done' }] });
      expect(await commandRows(context)).toMatchObject([{ state: 'confirmed' }]);
      const { differences, total } = await standing(context);
      expect([diesAt, differences.map(({ state }) => state), total.count]).toEqual([diesAt, ['fixed'], 0]);
      await expectTotalsToTie(context);
    },
  );
  expect(deaths).toBeGreaterThan(15);
});

test('R7: an undo that is killed at any boundary takes back exactly once', { timeout: 240_000 }, async () => {
  const deaths = await killEverywhere(
    async (context, planId) => {
      await applyPlan(context, planId);
      await runApply(context, planId, handle());
      await undoPlan(context, planId);
    },
    (planId) => (context) => runUndo(context, planId, handle()),
    async ({ psa, context }, planId, diesAt) => {
      expect([diesAt, psa.effects.length, psa.line('5001')?.quantity]).toEqual([diesAt, 2, '20']);
      expect([diesAt, (await planOf(context, planId)).state]).toEqual([diesAt, 'undone']);
      const { differences, total } = await standing(context);
      expect([diesAt, differences.map(({ state }) => state), total.count]).toEqual([diesAt, ['open'], 1]);
      await expectTotalsToTie(context);
    },
  );
  expect(deaths).toBeGreaterThan(15);
});
