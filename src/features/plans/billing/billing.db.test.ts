import { afterEach, expect, test } from 'vitest';
import { customerId } from '../../../../test/support/compared-estate.ts';
import { aDatabase } from '../../../../test/support/database.ts';
import { aDifference, emptied, planned, planOf, stepOf } from '../../../../test/support/one-difference.ts';
import { type BillingBehaviour, safeBilling } from '../../../model/billing-behaviour.ts';
import type { Context } from '../../context.ts';
import { changeSettings, keepBillingException, listBillingExceptions, removeBillingException } from '../../settings/index.ts';
import { createPlan } from '../create-plan.ts';
import { simulateBilling } from './simulate-billing.ts';

const { db, owner } = await aDatabase();
afterEach(async () => {
  await emptied(owner.db);
  await owner.db.deleteFrom('billing_exception').execute();
});

const forAll = { customerId: undefined, product: undefined };
const nextMonth = { effective: { from: 'nextMonth' } } as const;
const save = (context: Context, choice: Partial<BillingBehaviour>) =>
  changeSettings(context, { billing: { ...safeBilling, ...choice }, version: 0 });

// The estate: 25 bought, 20 billed at 22.00; the agreement prorates and bills on 2026-12-01; today is 2026-11-21.
test('what is not set is previewed as ever: without a date, with what the next bill says', async () => {
  const { context, differenceId } = await aDifference(db);
  expect(await stepOf(context, await planned(context, differenceId))).toMatchObject({
    effectiveOn: undefined,
    firstBill: { amount: '110', currency: 'USD' },
  });
});

test('a correction counts from the day that the settings say, unless somebody asks for another or for none', async () => {
  const { context, differenceId } = await aDifference(db);
  await save(context, { effective: { from: 'day', day: 16 } });

  expect(await stepOf(context, await planned(context, differenceId))).toMatchObject({
    effectiveOn: '2026-12-16',
    firstBill: { amount: '56.77', currency: 'USD' }, // 16 of 31 days: 25 seats 283.87, 20 seats 227.10
  });
  const asked = await createPlan(context, { differenceIds: [differenceId], effectiveOn: 'nextBill' });
  expect(asked).toMatchObject({ status: 'created' });
  if (asked.status === 'created')
    expect(await planOf(context, asked.planId)).toMatchObject({ dateWish: 'nextBill', steps: [{ effectiveOn: undefined }] });
});

test('a customer is billed otherwise than all others while an exception says so, and again like them when it is removed', async () => {
  const { context, differenceId } = await aDifference(db);
  const effectiveOn = async () => (await stepOf(context, await planned(context, differenceId))).effectiveOn;
  await keepBillingException(context, { ...forAll, customerId: customerId(2), choice: nextMonth });
  expect(await effectiveOn()).toBeUndefined();

  const kept = await keepBillingException(context, { ...forAll, customerId: customerId(1), choice: nextMonth, reason: 'Their contract' });
  await keepBillingException(context, { ...forAll, customerId: customerId(1), choice: nextMonth, reason: 'Said twice is once' });

  expect(await effectiveOn()).toBe('2026-12-01');
  expect(await listBillingExceptions(context)).toMatchObject([
    { customerId: customerId(2) },
    { customerName: 'Customer 1', reason: 'Said twice is once', choice: nextMonth },
  ]);
  if (kept.status === 'kept') expect(await removeBillingException(context, kept.exceptionId)).toBe(true);
  expect(await effectiveOn()).toBeUndefined();
  expect(await keepBillingException(context, { ...forAll, customerId: customerId(9), choice: nextMonth })).toEqual({
    status: 'no_such_customer',
  });
});

test('what is thought of is tried before it is saved, and nothing is changed by it', async () => {
  const { context } = await aDifference(db);
  const middle = { effective: { from: 'day', day: 16 } } as const;

  expect(await simulateBilling(context, { ...forAll, choice: middle })).toMatchObject({
    month: '2026-10',
    corrections: 1,
    changed: 1,
    before: [{ amount: '110', currency: 'USD' }],
    after: [{ amount: '56.77', currency: 'USD' }],
    sample: [{ customerName: 'Customer 1', before: { effectiveOn: undefined }, after: { effectiveOn: '2026-12-16' } }],
  });
  expect(await simulateBilling(context, { ...forAll, customerId: customerId(2), choice: middle })).toMatchObject({
    changed: 0,
    sample: [],
  });
  expect(await simulateBilling(context, { ...forAll, choice: {} })).toMatchObject({ corrections: 1, changed: 0 });
  expect(await listBillingExceptions(context)).toEqual([]);
});
