import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { aContext } from '../../../test/support/context.ts';
import { aDatabase } from '../../../test/support/database.ts';
import { guid } from '../../../test/support/records.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { readCounts } from './attention.ts';

const { db, owner } = await aDatabase();
const { clock } = aContext(db);
const now = clock.now();
const [psa, otherPsa] = [guid(1), guid(2)];

const connected = (id: string) =>
  sql`insert into connection (connection_id, kind, side, name, state, settings, identity, secrets, created_at, changed_at)
    values (${id}::uuid, 'connectWise', 'psa', ${id}, 'connected', '{}', ${id}, '', now(), now())`.execute(owner.db);
const bought = (n: number, connectionId: string, product: string, firstSeenAt: Temporal.Instant) =>
  sql`insert into product_mapping (mapping_id, connection_id, product_id, sku_id, term, frequency, product_name, subscriptions, state, evidence, candidates,
      stakes, stake, first_seen_at, changed_at)
    values (${guid(n)}::uuid, ${connectionId}::uuid, ${product}, '0001', 'P1M', 'monthly', ${product}, 3, 'unmapped', '[]', '[]',
      '[{"amount":"10.00","currency":"USD"}]', 10, ${firstSeenAt}, now())`.execute(owner.db);

test('a product that is new is told once, with its money once, however many PSAs have to bill it', async () => {
  const long = now.subtract({ hours: 24 * 60 });
  const lately = now.subtract({ hours: 24 });
  for (const [at, id] of [psa, otherPsa].entries()) {
    await connected(id);
    await bought(10 + at, id, 'known for long', long);
    await bought(20 + at, id, 'new', lately);
  }

  const counts = await inScope(db, everything, (tx) => readCounts(tx, now, true));

  expect(counts).toMatchObject({ newProducts: 1, unmappedProducts: 2, newProductMoney: [{ amount: '10', currency: 'USD' }] });
});
