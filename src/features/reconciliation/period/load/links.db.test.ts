import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { aContext } from '../../../../../test/support/context.ts';
import { aDatabase } from '../../../../../test/support/database.ts';
import { aCustomer, anAccount, guid } from '../../../../../test/support/records.ts';
import { must } from '../../../../lib/must.ts';
import { everything, inScope } from '../../../../platform/db/transaction.ts';
import { accountSyncer } from '../../../books/index.ts';
import { customerSyncer } from '../../../customers/index.ts';
import { loadMapping } from './mapping.ts';

const { db, owner } = await aDatabase();
const { context, clock } = aContext(db);
const [microsoft, psa] = [guid(91), guid(93)];
const accounts: string[] = [];
let customerId = '';

beforeAll(async () => {
  for (const [id, kind, side] of [
    [microsoft, 'partnerCenter', 'microsoft'],
    [psa, 'connectWise', 'psa'],
  ] as const)
    await sql`insert into connection (connection_id, kind, side, name, state, settings, identity, created_at, changed_at)
      values (${id}::uuid, ${kind}, ${side}, ${kind}, 'connected', '{}', ${id}, now(), now())`.execute(owner.db);
  const reading = (connectionId: string) => ({ connectionId, seenAt: clock.now(), ids: context.ids });
  await inScope(db, everything, async (tx) => {
    await customerSyncer.keep(tx, reading(microsoft), [aCustomer(1)]);
    await accountSyncer('psa').keep(tx, reading(psa), [anAccount(1), anAccount(2), anAccount(3)]);
  });
  const found = await sql<{ account_id: string }>`select account_id from account order by remote_id`.execute(owner.db);
  accounts.push(...found.rows.map((row) => row.account_id));
  customerId = must((await owner.db.selectFrom('customer').select('customer_id').executeTakeFirst())?.customer_id, 'the customer');
});

type Was = { readonly state: 'mapped' | 'ignored' | 'unmapped' | 'suggested'; readonly account: number; readonly days: number };

const aHistory = fc.array(
  fc.record({
    state: fc.constantFrom('mapped' as const, 'mapped' as const, 'ignored' as const, 'unmapped' as const, 'suggested' as const),
    account: fc.integer({ min: 0, max: 2 }),
    days: fc.integer({ min: 1, max: 40 }),
  }),
  { minLength: 1, maxLength: 6 },
);
const start = Temporal.Instant.from('2026-05-10T12:00:00Z');
const day = (n: number): Temporal.Instant => start.add({ hours: 24 * n });

/** One link that was all of this, one after the other; the last one stands today. */
async function keep(history: readonly Was[]): Promise<void> {
  await sql`truncate account_mapping, account_mapping_version`.execute(owner.db);
  const last = must(history.at(-1), 'the present');
  const target = ({ state, account }: Was) => (state === 'mapped' ? accounts[account] : null) ?? null;
  await sql`insert into account_mapping (customer_id, customer_name, connection_id, mapping_id, reseller_id, account_id, state, evidence, candidates, changed_at)
    values (${customerId}::uuid, 'Customer 1', ${psa}::uuid, ${guid(500)}::uuid, ${guid(0)}::uuid, ${target(last)}::uuid, ${last.state}, '[]', '[]', now())`.execute(
    owner.db,
  );
  let from = 0;
  for (const [n, was] of history.entries()) {
    const to = n === history.length - 1 ? null : day(from + was.days);
    await sql`insert into account_mapping_version (customer_id, mapping_id, version_id, reseller_id, connection_id, account_id, state, from_at, to_at)
      values (${customerId}::uuid, ${guid(500)}::uuid, ${context.ids()}::uuid, ${guid(0)}::uuid, ${psa}::uuid, ${target(was)}::uuid, ${was.state},
        ${day(from)}, ${to})`.execute(owner.db);
    from += was.days;
  }
}

/** What the reading promises, said in another way: walk on from the moment until something was decided. */
function expected(history: readonly Was[], asOfDay: number): string {
  let to = 0;
  for (const [n, was] of history.entries()) {
    to += was.days;
    const isPresent = n === history.length - 1;
    if (!isPresent && to <= asOfDay) continue;
    if (was.state === 'mapped') return accounts[was.account] ?? '';
    if (was.state === 'ignored' || isPresent) return '';
  }
  return '';
}

const readAt = async (asOf: Temporal.Instant): Promise<string> =>
  (await inScope(db, everything, (tx) => loadMapping(tx, { asOf }))).customers.map((each) => each.psaCompanyId).join(' ');

test('a month is compared with the mapping of that month: today’s choice never moves what an earlier month was compared with', async () => {
  await fc.assert(
    fc.asyncProperty(aHistory, fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 2 }), async (history, asOfDay, other) => {
      await keep(history);
      const asOf = day(asOfDay);

      expect(await readAt(asOf)).toBe(expected(history, asOfDay));

      // The law: one more decision, made after that moment, changes nothing of a month in which something was decided.
      const decided = expected(history, asOfDay) !== '';
      await keep([
        ...history.slice(0, -1),
        { ...must(history.at(-1), 'the present'), days: 400 },
        { state: 'mapped', account: other, days: 1 },
      ]);
      if (decided) expect(await readAt(asOf)).toBe(expected(history, asOfDay));
    }),
    { numRuns: 40, seed: 20_261_122 },
  );
});

test('a link that has no version, as from before versions were kept, is read as it is', async () => {
  await keep([{ state: 'mapped', account: 1, days: 1 }]);
  await sql`truncate account_mapping_version`.execute(owner.db);

  expect(await readAt(day(-100))).toBe(accounts[1]);
});

test('what a person corrected since a day counts from that day, also before it was said, until it was taken back or changed', async () => {
  await keep([
    { state: 'mapped', account: 0, days: 100 },
    { state: 'mapped', account: 1, days: 40 },
    { state: 'mapped', account: 2, days: 1 },
  ]);
  await sql`update account_mapping_version set since_on = ${day(30).toZonedDateTimeISO('UTC').toPlainDate().toString()}::date
    where account_id = ${accounts[1]}::uuid`.execute(owner.db);
  const at = async (n: number) =>
    (await inScope(db, everything, (tx) => loadMapping(tx, { asOf: day(n) }))).customers.map(({ psaCompanyId }) =>
      accounts.indexOf(psaCompanyId),
    );

  expect([await at(20), await at(60), await at(120), await at(200)]).toEqual([[0], [1], [1], [2]]);
  await sql`update account_mapping_version set withdrawn = true where since_on is not null`.execute(owner.db);
  expect([await at(60), await at(120)]).toEqual([[0], [1]]);
});
