import { afterEach, describe, expect, test } from 'vitest';
import { anEstate, compareAll, handle, psaId, standing } from '../../../test/support/compared-estate.ts';
import { aContext } from '../../../test/support/context.ts';
import { aDatabase } from '../../../test/support/database.ts';
import {
  aDifference,
  as,
  attemptRows,
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
import { aWritablePsa, type WritablePsa } from '../../../test/support/writable-psa.ts';
import type { VirtualClock } from '../../lib/clock.ts';
import { must } from '../../lib/must.ts';
import type { Context } from '../context.ts';
import { getOverview } from '../overview/index.ts';
import { applyPlan, createPlan, decideCommand, listCommands, resolveDue, undoPlan } from './index.ts';
import { runApply } from './run-apply.ts';
import { runUndo } from './undo-plan.ts';

const { db, owner } = await aDatabase();
afterEach(() => emptied(owner.db));

/** The PSA answers no look-up at all. */
const mute = (psa: WritablePsa): WritablePsa => Object.assign(psa, { lookUp: () => Promise.reject(new Error('no answer')) });

/** Looks until nobody looks any more: a day and a bit. */
async function aDayOfLooking(context: Context, clock: VirtualClock): Promise<void> {
  for (let hour = 0; hour < 26; hour += 1) {
    await clock.advance(3_600_000);
    await resolveDue(context);
  }
}

/** A write whose answer was lost at a PSA that cannot be asked, until a person has to decide. `isThere`: whether it took effect. */
async function anOpenQuestion(isThere: boolean) {
  const known = await aDifference(db, mute(aWritablePsa()));
  const { psa, context, clock, differenceId } = known;
  const planId = await planned(context, differenceId);
  psa.fates.push(isThere ? 'doneAndLost' : 'lost');
  await applyPlan(context, planId);
  await runApply(context, planId, handle());
  await aDayOfLooking(context, clock);
  const [command] = await listCommands(context, { state: 'needs_operator' });
  return { ...known, planId, command: must(command, 'the command that waits') };
}

const confirm = { decision: 'confirmed', reason: 'seen in the agreement' } as const;
const deny = { decision: 'notPlaced', reason: 'still 20 in the agreement' } as const;

test('after a day of looking the write waits for a person, with all he needs to know', async () => {
  const { context, planId, command } = await anOpenQuestion(true);

  expect(command).toMatchObject({
    planId,
    direction: 'apply',
    system: 'ConnectWise',
    customerName: 'Customer 1',
    summary: 'Set the quantity of Microsoft 365 Business Premium from 20 to 25',
    correction: { action: 'setQuantity', lineRemoteId: '5001' },
    outcome: { code: 'needs_operator', candidates: [], hint: 'Look there, then decide.' },
  });
  expect(command.looks).toBeGreaterThanOrEqual(20);
  expect(await stepOf(context, planId)).toMatchObject({ state: 'needsDecision' });
  expect(await planOf(context, planId)).toMatchObject({ state: 'failed' });
  const { attention } = await getOverview(context);
  expect(attention[0]).toMatchObject({ kind: 'decisions', count: 1, link: '/activity?tab=decisions' });
});

test('only commands of the state that is asked for are listed, the oldest first', async () => {
  const { context, command } = await anOpenQuestion(true);

  expect((await listCommands(context)).map(({ commandId }) => commandId)).toEqual([command.commandId]);
  expect(await listCommands(context, { state: 'confirmed' })).toEqual([]);
  expect(await listCommands(context, { limit: 1 })).toHaveLength(1);
});

describe('a person says that it was done', () => {
  test('the line is read back, the difference is fixed, the plan applied and can be undone', async () => {
    const { psa, context, planId, command } = await anOpenQuestion(true);

    const decided = await decideCommand(as(context, 1), command.commandId, confirm);
    expect(decided).toMatchObject({ status: 'accepted', joined: false });
    await runApply(context, planId, handle(), command.stepId);

    expect(await stepOf(context, planId)).toMatchObject({ state: 'done', outcome: { code: 'verified', verified: true } });
    expect(await planOf(context, planId)).toMatchObject({ state: 'applied', undoable: true });
    expect(await standing(context)).toMatchObject({ differences: [{ state: 'fixed' }], total: { count: 0, amount: '0' } });
    expect(psa.sent).toHaveLength(1);
    expect((await getOverview(context)).attention.map(({ kind }) => kind)).not.toContain('decisions');
    await expectTotalsToTie(context);
  });

  test('but it is not there: the step says so and the difference stays open', async () => {
    const { context, planId, command } = await anOpenQuestion(false);

    await decideCommand(context, command.commandId, confirm);
    await runApply(context, planId, handle(), command.stepId);

    expect(await stepOf(context, planId)).toMatchObject({ state: 'done', outcome: { code: 'not_verified', verified: false } });
    expect(await standing(context)).toMatchObject({ differences: [{ state: 'open' }], total: { count: 1 } });
    await expectTotalsToTie(context);
  });

  test('and it is taken back by what the correction itself tells', async () => {
    const { psa, context, planId, command } = await anOpenQuestion(true);
    await decideCommand(context, command.commandId, confirm);
    await runApply(context, planId, handle(), command.stepId);

    expect(await undoPlan(context, planId)).toMatchObject({ status: 'accepted' });
    await runUndo(context, planId, handle());

    expect(psa.line('5001')?.quantity).toBe('20');
    expect(await planOf(context, planId)).toMatchObject({ state: 'undone' });
  });
});

describe('a person says that it was never done', () => {
  test('the step failed, nothing is sent, and the line is free for a new plan', async () => {
    const { psa, context, planId, command, differenceId, clock } = await anOpenQuestion(false);

    await decideCommand(context, command.commandId, deny);
    await runApply(context, planId, handle(), command.stepId);

    expect(await stepOf(context, planId)).toMatchObject({ state: 'failed', outcome: { code: 'not_placed' } });
    expect(await planOf(context, planId)).toMatchObject({ state: 'failed' });
    expect(await standing(context)).toMatchObject({ differences: [{ state: 'failed' }], total: { count: 1 } });
    expect(psa.sent).toHaveLength(1);
    await owner.db.updateTable('connection').set({ last_success_at: clock.now() }).execute();
    const next = await planned(context, differenceId);
    await applyPlan(context, next);
    await runApply(context, next, handle());
    expect(await planOf(context, next)).toMatchObject({ state: 'applied' });
    expect(psa.line('5001')?.quantity).toBe('25');
    await expectTotalsToTie(context);
  });

  test('until he says so nobody writes to that line', async () => {
    const { psa, context, differenceId, clock } = await anOpenQuestion(false);
    await owner.db.updateTable('connection').set({ last_success_at: clock.now() }).execute();

    const next = await planned(context, differenceId);
    await applyPlan(context, next);
    await runApply(context, next, handle());

    expect(await planOf(context, next)).toMatchObject({ state: 'stale' });
    expect(psa.sent).toHaveLength(1);
  });
});

describe('deciding itself', () => {
  test('who, what and why stand in the audit trail', async () => {
    const { context, command, planId } = await anOpenQuestion(true);
    await decideCommand(as(context, 7), command.commandId, confirm);

    const events = await auditOf(context, 'command.decided');
    expect(events.at(-1)).toMatchObject({
      actor: 'Person 7',
      reason: 'seen in the agreement',
      before: { state: 'needs_operator', candidates: [] },
      after: { decision: 'confirmed' },
      plan_id: planId,
    });
  });

  test('once: the second person is told how it stands', async () => {
    const { context, command } = await anOpenQuestion(true);
    await decideCommand(context, command.commandId, confirm);

    expect(await decideCommand(context, command.commandId, deny)).toMatchObject({ status: 'refused', because: 'conflict' });
    expect(await commandRows(context)).toMatchObject([{ state: 'confirmed' }]);
  });

  test('two at once: one is heard', async () => {
    const { context, command } = await anOpenQuestion(true);

    const both = await Promise.all([
      decideCommand(as(context, 1), command.commandId, confirm),
      decideCommand(as(context, 2), command.commandId, deny),
    ]);

    expect(both.map(({ status }) => status).toSorted()).toEqual(['accepted', 'refused']);
  });

  test('what nobody knows is not found', async () => {
    const { context } = await aDifference(db);
    expect(await decideCommand(context, guid(9), confirm)).toMatchObject({ because: 'not_found' });
  });

  test('a write that is still being looked up is nobody to decide yet', async () => {
    const { psa, context, differenceId } = await aDifference(db);
    const planId = await planned(context, differenceId);
    psa.fates.push('lost');
    await applyPlan(context, planId);
    await runApply(context, planId, handle());
    const [command] = await commandRows(context);

    expect(await decideCommand(context, must(command, 'the command').command_id, confirm)).toMatchObject({
      because: 'conflict',
      detail: 'This write is unknown; it does not wait for a decision.',
    });
  });

  test('killed after the decision: the job goes on with the step, however often it runs', async () => {
    const { psa, context, planId, command } = await anOpenQuestion(true);
    await decideCommand(context, command.commandId, confirm);

    for (let run = 0; run < 3; run += 1) await runApply(context, planId, handle(), command.stepId);

    expect(await planOf(context, planId)).toMatchObject({ state: 'applied' });
    expect(psa.effects).toHaveLength(1);
    expect(await attemptRows(context)).toHaveLength(1);
  });
});

describe('two new lines that may be ours', () => {
  /** A line was to be added; the answer was lost, and the PSA shows two that fit. */
  async function twoCandidates() {
    const psa = aWritablePsa();
    const { context, clock } = aContext(db, { openRemote: () => psa, seed: nextSeed() });
    await anEstate(context, psa, [{ n: 1, subscriptions: [aSubscription(1, { seats: 10 })], lines: [] }]);
    await compareAll(context);
    const { differences } = await standing(context);
    const planId = await planned(context, must(differences[0], 'the difference').difference_id);
    psa.fates.push('doneAndLost');
    await applyPlan(context, planId);
    await runApply(context, planId, handle());
    const mine = must(psa.state.lines.get('3001')?.[0], 'the new line');
    psa.state.lines.set('3001', [mine, { ...mine, remoteId: '9999', quantity: '4' }]);
    await clock.advance(31_000);
    await resolveDue(context);
    const [command] = await listCommands(context, { state: 'needs_operator' });
    return { psa, context, planId, mine, command: must(command, 'the command that waits') };
  }

  test('are shown at once, and nothing is guessed or sent again', async () => {
    const { psa, command, mine } = await twoCandidates();

    expect(command.outcome.candidates).toEqual([mine.remoteId, '9999']);
    expect(psa.sent).toHaveLength(1);
  });

  test('the one that a person names is verified and can be taken back; the other is left alone', async () => {
    const { psa, context, planId, mine, command } = await twoCandidates();

    await decideCommand(context, command.commandId, { ...confirm, remoteId: mine.remoteId });
    await runApply(context, planId, handle(), command.stepId);
    expect(await stepOf(context, planId)).toMatchObject({
      state: 'done',
      outcome: { verified: true },
      undo: [{ lineRemoteId: mine.remoteId }],
    });

    await undoPlan(context, planId);
    await runUndo(context, planId, handle());
    expect(psa.line(mine.remoteId)?.cancelledOn).toBeDefined();
    expect(psa.line('9999')?.cancelledOn).toBeUndefined();
  });

  test('a third one is refused', async () => {
    const { context, command } = await twoCandidates();
    expect(await decideCommand(context, command.commandId, { ...confirm, remoteId: '1234' })).toMatchObject({ because: 'invalid' });
    expect(await commandRows(context)).toMatchObject([{ state: 'needs_operator' }]);
  });

  test('without a name it is believed but not verified, and cannot be taken back', async () => {
    const { context, planId, command } = await twoCandidates();
    await decideCommand(context, command.commandId, confirm);
    await runApply(context, planId, handle(), command.stepId);
    expect(await planOf(context, planId)).toMatchObject({ undoable: false, steps: [{ outcome: { code: 'not_verified' } }] });
  });
});

describe('a plan with other steps', () => {
  async function stoppedBetween() {
    const psa = mute(aWritablePsa());
    const { context, clock } = aContext(db, { openRemote: () => psa, seed: nextSeed() });
    await anEstate(
      context,
      psa,
      [1, 2].map((n) => ({ n, lines: [aLine(n, { quantity: '20' })] })),
    );
    await compareAll(context);
    const { differences } = await standing(context);
    const planId = await planned(context, ...differences.map((each) => each.difference_id));
    psa.fates.push('doneAndLost');
    await applyPlan(context, planId);
    const stop = new AbortController();
    const afterTheFirst = (): Promise<void> => {
      stop.abort(new Error('stopped'));
      return Promise.resolve();
    };
    const job = { ...handle(stop.signal), item: afterTheFirst };
    await runApply(context, planId, job);
    await aDayOfLooking(context, clock);
    const [command] = await listCommands(context, { state: 'needs_operator' });
    return { psa, context, planId, command: must(command, 'the command that waits') };
  }

  test('what somebody stopped stays stopped when another step is decided', async () => {
    const { psa, context, planId, command } = await stoppedBetween();
    expect(psa.sent).toHaveLength(1);

    await decideCommand(context, command.commandId, confirm);
    await runApply(context, planId, handle(), command.stepId);

    expect(psa.sent).toHaveLength(1);
    const { state, steps } = await planOf(context, planId);
    expect(steps.map((step) => step.state).toSorted()).toEqual(['done', 'planned']);
    expect(state).toBe('appliedInPart');
    await expectTotalsToTie(context);
  });
});

describe('taking back', () => {
  /** Applied; the answer to taking it back was lost at a PSA that cannot be asked. */
  async function anOpenUndo(isThere: boolean) {
    const known = await aDifference(db, mute(aWritablePsa()));
    const { psa, context, clock, differenceId } = known;
    const planId = await planned(context, differenceId);
    await applyPlan(context, planId);
    await runApply(context, planId, handle());
    psa.fates.push(isThere ? 'doneAndLost' : 'lost');
    await undoPlan(context, planId);
    await runUndo(context, planId, handle());
    await aDayOfLooking(context, clock);
    const [command] = await listCommands(context, { state: 'needs_operator' });
    return { ...known, planId, command: must(command, 'the command that waits') };
  }

  test('it was taken back: the plan is undone and the difference open again', async () => {
    const { psa, context, planId, command } = await anOpenUndo(true);
    expect(command).toMatchObject({ direction: 'undo' });

    await decideCommand(context, command.commandId, confirm);
    await runUndo(context, planId, handle(), command.stepId);

    expect(await planOf(context, planId)).toMatchObject({ state: 'undone' });
    expect(await standing(context)).toMatchObject({ differences: [{ state: 'open' }], total: { count: 1, amount: '110' } });
    expect(psa.sent).toHaveLength(2);
    await expectTotalsToTie(context);
  });

  test('it was not: the plan stays applied, in words', async () => {
    const { context, planId, command } = await anOpenUndo(false);

    await decideCommand(context, command.commandId, deny);
    await runUndo(context, planId, handle(), command.stepId);

    expect(await planOf(context, planId)).toMatchObject({ state: 'applied', steps: [{ state: 'done', outcome: { code: 'not_placed' } }] });
    expect(await standing(context)).toMatchObject({ differences: [{ state: 'fixed' }], total: { count: 0 } });
  });

  test('is not decided while writing is switched off, because it may have to write on', async () => {
    const { context, command } = await anOpenUndo(true);
    await owner.db.updateTable('connection').set({ write_kinds: [] }).where('connection_id', '=', psaId).execute();
    expect(await decideCommand(context, command.commandId, confirm)).toMatchObject({ because: 'write_switched_off' });
  });
});

test('a plan needs recent books before it is made, also after a day of looking', async () => {
  const { context, differenceId } = await anOpenQuestion(false);
  expect(await createPlan(context, { differenceIds: [differenceId] })).toMatchObject({ because: 'data_stale' });
});
