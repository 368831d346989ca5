import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { aDatabase } from '../../../test/support/database.ts';
import { claimLease, holdLease, type Lease, releaseLease, renewLease } from './lease.ts';
import { everything, inScope } from './transaction.ts';

const { db } = await aDatabase();
const must = (lease: Lease | undefined): Lease => {
  if (lease === undefined) throw new Error('The lease was not given');
  return lease;
};
const runOut = (name: string) => sql`update lease set lease_until = now() - interval '1 second' where name = ${name}`.execute(db);
const writeUnder = (lease: Lease) => inScope(db, everything, (tx) => holdLease(tx, lease));

test('of many who want the same thing at once exactly one gets it', async () => {
  const claims = await Promise.all(Array.from({ length: 20 }, (_, n) => claimLease(db, 'crowd', `worker ${n}`)));

  expect(claims.filter((claim) => claim !== undefined)).toHaveLength(1);
});

test('what ran out can be taken, and the token has grown', async () => {
  const first = must(await claimLease(db, 'grow', 'a'));
  await runOut('grow');
  const second = must(await claimLease(db, 'grow', 'b'));

  expect(BigInt(second.token)).toBeGreaterThan(BigInt(first.token));
});

test('a worker that slept through its time writes nothing any more, whether or not another took over', async () => {
  const sleeper = must(await claimLease(db, 'sleep', 'a'));
  await runOut('sleep');
  await expect(writeUnder(sleeper)).rejects.toMatchObject({ code: 'lease_lost', kind: 'retryable' });

  const next = must(await claimLease(db, 'sleep', 'b'));
  await expect(writeUnder(sleeper)).rejects.toMatchObject({ code: 'lease_lost' });
  await expect(writeUnder(next)).resolves.toBeUndefined();
});

test('renewing keeps it; after another took over there is nothing to renew', async () => {
  const first = must(await claimLease(db, 'renew', 'a', 1));
  expect(await renewLease(db, first)).toBe(true);
  expect(await claimLease(db, 'renew', 'b')).toBeUndefined();

  await runOut('renew');
  await claimLease(db, 'renew', 'b');
  expect(await renewLease(db, first)).toBe(false);
});

test('what was let go is free at once, and its old holder cannot let go of the new one', async () => {
  const first = must(await claimLease(db, 'free', 'a'));
  await releaseLease(db, first);
  const second = must(await claimLease(db, 'free', 'b'));

  await releaseLease(db, first);
  expect(await claimLease(db, 'free', 'c')).toBeUndefined();
  expect(await renewLease(db, second)).toBe(true);
  expect(await renewLease(db, first)).toBe(false);
});

test('nobody takes over between the check and the commit of a write, although the time ran out meanwhile', async () => {
  const holder = must(await claimLease(db, 'commit', 'a', 1));
  const order: string[] = [];
  const writing = inScope(db, everything, async (tx) => {
    await holdLease(tx, holder);
    await sql`select pg_sleep(1.4)`.execute(tx);
    order.push('written');
  });
  await sql`select pg_sleep(1.1)`.execute(db);
  const stealing = claimLease(db, 'commit', 'b').then((claim) => order.push(claim === undefined ? 'refused' : 'taken'));

  await Promise.all([writing, stealing]);
  expect(order).toEqual(['written', 'taken']);
});

test('who writes without a pause holds on all the same', async () => {
  const holder = must(await claimLease(db, 'busy', 'a'));

  await inScope(db, everything, async (tx) => {
    await holdLease(tx, holder);
    expect(await renewLease(db, holder)).toBe(true); // beside the write, not behind it
  });
});
