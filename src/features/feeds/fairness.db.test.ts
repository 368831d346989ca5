import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { aContext } from '../../../test/support/context.ts';
import { aDatabase } from '../../../test/support/database.ts';
import { aDirectory } from '../../../test/support/fake-directory.ts';
import { aMarketplace } from '../../../test/support/fake-remotes.ts';
import { keepPartnerAccount, partnerAccountId } from '../../../test/support/partner-account.ts';
import { aCustomer, guid } from '../../../test/support/records.ts';
import { aJob } from '../../../test/support/watched-job.ts';
import { runSync } from '../sync/index.ts';
import { readDueChanges } from './index.ts';

const { db, owner } = await aDatabase();
const marketplace = aMarketplace();
const { customers } = marketplace.state;
const asked: string[] = [];
const { context } = aContext(db, {
  openRemote: () => ({
    ...marketplace,
    directory: aDirectory(() => customers),
    subscriptions: (tenantId: string, signal?: AbortSignal) => {
      asked.push(tenantId);
      return marketplace.subscriptions(tenantId, signal);
    },
  }),
});

const tell = (n: number, events: number, at: Temporal.Instant) =>
  sql`insert into feed_event (connection_id, event_key, feed, event, resource, received_at)
    select ${partnerAccountId}::uuid, ${`${n} `} || each, 'webhook', 'subscription-updated', ${`subscriptions ${guid(n)}`}, ${at}
    from generate_series(1, ${events}::int) each`.execute(owner.db);

test('ten thousand events of one customer are one reading, and those of others are read in the same pass', async () => {
  customers.push(...[1, 2, 3].map((n) => aCustomer(n)));
  await keepPartnerAccount(context);
  await runSync(context, { connectionId: partnerAccountId, reach: 'full' }, aJob());
  await tell(1, 10_000, context.clock.now().subtract({ minutes: 10 }));
  await tell(2, 1, context.clock.now());
  await tell(3, 1, context.clock.now());
  asked.length = 0;

  expect(await readDueChanges(context, new AbortController().signal)).toMatchObject({ read: 3 });

  expect(asked.toSorted()).toEqual([guid(1), guid(2), guid(3)]);
  const { rows } = await sql<{ left: number }>`select count(*)::int as left from feed_event where handled_at is null`.execute(owner.db);
  expect(rows).toEqual([{ left: 0 }]);
});

test('customers that pause after many readings keep nobody waiting, however many they are', async () => {
  const now = context.clock.now();
  await sql`insert into feed_event (connection_id, event_key, feed, event, resource, received_at)
    select ${partnerAccountId}::uuid, 'paused ' || each, 'webhook', 'subscription-updated', 'subscriptions paused-' || each, ${now.subtract({ minutes: 10 })}
    from generate_series(1, 4500) each`.execute(owner.db);
  await sql`insert into feed_resource (connection_id, resource, read_at, readings, failures)
    select ${partnerAccountId}::uuid, 'subscriptions paused-' || each, ${now}, 2, 0 from generate_series(1, 4500) each`.execute(owner.db);
  await tell(4, 1, now);
  asked.length = 0;

  expect(await readDueChanges(context, new AbortController().signal)).toMatchObject({ read: 1 });
});
