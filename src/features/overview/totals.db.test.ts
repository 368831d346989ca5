import fc from 'fast-check';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { anEstate, compareAll, customerId, handle, standing } from '../../../test/support/compared-estate.ts';
import { aContext } from '../../../test/support/context.ts';
import { aDatabase } from '../../../test/support/database.ts';
import { emptied, expectTotalsToTie, nextSeed } from '../../../test/support/one-difference.ts';
import { aLine, aSubscription } from '../../../test/support/records.ts';
import { aWritablePsa } from '../../../test/support/writable-psa.ts';
import { Decimal } from '../../lib/decimal.ts';
import { openStates } from '../../model/difference.ts';
import type { Context } from '../context.ts';
import { applyPlan, createPlan, listPlans, resolveDue, undoPlan } from '../plans/index.ts';
import { runApply } from '../plans/run-apply.ts';
import { runUndo } from '../plans/undo-plan.ts';
import { decideDifference, findDifference, reconcileCustomer } from '../reconciliation/index.ts';
import { getOverview } from './index.ts';

const { db, owner } = await aDatabase();

async function anOffice() {
  const psa = aWritablePsa();
  const { context, clock } = aContext(db, { openRemote: () => psa, seed: nextSeed() });
  await anEstate(context, psa, [
    { n: 1, lines: [aLine(1, { quantity: '20' })] },
    { n: 2, lines: [] },
    { n: 3, subscriptions: [aSubscription(3, { status: 'cancelled' })] },
    { n: 4, lines: [aLine(4, { unitPrice: '17.00' })] },
    { n: 5, access: 'expired' },
    { n: 6, mapped: false, lines: [] },
  ]);
  return { psa, context, clock };
}
type Office = Awaited<ReturnType<typeof anOffice>>;

const pickFrom = async <T>(items: Promise<readonly T[]>, pick: number): Promise<T | undefined> => {
  const all = await items;
  return all[pick % Math.max(1, all.length)];
};
const differenceIds = async (context: Context): Promise<string[]> =>
  (await standing(context)).differences.map((each) => each.difference_id);

async function decide({ context }: Office, pick: number, decision: 'accept' | 'mute' | 'reopen'): Promise<void> {
  const id = await pickFrom(differenceIds(context), pick);
  const difference = id === undefined ? undefined : await findDifference(context, id);
  if (id === undefined || difference === undefined) return;
  const { version } = difference;
  const until = context.clock.today().add({ days: 2 }).toString();
  if (decision === 'reopen') await decideDifference(context, id, { decision, version });
  else if (decision === 'accept') await decideDifference(context, id, { decision, version, reason: 'agreed' });
  else await decideDifference(context, id, { decision, version, reason: 'later', until });
}

/** What people, remotes and days do, each with a number to choose by. */
const acts = {
  compareAll: ({ context }: Office) => compareAll(context),
  compareOne: ({ context }: Office, pick: number) => reconcileCustomer(context, customerId((pick % 6) + 1)),
  accept: (office: Office, pick: number) => decide(office, pick, 'accept'),
  mute: (office: Office, pick: number) => decide(office, pick, 'mute'),
  reopen: (office: Office, pick: number) => decide(office, pick, 'reopen'),
  edit: async ({ psa }: Office, pick: number) => {
    const line = String(5_001 + (pick % 4));
    psa.edit(line, { quantity: String(pick % 40) });
    await sql`update psa_line set quantity = ${String(pick % 40)} where remote_id = ${line}`.execute(owner.db);
  },
  buy: (_office: Office, pick: number) =>
    sql`update subscription set seats = ${pick % 40} where customer_id = ${customerId((pick % 6) + 1)}`.execute(owner.db),
  apply: async ({ context, psa }: Office, pick: number) => {
    const id = await pickFrom(differenceIds(context), pick);
    if (id === undefined) return;
    psa.fates.splice(0, psa.fates.length, ...(['fine', 'fine', 'doneAndLost', 'lost', 'refused'] as const).slice(pick % 5, (pick % 5) + 1));
    const created = await createPlan(context, { differenceIds: [id] });
    if (created.status !== 'created') return;
    const begun = await applyPlan(context, created.planId);
    if (begun.status === 'accepted') await runApply(context, created.planId, handle());
  },
  undo: async ({ context }: Office, pick: number) => {
    const plan = await pickFrom(listPlans(context), pick);
    if (plan === undefined) return;
    const begun = await undoPlan(context, plan.planId);
    if (begun.status === 'accepted') await runUndo(context, plan.planId, handle());
  },
  anHour: async ({ context, clock }: Office) => {
    await clock.advance(3_600_000);
    await resolveDue(context);
    await owner.db.updateTable('connection').set({ last_success_at: clock.now() }).execute();
  },
  aDay: async ({ context, clock }: Office) => {
    await clock.advance(24 * 3_600_000);
    await resolveDue(context);
    await owner.db.updateTable('connection').set({ last_success_at: clock.now() }).execute();
  },
} as const satisfies Record<string, (office: Office, pick: number) => Promise<unknown>>;
type Act = keyof typeof acts;

const anAct = fc.record({ act: fc.constantFrom(...(Object.keys(acts) as Act[])), pick: fc.nat(1_000) });

/** What the start page says is what the list of differences says. */
async function expectOverviewToTie(context: Context): Promise<void> {
  await expectTotalsToTie(context);
  const { open, monthly, byKind } = await getOverview(context);
  const rows = (await standing(context)).differences.filter((each) => (openStates as readonly string[]).includes(each.state));
  expect(open).toBe(rows.length);
  const sum = rows.reduce((all, each) => all.plus(each.impact), new Decimal(0));
  expect(new Decimal(monthly[0]?.amount ?? '0').eq(sum)).toBe(true);
  const counted = [...Map.groupBy(rows, (row) => row.kind)].map(([kind, same]) => [kind, same.length]);
  expect(byKind.map(({ kind, count }) => [kind, count])).toEqual(counted.toSorted((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1)));
}

test('whatever people, remotes and days do, the overview is the sum of the open differences', { timeout: 240_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anAct, { minLength: 4, maxLength: 14 }), async (sequence) => {
      await emptied(owner.db);
      const office = await anOffice();
      await compareAll(office.context);
      for (const { act, pick } of sequence) {
        await acts[act](office, pick);
        await expectOverviewToTie(office.context);
      }
    }),
    { numRuns: 12, endOnFailure: true },
  );
});

test('R8: a customer without lines and subscriptions moves no amount', async () => {
  await emptied(owner.db);
  const { context, psa } = await anOffice();
  await compareAll(context);
  const before = await standing(context);
  await owner.db
    .insertInto('customer')
    .columns([
      'customer_id',
      'reseller_id',
      'cloud',
      'tenant_id',
      'name',
      'domain',
      'access_state',
      'psa_state',
      'subscriptions',
      'seen_at',
      'created_at',
      'changed_at',
    ])
    .expression((of) =>
      of
        .selectFrom('customer')
        .select((row) => [
          sql<string>`${customerId(99)}::uuid`.as('customer_id'),
          'reseller_id',
          'cloud',
          row.val('nobody').as('tenant_id'),
          row.val('Nobody').as('name'),
          'domain',
          row.val('active').as('access_state'),
          'psa_state',
          sql<number>`0`.as('subscriptions'),
          'seen_at',
          'created_at',
          'changed_at',
        ])
        .where('customer_id', '=', customerId(1)),
    )
    .execute();
  await compareAll(context);

  expect(await standing(context)).toEqual(before);
  expect(psa.sent).toEqual([]);
});

test('what was put right is counted once, and given back when it is undone', async () => {
  await emptied(owner.db);
  const { context } = await anOffice();
  await compareAll(context);
  const quantity = (await standing(context)).differences.find((each) => each.kind === 'quantity_mismatch_psa');
  const created = await createPlan(context, { differenceIds: [quantity?.difference_id ?? ''] });
  const planId = 'planId' in created ? (created.planId ?? '') : '';
  await applyPlan(context, planId);
  await runApply(context, planId, handle());
  await runApply(context, planId, handle());
  expect((await getOverview(context)).recovered).toEqual([{ amount: '110', currency: 'USD' }]);

  await undoPlan(context, planId);
  await runUndo(context, planId, handle());
  expect((await getOverview(context)).recovered).toEqual([{ amount: '0', currency: 'USD' }]);
  await expectOverviewToTie(context);
});
