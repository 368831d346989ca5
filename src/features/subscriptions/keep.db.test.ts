import { describe, expect, test } from 'vitest';
import { customerId, marketplaceId } from '../../../test/support/compared-estate.ts';
import { aContext } from '../../../test/support/context.ts';
import { aDatabase } from '../../../test/support/database.ts';
import { aSubscription, guid } from '../../../test/support/records.ts';
import { ownReseller } from '../../model/ids.ts';
import type { MicrosoftSubscription } from '../../model/subscription.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Kept, Reading } from '../reading.ts';
import { keepSubscriptions, keepSubscriptionsOf, retireSubscriptions } from './keep.ts';

const { db, owner } = await aDatabase();
const { context } = aContext(db);
const start = context.clock.now();
const at = (seconds: number): Temporal.Instant => start.add({ seconds });
const readAt = (seconds: number): Reading => ({ connectionId: marketplaceId, seenAt: at(seconds), ids: context.ids });

/** Which of an equal customer's own subscriptions: the first set of customers is 0 to 9, the second 10 to 19. */
const sold = (customer: number, n: number, more: Partial<MicrosoftSubscription> = {}) => aSubscription(customer * 100 + n, more);

type Answer = { readonly customer: number; readonly second: number; readonly subscriptions: readonly (readonly [number, number])[] };
/** As `[number, seats]`: each answer of its own second, in an order that is not that of the customers. */
const steps: readonly (readonly Answer[])[] = [
  [
    {
      customer: 1,
      second: 10,
      subscriptions: [
        [1, 5],
        [2, 7],
      ],
    },
    { customer: 0, second: 11, subscriptions: [[1, 3]] },
    { customer: 2, second: 12, subscriptions: [] },
  ],
  // Customer 1 was read again by an event at second 30, so what was asked at 20 is older.
  [
    {
      customer: 1,
      second: 30,
      subscriptions: [
        [1, 9],
        [2, 7],
      ],
    },
  ],
  [
    {
      customer: 0,
      second: 22,
      subscriptions: [
        [1, 4],
        [2, 1],
      ],
    },
    {
      customer: 1,
      second: 20,
      subscriptions: [
        [1, 5],
        [2, 7],
      ],
    },
    {
      customer: 2,
      second: 21,
      subscriptions: [
        [1, 2],
        [1, 2],
      ],
    },
  ],
  [
    { customer: 0, second: 41, subscriptions: [[2, 1]] },
    {
      customer: 1,
      second: 40,
      subscriptions: [
        [1, 9],
        [2, 8],
      ],
    },
    { customer: 2, second: 42, subscriptions: [[1, 2]] },
  ],
];

const partOf = (first: number, { customer, second, subscriptions }: Answer) => ({
  reading: readAt(second),
  customerId: customerId(first + customer),
  subscriptions: subscriptions.map(([n, seats]) => sold(first + customer, n, { seats })),
});

/** Everything that is kept of a set of customers, told without their own ids. */
async function standing(first: number): Promise<unknown> {
  const ids = [0, 1, 2].map((n) => customerId(first + n));
  const nameOf = (id: string): number => ids.indexOf(id);
  const rows = await owner.db.selectFrom('subscription').selectAll().where('customer_id', 'in', ids).orderBy('remote_id').execute();
  const names = new Map(rows.map((row) => [row.subscription_id, `${nameOf(row.customer_id)}/${row.remote_id.slice(-2)}`]));
  const changes = await owner.db.selectFrom('subscription_change').selectAll().where('customer_id', 'in', ids).execute();
  const customers = await owner.db
    .selectFrom('customer')
    .select(['subscriptions'])
    .where('customer_id', 'in', ids)
    .orderBy('tenant_id')
    .execute();
  return {
    rows: rows.map((row) => [
      names.get(row.subscription_id),
      row.seats,
      String(row.seen_at),
      String(row.changed_at),
      row.retired_at !== null,
    ]),
    changes: changes
      .map((row) => [names.get(row.subscription_id), row.changes, row.cause, String(row.at)])
      .sort((a, b) => (String(a) < String(b) ? -1 : 1)),
    counts: customers.map(({ subscriptions }) => subscriptions),
  };
}

describe('answers of several customers that are kept together', () => {
  test('are kept as if one came after the other, each as of when it was asked', async () => {
    await owner.db
      .insertInto('customer')
      .values(
        [0, 1, 2, 10, 11, 12].map((n) => ({
          ...{ customer_id: customerId(n), reseller_id: ownReseller, cloud: 'global', tenant_id: guid(n + 1), name: `Customer ${n}` },
          ...{ domain: '', subscriptions: 0, seen_at: start, created_at: start, changed_at: start },
        })),
      )
      .execute();
    const told: Kept[] = [];
    const toldTogether: Kept[] = [];
    for (const answers of steps) {
      await inScope(db, everything, async (tx) => {
        for (const answer of answers) {
          const { reading, customerId: id, subscriptions } = partOf(0, answer);
          const kept = await keepSubscriptions(tx, reading, id, subscriptions);
          told.push(kept);
          if (kept.isAll !== true) await retireSubscriptions(tx, reading, id);
        }
      });
      await inScope(db, everything, async (tx) => {
        const parts = answers.map((answer) => partOf(10, answer));
        const kept = await keepSubscriptionsOf(tx, parts);
        toldTogether.push(...kept);
        for (const [nth, { reading, customerId: id }] of parts.entries())
          if (kept[nth]?.isAll !== true) await retireSubscriptions(tx, reading, id);
      });
      expect(await standing(10)).toEqual(await standing(0));
    }
    expect(toldTogether).toEqual(told);
    expect(told.map(({ created, updated, unchanged, isAll }) => [created, updated, unchanged, isAll])).toEqual([
      [2, 0, 0, true],
      [1, 0, 0, true],
      [0, 0, 0, true],
      [0, 1, 1, true],
      [1, 1, 0, true],
      [0, 0, 2, true],
      [1, 0, 1, true],
      [0, 0, 1, false],
      [0, 1, 1, true],
      [0, 0, 1, true],
    ]);
    expect(await standing(0)).toMatchObject({ counts: [1, 2, 1] });
  });
});
