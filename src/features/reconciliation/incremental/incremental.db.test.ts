import fc from 'fast-check';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { anEstate, compareAll, customerId, handle, psaId } from '../../../../test/support/compared-estate.ts';
import { aContext } from '../../../../test/support/context.ts';
import { aDatabase } from '../../../../test/support/database.ts';
import { emptied, nextSeed } from '../../../../test/support/one-difference.ts';
import { aLine, aSubscription, guid } from '../../../../test/support/records.ts';
import { aWritablePsa } from '../../../../test/support/writable-psa.ts';
import { writtenDifferences } from '../../../../test/support/written-differences.ts';
import type { Context } from '../../context.ts';
import { addRule, decideDifference, findDifference, type RuleTerms, reconcileCustomer } from '../index.ts';
import { runOne, runReconciliation } from '../run.ts';

const { db, owner } = await aDatabase();
const count = 5;

async function anOffice() {
  await emptied(owner.db);
  await sql`truncate subscription_change, acceptance_rule`.execute(owner.db);
  const psa = aWritablePsa();
  const { context, clock } = aContext(db, { openRemote: () => psa, seed: nextSeed() });
  await anEstate(context, psa, [
    { n: 1, subscriptions: [aSubscription(1, { seats: 25 })], lines: [aLine(1, { quantity: '20' })] },
    { n: 2 },
    { n: 3, lines: [] },
    { n: 4, subscriptions: [aSubscription(4, { status: 'cancelled' })] },
    { n: 5, mapped: false },
  ]);
  return { context, clock };
}
type Office = Awaited<ReturnType<typeof anOffice>>;

const aRule: RuleTerms = {
  name: 'Not worth a call',
  kinds: ['missing_in_psa', 'quantity_mismatch_psa'],
  causes: [],
  customerId: null,
  product: null,
  onlyCertain: false,
  limitEach: { amount: '600', currency: 'USD' },
  limitTotal: { amount: '600', currency: 'USD' },
  because: 'belowTolerance',
  reason: 'not worth a call',
  expiresOn: null,
};

const run = async (context: Context, all = false) => (await runReconciliation(context, handle(), { all })).result;

const written = (): Promise<string> => writtenDifferences(owner.db);

const of = (pick: number): string => customerId((pick % count) + 1);
const accountOf = (pick: number): string => guid(700_001 + (pick % count));

/** What readings, people and days do to the books, each with a number to choose by. */
const acts = {
  buy: ({ clock }: Office, pick: number) =>
    sql`with moved as (update subscription set seats = ${pick % 30}, changed_at = ${clock.now()} where customer_id = ${of(pick)}::uuid returning *)
      insert into subscription_change (customer_id, subscription_id, change_id, reseller_id, changes, cause, at)
      select customer_id, subscription_id, gen_random_uuid(), reseller_id, '{"seats": {"before": "1", "after": "2"}}', 'sync', ${clock.now()}
      from moved`.execute(owner.db),
  bill: (_: Office, pick: number) =>
    sql`update psa_line set quantity = ${pick % 30} where account_id = ${accountOf(pick)}::uuid`.execute(owner.db),
  reprice: (_: Office, pick: number) =>
    sql`update psa_line set unit_price = ${15 + (pick % 9)} where account_id = ${accountOf(pick)}::uuid`.execute(owner.db),
  loseTheLine: ({ clock }: Office, pick: number) =>
    sql`update psa_line set retired_at = case when retired_at is null then ${clock.now()}::timestamptz end
      where account_id = ${accountOf(pick)}::uuid`.execute(owner.db),
  map: (_: Office, pick: number) =>
    sql`update account_mapping set state = 'mapped', account_id = ${accountOf(Math.floor(pick / count))}::uuid
      where customer_id = ${of(pick)}::uuid`.execute(owner.db),
  unmap: (_: Office, pick: number) =>
    sql`update account_mapping set state = 'unmapped', account_id = null where customer_id = ${of(pick)}::uuid`.execute(owner.db),
  rename: (_: Office, pick: number) =>
    sql`update customer set name = ${`Renamed ${pick}`} where customer_id = ${of(pick)}::uuid`.execute(owner.db),
  loseAccess: (_: Office, pick: number) =>
    sql`update customer set access_state = case access_state when 'active' then 'expired' else 'active' end
      where customer_id = ${of(pick)}::uuid`.execute(owner.db),
  changeTheCatalogue: (_: Office, pick: number) => sql`update psa_service set cost = ${pick % 40}`.execute(owner.db),
  mapProducts: (_: Office, pick: number) =>
    sql`update product_mapping set state = ${pick % 2 === 0 ? 'mapped' : 'unmapped'}`.execute(owner.db),
  readHalf: (_: Office, pick: number) => {
    const verdict = pick % 2 === 0 ? 'complete' : 'suspicious';
    const progress = JSON.stringify({ kinds: [{ kind: 'lines', verdict, reason: null }] });
    return sql`update sync_run set progress = ${progress} where connection_id = ${psaId}::uuid`.execute(owner.db);
  },
  touch: ({ clock }: Office) => sql`update psa_line set seen_at = ${clock.now()}`.execute(owner.db),
  decide: async ({ context }: Office, pick: number) => {
    const { rows } = await sql<{ difference_id: string }>`select difference_id from difference order by difference_id`.execute(owner.db);
    const id = rows[pick % Math.max(1, rows.length)]?.difference_id;
    const difference = id === undefined ? undefined : await findDifference(context, id);
    if (id === undefined || difference === undefined) return;
    await decideDifference(context, id, { decision: pick % 3 === 0 ? 'reopen' : 'accept', reason: 'agreed', version: difference.version });
  },
  addARule: ({ context }: Office) => addRule(context, aRule),
  lookAtOne: ({ context }: Office, pick: number) => reconcileCustomer(context, of(pick)),
  wait: ({ clock }: Office, pick: number) => clock.advance((pick % 60) * 60_000),
  aDay: ({ clock }: Office) => clock.advance(24 * 3_600_000),
} as const satisfies Record<string, (office: Office, pick: number) => Promise<unknown>>;
type Act = keyof typeof acts;
const anAct = fc.record({ act: fc.constantFrom(...(Object.keys(acts) as Act[])), pick: fc.nat(1_000) });

test('comparing what changed gives what comparing everything gives, byte for byte, whatever happens', { timeout: 240_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(anAct, { minLength: 1, maxLength: 3 }), { minLength: 2, maxLength: 5 }), async (sequence) => {
      const office = await anOffice();
      await compareAll(office.context);
      for (const step of sequence) {
        for (const { act, pick } of step) await acts[act](office, pick);
        await run(office.context);
        const incremental = await written();
        await run(office.context, true);
        expect(incremental).toBe(await written());
      }
    }),
    { numRuns: 8, endOnFailure: true },
  );
});

test('only the customer whose line changed is looked at, and whoever shares its account', async () => {
  const { context } = await anOffice();
  expect(await run(context)).toMatchObject({ customers: count, unchanged: 0 });
  expect(await run(context)).toMatchObject({ customers: 0, unchanged: count });

  await sql`update psa_line set quantity = 7 where account_id = ${accountOf(0)}::uuid`.execute(owner.db);
  expect(await run(context)).toMatchObject({ customers: 1, unchanged: count - 1, found: 1 });

  await sql`update account_mapping set account_id = ${accountOf(0)}::uuid where customer_id = ${customerId(2)}`.execute(owner.db);
  expect(await run(context)).toMatchObject({ customers: 2 });
  await sql`update subscription set seats = 3 where customer_id = ${customerId(2)}`.execute(owner.db);
  expect(await run(context)).toMatchObject({ customers: 2 });
});

test('one customer is looked at on demand, and the others stand as they were compared', async () => {
  const { context } = await anOffice();
  await run(context);
  await sql`update psa_line set quantity = 7`.execute(owner.db);

  expect((await runOne(context, handle(), customerId(2))).result).toMatchObject({ customers: 1, found: 1 });
  const { rows } = await sql<{ customer_id: string }>`
    select customer_id from difference where kind = 'quantity_mismatch_psa' and finding #>> '{psa,quantity}' = '7'`.execute(owner.db);
  expect(rows).toEqual([{ customer_id: customerId(2) }]);
});

test('everybody is looked at when the catalogue or a tolerance changed, and on a new day', async () => {
  const { context, clock } = await anOffice();
  await run(context);
  await sql`update psa_service set price = 99`.execute(owner.db);
  expect(await run(context)).toMatchObject({ customers: count });
  await clock.advance(24 * 3_600_000);
  expect(await run(context)).toMatchObject({ customers: count });
  expect(await run(context)).toMatchObject({ customers: 0 });
});

test('while a rule may take one of its differences, a customer is looked at each time', async () => {
  const { context } = await anOffice();
  await run(context);
  expect(await addRule(context, aRule)).toMatchObject({ status: 'kept' });

  expect(await run(context)).toMatchObject({ accepted: 1, unchanged: 1 }); // the other 550 are past the total
});
