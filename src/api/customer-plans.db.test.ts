import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { anEstate, compareAll } from '../../test/support/compared-estate.ts';
import { aPersonOf } from '../../test/support/make.ts';
import { aLine, aSubscription } from '../../test/support/records.ts';
import { aServer } from '../../test/support/serve.ts';
import { aWritablePsa } from '../../test/support/writable-psa.ts';
import { must } from '../lib/must.ts';
import { publicId } from '../model/ids.ts';

const psa = aWritablePsa();
const { call, context, database } = await aServer({ openRemote: () => psa });
const owner = await aPersonOf(context, 'owner');

const get = async (path: string) => (await call('GET', path, { as: owner })).body as { readonly data: readonly Record<string, unknown>[] };
/** What the list of customers counts for each, and what the list of differences has. */
const counted = async () => {
  const counts = (await get('/customers')).data.map(({ name, openDifferences }) => ({ name, openDifferences }));
  return { counts, listed: (await get('/differences?state=open')).data.map(({ customerName }) => customerName) };
};

test('a merge is compared at once, and so is taking it back: the next comparison finds nothing else', async () => {
  await anEstate(context, psa, [
    { n: 1, subscriptions: [aSubscription(1, { seats: 25 })], lines: [aLine(1, { quantity: '20' })] },
    { n: 2 },
  ]);
  await compareAll(context);
  const before = await counted();
  const { rows } = await sql<{ id: string; n: string }>`
    update customer set retired_at = case name when 'Customer 1' then now() end returning customer_id as id, name as n`.execute(
    database.owner.db,
  );
  const idOf = (name: string) => publicId('customer', must(rows.find(({ n }) => n === name)?.id, name));

  const wish = { kind: 'merge', survivorId: idOf('Customer 2'), goneId: idOf('Customer 1') };
  const plan = (await call('POST', '/customer-plans', { as: owner, body: wish })).body as { readonly id: string };
  await call('POST', `/customer-plans/${plan.id}/apply`, { as: owner, body: {} });
  const merged = await counted();
  await compareAll(context);
  const comparedAgain = await counted();
  // As when both had an account at one PSA: while they were one, the comparison found the same again beside the one that is gone.
  const { rows: written } = await sql<{ name: string }>`select column_name as name from information_schema.columns
    where table_name = 'difference' and is_generated = 'NEVER'`.execute(database.owner.db);
  const columns = sql.join(written.map(({ name }) => sql.ref(name)));
  const again = sql.join(written.map(({ name }) => sql.ref(`again.${name}`)));
  await sql`insert into difference (${columns}) select ${again} from difference moved, customer, jsonb_populate_record(moved,
      jsonb_build_object('customer_id', customer.customer_id, 'difference_id', gen_random_uuid())) as again
    where customer.name = 'Customer 1' on conflict do nothing`.execute(database.owner.db);
  const undone = await call('POST', `/customer-plans/${plan.id}/undo`, { as: owner, body: {} });
  await sql`update customer set retired_at = null`.execute(database.owner.db);

  expect(before.listed).toEqual(['Customer 1']);
  expect(merged.listed).toContain('Customer 2');
  expect(merged).toEqual(comparedAgain);
  expect(undone.status).toBe(200);
  expect(await counted()).toEqual(before);
});
