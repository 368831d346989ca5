import { sql } from 'kysely';
import { expect } from 'vitest';
import type { Context } from '../../src/features/context.ts';
import { createPlan, findPlan } from '../../src/features/plans/index.ts';
import { Decimal } from '../../src/lib/decimal.ts';
import { must } from '../../src/lib/must.ts';
import { openStates } from '../../src/model/difference.ts';
import type { Permission } from '../../src/model/person.ts';
import type { Db } from '../../src/platform/db/connect.ts';
import { everything, inScope } from '../../src/platform/db/transaction.ts';
import { anEstate, compareAll, standing } from './compared-estate.ts';
import { aContext } from './context.ts';
import { aLine, aSubscription, guid } from './records.ts';
import { aWritablePsa, type WritablePsa } from './writable-psa.ts';

/** Everything that an estate and its corrections leave, gone; the audit trail outlives it. */
export const emptied = async (owner: Db): Promise<void> => {
  await sql`truncate plan, plan_step, command, command_attempt, difference, customer, customer_connection, subscription, account,
    account_identity, psa_agreement, psa_line, psa_service, product_mapping, account_mapping, customer_mapping, connection, sync_run, reconciliation_run,
    overview_total, setting, job, lease, compared_books, customer_conflict cascade`.execute(owner);
};

// The audit trail outlives the tests of a file, so no id may come twice.
let seeds = 0;
export const nextSeed = (): number => (seeds += 1);

/** One customer with 25 seats bought and 20 billed, and one in order; compared. */
export async function aDifference(db: Db, psa: WritablePsa = aWritablePsa()) {
  const { context, clock } = aContext(db, { openRemote: () => psa, seed: nextSeed() });
  await anEstate(context, psa, [
    { n: 1, subscriptions: [aSubscription(1, { seats: 25 })], lines: [aLine(1, { quantity: '20' })] },
    { n: 2 },
  ]);
  await compareAll(context);
  const { differences } = await standing(context);
  return { psa, context, clock, differenceId: must(differences[0], 'the difference').difference_id };
}

export async function planned(context: Context, ...differenceIds: string[]): Promise<string> {
  const created = await createPlan(context, { differenceIds });
  if (created.status !== 'created') throw new Error(created.detail);
  return created.planId;
}

export const as = (context: Context, n: number): Context => ({
  ...context,
  actor: { kind: 'person', personId: guid(n), name: `Person ${n}`, permissions: [] as Permission[], origin: undefined },
});

export const planOf = async (context: Context, planId: string) => must(await findPlan(context, planId), 'the plan');
export const stepOf = async (context: Context, planId: string) => must((await planOf(context, planId)).steps[0], 'the step');

export const commandRows = (context: Context) =>
  inScope(context.db, everything, (tx) => tx.selectFrom('command').selectAll().orderBy('created_at').orderBy('command_id').execute());

export const attemptRows = (context: Context) =>
  inScope(context.db, everything, (tx) => tx.selectFrom('command_attempt').selectAll().orderBy('attempt').execute());

export const auditOf = (context: Context, action: string) =>
  inScope(context.db, everything, (tx) => tx.selectFrom('audit_event').selectAll().where('action', '=', action).orderBy('seq').execute());

/** As if the worker that held them had died half a minute ago. */
export const claimsRunOut = (owner: Db): Promise<unknown> =>
  sql`update lease set lease_until = now() - interval '1 second' where lease_until > 'epoch'`.execute(owner);

/** The promise of the Overview: its sum is the sum of the open differences, to the last digit, for all and for each customer. */
export async function expectTotalsToTie(context: Context): Promise<void> {
  const { differences, total } = await standing(context);
  const open = differences.filter((each) => (openStates as readonly string[]).includes(each.state));
  const sum = (rows: typeof open): Decimal => rows.reduce((all, each) => all.plus(each.impact), new Decimal(0));
  expect(total.count).toBe(open.length);
  expect(new Decimal(total.amount).eq(sum(open))).toBe(true);
  const customers = await inScope(context.db, everything, (tx) =>
    tx.selectFrom('customer').select(['customer_id', 'open_differences', 'at_stake']).execute(),
  );
  for (const customer of customers) {
    const own = open.filter((each) => each.customer_id === customer.customer_id);
    expect(customer.open_differences).toBe(own.length);
    expect(new Decimal(customer.at_stake).eq(sum(own))).toBe(true);
  }
}
