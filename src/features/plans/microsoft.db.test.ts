import { afterEach, describe, expect, test } from 'vitest';
import { anEstate, compareAll, handle, marketplaceId, standing } from '../../../test/support/compared-estate.ts';
import { aContext } from '../../../test/support/context.ts';
import { aDatabase } from '../../../test/support/database.ts';
import { aMarketplace } from '../../../test/support/fake-remotes.ts';
import { emptied, nextSeed, planOf, stepOf } from '../../../test/support/one-difference.ts';
import { aLine, aSubscription } from '../../../test/support/records.ts';
import { aWritablePsa } from '../../../test/support/writable-psa.ts';
import type { Marketplace, MicrosoftWrite } from '../../connectors/ports.ts';
import { Fault } from '../../lib/errors.ts';
import { must } from '../../lib/must.ts';
import { inverseAtMicrosoft } from '../../model/difference.ts';
import { listConflicts } from '../conflicts/index.ts';
import { applyPlan, createPlan, undoPlan } from './index.ts';
import { runApply } from './run-apply.ts';
import { runUndo } from './undo-plan.ts';

const { db, owner } = await aDatabase();
afterEach(() => emptied(owner.db));

/** Partner Center with one subscription that can be changed there. */
function aWritableMarketplace() {
  const base = aMarketplace();
  const sent: MicrosoftWrite[] = [];
  const state = { seats: 25, returnable: [{ seats: 5, until: '2026-11-25T00:00:00Z' }] };
  const marketplace: Marketplace = {
    ...base,
    subscription: () =>
      Promise.resolve({ subscription: aSubscription(1, { seats: state.seats }), returnable: state.returnable, hasBookedChange: false }),
    prepare: () => [{ summary: 'Change the subscription', method: 'PATCH', path: '/subscription', body: {} }],
    write: (write) => {
      sent.push(write);
      if (write.correction.action === 'setSeats') state.seats = Number(write.correction.to);
      return Promise.resolve({ remoteIds: [write.correction.subscriptionRemoteId], undo: inverseAtMicrosoft(write.correction) });
    },
    lookUp: () => Promise.resolve({ found: 'undecidable', candidates: [] }),
  };
  return { marketplace, sent, state };
}

/** 25 seats bought, 20 billed; the way back to 20 at Microsoft is chosen. */
async function mismatch() {
  const psa = aWritablePsa();
  const microsoft = aWritableMarketplace();
  const { context, clock } = aContext(db, {
    openRemote: ({ settings }) => (settings.kind === 'partnerCenter' ? microsoft.marketplace : psa),
    seed: nextSeed(),
  });
  await anEstate(context, psa, [{ n: 1, subscriptions: [aSubscription(1, { seats: 25 })], lines: [aLine(1, { quantity: '20' })] }]);
  await compareAll(context);
  const [difference] = (await standing(context)).differences;
  const differenceId = must(difference, 'the difference').difference_id;
  const preview = () => createPlan(context, { differenceIds: [differenceId], action: 'setSeats' });
  const allow = () =>
    owner.db
      .updateTable('connection')
      .set({ write_kinds: ['subscriptions'] })
      .where('connection_id', '=', marketplaceId)
      .execute();
  return { ...microsoft, psa, context, clock, preview, allow };
}

const conflictsIn = async (context: Parameters<typeof listConflicts>[0]) =>
  (await listConflicts(context, { filter: {}, limit: 50, cursor: undefined, descending: true, count: false })).rows;

describe('a difference put right at Microsoft', () => {
  test('is refused until somebody switched changing subscriptions on', async () => {
    const { preview } = await mismatch();
    expect(await preview()).toMatchObject({
      status: 'refused',
      because: 'write_switched_off',
      detail: expect.stringMatching(/subscriptions/) as string,
    });
  });

  test('previews, applies, reads back, and is undone; the PSA is not touched', async () => {
    const { context, preview, allow, sent, state, psa } = await mismatch();
    await allow();
    const created = must(await preview(), 'a plan');
    if (created.status !== 'created') throw new Error(created.detail);
    expect(await stepOf(context, created.planId)).toMatchObject({
      correction: { action: 'setSeats', from: '25', to: '20' },
      before: { seats: '25' },
      after: { seats: '20' },
      reversibility: 'undoableHere',
    });

    await applyPlan(context, created.planId);
    await runApply(context, created.planId, handle());

    expect(await planOf(context, created.planId)).toMatchObject({ state: 'applied', steps: [{ outcome: { code: 'verified' } }] });
    expect([sent.length, state.seats, psa.sent.length]).toEqual([1, 20, 0]);
    expect((await standing(context)).differences.filter(({ state: now }) => now === 'open')).toEqual([]);

    await undoPlan(context, created.planId);
    await runUndo(context, created.planId, handle());
    expect([sent.length, state.seats]).toEqual([2, 25]);
    expect((await standing(context)).differences).toMatchObject([{ state: 'open' }]);
  });

  test('is refused when the seats can no longer be given back, before anything is sent', async () => {
    const { preview, allow, sent, state } = await mismatch();
    await allow();
    state.returnable = [{ seats: 4, until: '2026-11-25T00:00:00Z' }];
    expect(await preview()).toMatchObject({ because: 'nothing_to_correct', detail: expect.stringMatching(/Only 4 of the 5/) as string });
    expect(sent).toEqual([]);
  });

  test('somebody changed the seats since the preview: nothing is sent, a fresh look is taken', async () => {
    const { context, preview, allow, sent, state } = await mismatch();
    await allow();
    const created = await preview();
    if (created.status !== 'created') throw new Error(created.detail);
    state.seats = 26;
    expect(await applyPlan(context, created.planId)).toMatchObject({ status: 'refused', because: 'plan_stale' });
    expect(sent).toEqual([]);
    expect(await conflictsIn(context)).toMatchObject([
      {
        ...{
          kind: 'planOvertaken',
          winner: 'microsoft',
          planId: created.planId,
          subject: expect.stringContaining('Set the seats') as string,
        },
        ...{ field: 'seats', base: '25', ours: '20', theirs: '26' },
      },
    ]);
  });
});

describe('what somebody else changes at Microsoft', () => {
  async function applied() {
    const known = await mismatch();
    await known.allow();
    const created = await known.preview();
    if (created.status !== 'created') throw new Error(created.detail);
    return { ...known, planId: created.planId };
  }

  test('between the last look and the write is a conflict, and nothing was sent', async () => {
    const { context, planId, state, marketplace } = await applied();
    await applyPlan(context, planId);
    Object.assign(marketplace, {
      write: () => {
        state.seats = 27;
        return Promise.reject(new Fault('changed_since', 'permanent', 'It was changed since', { remote: 'partner-center' }));
      },
    });
    await runApply(context, planId, handle());

    expect(await planOf(context, planId)).toMatchObject({ state: 'failed', steps: [{ outcome: { code: 'changed_since' } }] });
    expect(await conflictsIn(context)).toMatchObject([{ kind: 'writeOvertaken', field: 'seats', base: '25', ours: '20', theirs: '27' }]);
  });

  test('between applying and carrying out is one too', async () => {
    const { context, planId, state } = await applied();
    await applyPlan(context, planId);
    state.seats = 24;
    await runApply(context, planId, handle());

    expect(await conflictsIn(context)).toMatchObject([{ kind: 'planOvertaken', ours: '20', theirs: '24' }]);
  });

  test('after our write is told when it is read, and keeps the plan from being taken back', async () => {
    const { context, clock, planId, state } = await applied();
    await applyPlan(context, planId);
    await runApply(context, planId, handle());
    expect(await conflictsIn(context)).toEqual([]); // our own write is no conflict
    await clock.advance(1_000);
    state.seats = 22;

    await undoPlan(context, planId);
    await runUndo(context, planId, handle());

    const told = (await conflictsIn(context)).toSorted((a, b) => (a.kind < b.kind ? -1 : 1));
    expect(told).toMatchObject([
      { kind: 'changedAfterWrite', field: 'seats', ours: '20', theirs: '22', planId },
      { kind: 'undoOvertaken', base: '20', ours: '25', theirs: '22', planId },
    ]);
  });

  test('is none where we take our own change back', async () => {
    const { context, planId } = await applied();
    await applyPlan(context, planId);
    await runApply(context, planId, handle());
    await undoPlan(context, planId);
    await runUndo(context, planId, handle());

    expect(await conflictsIn(context)).toEqual([]);
  });
});
