import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { beforeEach, expect, test } from 'vitest';
import { aContext } from '../../../test/support/context.ts';
import { aDatabase } from '../../../test/support/database.ts';
import { aCustomer, guid } from '../../../test/support/records.ts';
import { must } from '../../lib/must.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { customerSyncer, ownersOf } from '../customers/index.ts';
import { assignCustomers } from './assign-customers.ts';

const { db, owner } = await aDatabase();
const { context, clock } = aContext(db);
const [account, organisation] = [guid(1), guid(2)];
const reading = { connectionId: account, seenAt: clock.now(), ids: context.ids };

beforeEach(async () => {
  await sql`truncate customer, customer_identity, customer_connection cascade`.execute(owner.db);
  await sql`insert into reseller (reseller_id, name, created_at) values (${organisation}::uuid, 'Adventure Works', now()) on conflict do nothing`.execute(
    owner.db,
  );
});

test('a reading that looked whose customer it is ends before he is given away, and what it wrote goes along', async () => {
  await inScope(db, everything, (tx) => customerSyncer.keep(tx, reading, [aCustomer(7)]));
  const { rows } = await sql<{ id: string }>`select customer_id as id from customer`.execute(owner.db);
  const customerId = must(rows[0], 'the customer').id;
  const steps: string[] = [];
  const looked = Promise.withResolvers<true>();

  const reads = inScope(db, everything, async (tx) => {
    const ownerOf = await ownersOf(tx, [customerId]);
    looked.resolve(true);
    await sleep(150); // long enough that the other would be done if it did not wait
    await sql`insert into customer_segment (customer_id, segment_key, segment, added_by, added_at, reseller_id) values (${customerId}::uuid, 'gold', 'Gold', 'Ana', now(), ${ownerOf(customerId)}::uuid)`.execute(
      tx,
    );
    steps.push('kept');
  });
  await looked.promise;
  const gives = assignCustomers(context, organisation, [customerId]).then(() => steps.push('given away'));
  await Promise.all([reads, gives]);

  expect(steps).toEqual(['kept', 'given away']);
  const kept = await sql<{ of: string }>`select reseller_id as of from customer_segment where customer_id = ${customerId}::uuid`.execute(
    owner.db,
  );
  expect(kept.rows).toEqual([{ of: organisation }]);
});
