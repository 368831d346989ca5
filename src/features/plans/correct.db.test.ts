import { expect, test } from 'vitest';
import { anEstate, compareAll, handle, standing } from '../../../test/support/compared-estate.ts';
import { aContext } from '../../../test/support/context.ts';
import { aDatabase } from '../../../test/support/database.ts';
import { aLine, aSubscription } from '../../../test/support/records.ts';
import { aWritablePsa } from '../../../test/support/writable-psa.ts';
import { must } from '../../lib/must.ts';
import { applyPlan, createPlan, findPlan, undoPlan } from './index.ts';
import { runApply } from './run-apply.ts';
import { runUndo } from './undo-plan.ts';

const { db } = await aDatabase();

test('25 seats bought and 20 billed are found, corrected, verified, counted and taken back', async () => {
  const psa = aWritablePsa();
  const { context } = aContext(db, { openRemote: () => psa });
  await anEstate(context, psa, [
    { n: 1, subscriptions: [aSubscription(1, { seats: 25 })], lines: [aLine(1, { quantity: '20' })] },
    { n: 2 },
  ]);

  await compareAll(context);
  const found = await standing(context);
  expect(found.differences).toMatchObject([{ kind: 'quantity_mismatch_psa', state: 'open', impact: '110' }]);
  expect(found.total).toEqual({ count: 1, amount: '110' });

  const differenceId = must(found.differences[0], 'the difference').difference_id;
  const created = await createPlan(context, { differenceIds: [differenceId] });
  if (created.status !== 'created') throw new Error(created.detail);
  const preview = must(await findPlan(context, created.planId), 'the plan');
  expect(preview).toMatchObject({ state: 'previewed', needsApproval: false, totals: [{ amount: '110', currency: 'USD' }] });
  expect(preview.steps).toMatchObject([
    { before: { quantity: '20' }, after: { quantity: '25' }, effectiveOn: undefined, state: 'planned' },
  ]);
  expect(psa.sent).toEqual([]);

  const begun = await applyPlan(context, created.planId);
  const again = await applyPlan(context, created.planId);
  expect(begun).toMatchObject({ status: 'accepted', joined: false });
  expect(again).toMatchObject({ status: 'accepted', joined: true });
  await runApply(context, created.planId, handle());

  expect(psa.line('5001')?.quantity).toBe('25');
  expect(psa.effects).toHaveLength(1);
  expect(await findPlan(context, created.planId)).toMatchObject({
    state: 'applied',
    undoable: true,
    approvedBy: 'Policy: up to USD 500.00 a month',
    steps: [{ state: 'done', outcome: { code: 'verified', verified: true } }],
  });
  expect(await standing(context)).toMatchObject({ differences: [{ state: 'fixed' }], total: { count: 0, amount: '0' } });

  expect(await undoPlan(context, created.planId)).toMatchObject({ status: 'accepted' });
  await runUndo(context, created.planId, handle());
  expect(psa.line('5001')?.quantity).toBe('20');
  expect(await findPlan(context, created.planId)).toMatchObject({
    state: 'undone',
    steps: [{ state: 'undone', outcome: { verified: true } }],
  });
  expect(await standing(context)).toMatchObject({ differences: [{ state: 'open', came_back: false }], total: { count: 1, amount: '110' } });
});
