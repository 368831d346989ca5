import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { anEstate, compareAll, customerId } from '../../../../test/support/compared-estate.ts';
import { aContext } from '../../../../test/support/context.ts';
import { aDatabase } from '../../../../test/support/database.ts';
import { auditOf, expectTotalsToTie } from '../../../../test/support/one-difference.ts';
import { aLine, aSubscription } from '../../../../test/support/records.ts';
import { aWritablePsa } from '../../../../test/support/writable-psa.ts';
import { must } from '../../../lib/must.ts';
import { permissionsOf } from '../../../model/person.ts';
import type { Context } from '../../context.ts';
import {
  addRule,
  changeRule,
  decideDifference,
  listDifferences,
  listRules,
  type RuleTerms,
  reconcileCustomer,
  removeRule,
  tryRule,
} from '../index.ts';

const { db, owner } = await aDatabase();
const psa = aWritablePsa();
const { context, clock } = aContext(db, { openRemote: () => psa });

/** Bought and billed: the money a month is 22 for each seat between them. */
const seats = (n: number, bought: number) => ({
  n,
  subscriptions: [aSubscription(n, { seats: bought })],
  lines: [aLine(n, { quantity: '20' })],
});
await anEstate(context, psa, [seats(1, 21), seats(2, 19), seats(3, 22), seats(4, 30)]);
await compareAll(context);

const terms: RuleTerms = {
  name: 'A seat or two',
  kinds: ['quantity_mismatch_psa'],
  causes: [],
  customerId: null,
  product: null,
  onlyCertain: false,
  limitEach: { amount: '44', currency: 'USD' },
  limitTotal: { amount: '60', currency: 'USD' },
  because: 'belowTolerance',
  reason: 'not worth a call',
  expiresOn: null,
};

const rows = async () => {
  const list = { filter: {}, sort: 'customerName', limit: 50, cursor: undefined, count: false };
  return (await listDifferences(context, list)).rows;
};
const standing = async () => (await rows()).map(({ customerName, state, because }) => `${customerName} ${state} ${because ?? '-'}`);
const theRule = async () => must((await listRules(context))[0], 'the rule');

test('the test bench says what the rule would take now, in money, and changes nothing', async () => {
  const { now, lastMonth } = await tryRule(context, terms);

  expect(now).toMatchObject({ count: 2, money: [{ amount: '44', currency: 'USD' }], overLimit: 2 });
  expect(now.sample.map(({ customerName }) => customerName).toSorted()).toEqual(['Customer 1', 'Customer 2']);
  expect(lastMonth).toMatchObject({ count: 0, money: [] });
  expect((await rows()).every(({ state }) => state === 'open')).toBe(true);
});

test('the test bench looks back a month, and tells what people corrected among it', async () => {
  await sql`update difference set first_seen_at = first_seen_at - interval '30 days', last_seen_at = last_seen_at - interval '25 days',
    state = case when customer_id = ${customerId(1)} then 'fixed' else state end`.execute(owner.db);

  expect(await tryRule(context, terms)).toMatchObject({ lastMonth: { count: 2, overLimit: 2 }, fixedByPeople: 1 });
  await sql`update difference set state = 'open'`.execute(owner.db);
});

test('a rule accepts from the next comparison on, within both limits, and each acceptance names it', async () => {
  expect(await addRule(context, terms)).toMatchObject({ status: 'kept', rule: { accepted: { count: 0 } } });
  expect((await rows()).every(({ state }) => state === 'open')).toBe(true);

  const end = await compareAll(context);

  expect(end.result).toMatchObject({ accepted: 2 });
  expect(await standing()).toEqual([
    'Customer 1 accepted belowTolerance',
    'Customer 2 accepted belowTolerance',
    'Customer 3 open -', // within the limit for each, past the total
    'Customer 4 open -',
  ]);
  expect(await theRule()).toMatchObject({ accepted: { count: 2, money: { amount: '44', currency: 'USD' } } });
  const events = await auditOf(context, 'difference.autoAccept');
  expect(events.map(({ after }) => (after as { ruleName: string }).ruleName)).toEqual(['A seat or two', 'A seat or two']);
  await expectTotalsToTie(context);
});

test('the same comparison again takes nothing more: the total holds over all runs', async () => {
  const before = await standing();

  expect((await compareAll(context)).result).toMatchObject({ accepted: 0 });
  await reconcileCustomer(context, customerId(3));

  expect(await standing()).toEqual(before);
});

test('other numbers are another question: past the limit it is open again', async () => {
  await sql`update psa_line set quantity = 10 where remote_id = '5001'`.execute(owner.db);
  await reconcileCustomer(context, customerId(1));

  expect((await rows())[0]).toMatchObject({ state: 'open', cameBack: true, ruleId: undefined, because: undefined });
  await expectTotalsToTie(context);
});

test('what a person opened again no rule touches', async () => {
  const [, second] = await rows();
  const { differenceId, version } = must(second, 'the second');
  expect(await decideDifference(context, differenceId, { decision: 'reopen', version })).toMatchObject({ outcome: 'decided' });

  await compareAll(context);

  expect(await standing()).toEqual(['Customer 1 open -', 'Customer 2 open -', 'Customer 3 accepted belowTolerance', 'Customer 4 open -']);
});

test('a narrower rule lets go of what it no longer takes, at once', async () => {
  const { ruleId, version } = await theRule();

  expect(await changeRule(context, ruleId, { limitEach: { amount: '43.99', currency: 'USD' }, version: version + 5 })).toEqual({
    status: 'changed_since',
  });
  await changeRule(context, ruleId, { limitEach: { amount: '43.99', currency: 'USD' }, version });

  expect((await standing())[2]).toBe('Customer 3 open -');
  expect(await auditOf(context, 'difference.autoReopen')).toHaveLength(1);
  await expectTotalsToTie(context);
});

test('a rule that is gone leaves nothing accepted behind, and one past its last day takes nothing', async () => {
  const { ruleId, version } = await theRule();
  await changeRule(context, ruleId, { limitEach: terms.limitEach, expiresOn: '2026-11-21', version });
  await clock.advance(24 * 3_600_000);
  expect((await compareAll(context)).result).toMatchObject({ accepted: 0 });
  await changeRule(context, ruleId, { expiresOn: null, version: version + 1 });
  expect((await compareAll(context)).result).toMatchObject({ accepted: 1 });

  expect(await removeRule(context, ruleId)).toBe(true);

  expect((await rows()).every(({ state }) => state === 'open')).toBe(true);
  expect(await removeRule(context, ruleId)).toBe(false);
  await expectTotalsToTie(context);
});

test('limits of somebody who may not see costs find no cost out', async () => {
  const blind: Context = {
    ...context,
    actor: { kind: 'person', personId: undefined, name: 'Ben', permissions: permissionsOf.operator, origin: undefined },
  };
  const wide: RuleTerms = {
    ...terms,
    kinds: ['price_below_cost'],
    limitEach: { amount: '9999', currency: 'USD' },
    limitTotal: { amount: '9999', currency: 'USD' },
  };
  await sql`update difference set kind = 'price_below_cost' where customer_id = ${customerId(4)}`.execute(owner.db);

  expect((await tryRule(blind, wide)).now).toMatchObject({ count: 0, overLimit: 0, money: [] });
  expect((await tryRule(context, wide)).now).toMatchObject({ count: 1 });
  expect(await addRule(blind, wide)).toMatchObject({ rule: { coversCosts: false } });
});

test('a rule has one currency, and a customer that there is', async () => {
  expect(await addRule(context, { ...terms, limitTotal: { amount: '1', currency: 'EUR' } })).toEqual({
    status: 'refused',
    because: 'two_currencies',
  });
  expect(await addRule(context, { ...terms, customerId: context.ids() })).toEqual({ status: 'refused', because: 'no_such_customer' });
});
