import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { aContext } from '../../../test/support/context.ts';
import { aDatabase } from '../../../test/support/database.ts';
import { aDirectory } from '../../../test/support/fake-directory.ts';
import { aMarketplace } from '../../../test/support/fake-remotes.ts';
import { keepPartnerAccount, partnerAccountId } from '../../../test/support/partner-account.ts';
import { aCustomer, aSubscription, guid } from '../../../test/support/records.ts';
import { aJob } from '../../../test/support/watched-job.ts';
import type { DeliveryVerdict } from '../../connectors/ports.ts';
import { atOnce } from '../../lib/at-once.ts';
import { must } from '../../lib/must.ts';
import { Seeded } from '../../lib/seeded.ts';
import type { Feed } from '../../model/feed.ts';
import { createClock } from '../../platform/clock.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { runSync } from '../sync/index.ts';
import { lookDue, readDueChanges, receiveDelivery } from './index.ts';
import { findState } from './state.ts';

/**
 * Histories of customers whose events are lost, doubled, reordered and two days late, through the real receiver, log, folding and reading into a
 * database: as many of each kind as CONCORD_TEST_PERMUTATIONS says (the bar is 1,000). All live in one account at the same time, so that they are
 * in each other's way as well; a full reading at the end heals what nobody told of.
 */
const histories = Number(process.env['CONCORD_TEST_PERMUTATIONS'] ?? 6);

/** Seconds after the beginning. */
type Told = {
  readonly key: string;
  readonly n: number;
  readonly about: 'subscription' | 'customer';
  readonly feed: Feed;
  readonly arrives: number;
};
type Fate = (told: readonly Told[], chance: Seeded) => readonly Told[];
const twoDays = 48 * 3_600;
const fates = {
  'in order': (told) => told,
  lost: (told, chance) => told.filter(() => chance.next() < 0.5),
  doubled: (told, chance) => told.flatMap((one) => Array.from({ length: 1 + chance.int(0, 3) }, () => one)),
  reordered: (told, chance) => told.map((one) => ({ ...one, arrives: one.arrives + chance.int(0, 300) })),
  'two days late': (told, chance) => told.map((one) => (chance.chance(0.3) ? { ...one, arrives: one.arrives + twoDays } : one)),
} as const satisfies Record<string, Fate>;

const { db, owner } = await aDatabase();
const marketplace = aMarketplace();
marketplace.state.pageSize = 500;
const { customers, subscriptions, hints } = marketplace.state;
/** What a notification of this test is: its id and what it names. Signatures have tests of their own. */
type Notice = Pick<Told, 'key' | 'n' | 'about'>;
const check = ({ body }: { readonly body: Uint8Array }): Promise<DeliveryVerdict> => {
  const { key, n, about } = JSON.parse(Buffer.from(body).toString()) as Notice; // written below
  const resource =
    about === 'customer'
      ? ({ kind: 'customer', customerTenantId: guid(n) } as const)
      : ({ kind: 'subscription', customerTenantId: guid(n), subscriptionRemoteId: guid(10_000 + n) } as const);
  return Promise.resolve({ is: 'genuine', sha256: key, hint: { event: `${about}-updated`, resource, at: undefined } });
};
const { context: made, clock } = aContext(db, {
  openRemote: () => ({ ...marketplace, directory: aDirectory(() => customers) }),
  webhooks: { check, handOn: () => Promise.resolve({ status: 200 }) },
});
// The world's time is the test's; leases are renewed by the machine's.
const machine = createClock();
const context = {
  ...made,
  clock: {
    now: () => clock.now(),
    today: () => clock.today(),
    sleep: (ms: number, signal?: AbortSignal) => machine.sleep(ms, signal),
  },
};
const quiet = new AbortController().signal;
const begin = clock.now();

/** Somebody does something at Microsoft: seats, a cancellation, one more subscription, or another name. */
const soldTo = (n: number) => subscriptions.get(guid(n)) ?? [];
const acts: readonly { readonly about: Told['about']; readonly change: (n: number, nth: number) => void }[] = [
  {
    about: 'subscription',
    change: (n, nth) => subscriptions.set(guid(n), soldTo(n).with(0, { ...must(soldTo(n)[0], 'subscription'), seats: 100 + nth })),
  },
  {
    about: 'subscription',
    change: (n, nth) =>
      subscriptions.set(guid(n), [...soldTo(n), aSubscription(n, { remoteId: guid(1_000_000 + 100 * n + nth), seats: nth + 1 })]),
  },
  {
    about: 'subscription',
    change: (n) =>
      subscriptions.set(
        guid(n),
        soldTo(n).with(-1, { ...must(soldTo(n).at(-1), 'subscription'), status: 'cancelled', remoteStatus: 'deleted' }),
      ),
  },
  { about: 'customer', change: (n, nth) => (customers[n] = aCustomer(n, { name: `Customer ${n} for the ${nth}. time` })) },
];

type Step = { readonly at: number; readonly take: () => Promise<void> };
type Life = { readonly happens: readonly Step[]; readonly told: readonly Step[] };

/** One customer's life: eight changes in five minutes, and how each is told. */
function live(n: number, fate: Fate, chance: Seeded): Life {
  const changes = Array.from({ length: 8 }, (_, nth) => ({ at: chance.int(1, 300), nth, act: chance.pick(acts) })).toSorted(
    (a, b) => a.at - b.at,
  );
  const told = changes.flatMap(({ at, nth, act }): Told[] => {
    const one = {
      key: `${n} ${nth}`,
      n,
      about: act.about,
      feed: chance.pick<Feed>(['webhook', 'webhook', 'relay', 'audit']),
      arrives: at + 1,
    };
    // The log tells of what notifications tell of, too.
    const isLogged = one.feed !== 'audit' && chance.chance(0.3);
    return isLogged ? [one, { ...one, key: `${n} ${nth} logged`, feed: 'audit', arrives: at + 30 }] : [one];
  });
  return {
    happens: changes.map(({ at, nth, act }) => ({
      at,
      take: () => {
        act.change(n, nth);
        return Promise.resolve();
      },
    })),
    told: fate(told, chance).map((one) => ({ at: one.arrives, take: () => tell(one) })),
  };
}

let pathKey = '';

/** As it reaches us: at the receiver, or as a line of the activity log that the next look finds. */
async function tell({ feed, key, n, about }: Told): Promise<void> {
  if (feed === 'audit') {
    const operation = about === 'customer' ? 'update_customer_billing_profile' : 'update_subscription';
    hints.unshift({ id: key, at: clock.now().toString(), operation, customerTenantId: guid(n), subscriptionRemoteId: undefined });
    return;
  }
  const notice: Notice = { key, n, about };
  const delivery = { body: Buffer.from(JSON.stringify(notice)), headers: [] };
  const { status } = await receiveDelivery(context, { pathKey, delivery, isRelayed: feed === 'relay' });
  if (status !== 'taken' && status !== 'known') throw new Error(status);
}

const clockAt = (seconds: number): Promise<void> => clock.advance(seconds * 1_000 - begin.until(clock.now()).total('milliseconds'));
/** In each tick what happened is done, what arrives is taken in, and what is due is read. */
const tickSeconds = 30;
const tickOf = ({ at }: Step): number => Math.ceil(at / tickSeconds);

async function passAll(lives: readonly Life[]): Promise<void> {
  const happens = Map.groupBy(
    lives.flatMap((life) => life.happens),
    tickOf,
  );
  const told = Map.groupBy(
    lives.flatMap((life) => life.told),
    tickOf,
  );
  for (const tick of [...new Set([...happens.keys(), ...told.keys()])].toSorted((a, b) => a - b)) {
    await clockAt(tick * tickSeconds);
    for (const { take } of (happens.get(tick) ?? []).toSorted((a, b) => a.at - b.at)) await take();
    await atOnce(told.get(tick) ?? [], 8, ({ take }) => take());
    await lookDue(context, quiet);
    await readAll();
  }
  // Two ticks later nothing is folded any more.
  for (const later of [60, 120, 180]) {
    await clock.advance(later * 1_000);
    await lookDue(context, quiet);
    await readAll();
  }
}

async function readAll(): Promise<void> {
  while ((await readDueChanges(context, quiet)).read > 0);
}

/** What is known of each customer, as one text, by tenant. */
async function ours(): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ tenant: string; is: string }>`
    select customer.tenant_id as tenant, customer.name || coalesce(
      (select string_agg(' ' || remote_id || ' ' || seats || ' ' || status, '' order by remote_id) from subscription
        where subscription.customer_id = customer.customer_id and subscription.retired_at is null), '') as is
    from customer where retired_at is null`.execute(owner.db);
  return new Map(rows.map(({ tenant, is }) => [tenant, is]));
}

const theirs = (): ReadonlyMap<string, string> =>
  new Map(
    customers.map(({ tenantId, name }) => [
      tenantId,
      [
        name,
        ...(subscriptions.get(tenantId) ?? [])
          .toSorted((a, b) => (a.remoteId < b.remoteId ? -1 : 1))
          .map(({ remoteId, seats, status }) => `${remoteId} ${seats} ${status}`),
      ].join(' '),
    ]),
  );

const readWhole = (nth: number) =>
  runSync(context, { connectionId: partnerAccountId, reach: 'full' }, aJob(`00000000-0000-7000-8000-00000000000${nth}`));

test('customers whose events are lost, doubled, reordered or two days late end as Microsoft has them', { timeout: 3_600_000 }, async () => {
  await keepPartnerAccount(context);
  const lived = Object.entries(fates).flatMap(([name, fate]) => Array.from({ length: histories }, () => ({ name, fate })));
  for (const n of lived.keys()) {
    customers.push(aCustomer(n));
    subscriptions.set(guid(n), [aSubscription(n)]);
  }
  await readWhole(1);
  await lookDue(context, quiet);
  pathKey = must(await inScope(db, everything, (tx) => findState(tx, partnerAccountId)), 'state').pathKey;

  await passAll(lived.map(({ name, fate }, n) => live(n, fate, new Seeded(`${name} ${n}`))));

  const [here, there] = [await ours(), theirs()];
  const differing = lived.filter((_, n) => here.get(guid(n)) !== there.get(guid(n))).map(({ name }) => name);
  expect(new Set(differing)).toEqual(new Set(['lost'])); // what somebody told of is here before anything is read whole
  const waiting = await owner.db.selectFrom('feed_event').select('event_key').where('handled_at', 'is', null).execute();
  expect(waiting).toEqual([]);

  await readWhole(2);

  expect(await ours()).toEqual(theirs());
});
