import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { aContext } from '../../../test/support/context.ts';
import { aDatabase } from '../../../test/support/database.ts';
import { aCustomer, guid } from '../../../test/support/records.ts';
import type { AccessRelationship } from '../../model/access.ts';
import type { QuietHours } from '../../model/quiet-hours.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Mail } from '../../platform/mail.ts';
import { customerSyncer } from '../customers/index.ts';
import { addChannel, deliverNotices, listNotices, muteObject } from '../notices/index.ts';
import { accessSyncer, tellEnds } from './index.ts';

const { db, owner } = await aDatabase();
const mails: Mail[] = [];
const posted: string[] = [];
const { context, clock } = aContext(db, {
  outbox: {
    mayBeLocal: () => false,
    post: ({ body }) => {
      posted.push(body.toString());
      return Promise.resolve({ status: 200, retryAfter: undefined });
    },
    sendMail: (_server, mail) => {
      mails.push(mail);
      return Promise.resolve({ is: 'sent', detail: '250 OK' });
    },
  },
});
const start = clock.now();
const [north, south] = [guid(1), guid(2)];
const inDays = (days: number, hours = 0): Temporal.Instant => start.add({ hours: days * 24 + hours });

const ends = (n: number, endsAt: Temporal.Instant, more: Partial<AccessRelationship> = {}): AccessRelationship => ({
  remoteId: `relationship ${String(n)}`,
  customerTenantId: guid(n),
  displayName: `GDAP ${String(n)}`,
  remoteStatus: 'active',
  state: 'active',
  endsAt,
  roleIds: ['role-a'],
  autoExtends: false,
  duration: 'P730D',
  askedAt: undefined,
  startsAt: undefined,
  groups: [{ id: 'assignment', groupId: 'group', status: 'active', roleIds: ['role-a'] }],
  ...more,
});
const keep = (relationships: readonly AccessRelationship[], connectionId = north) =>
  inScope(db, everything, (tx) => accessSyncer.keep(tx, { connectionId, seenAt: clock.now(), ids: context.ids }, relationships));
const readWhole = (connectionId: string) =>
  inScope(db, everything, (tx) =>
    tx
      .insertInto('sync_cursor')
      .values({ connection_id: connectionId, kind: 'access', cursor: '', last_count: 1, at: clock.now() })
      .onConflict((conflict) => conflict.doNothing())
      .execute(),
  );
const bills = (n: number, amount: string) =>
  sql`update customer set billed = ${JSON.stringify([{ amount, currency: 'USD' }])} where tenant_id = ${guid(n)}`.execute(owner.db);
const customerId = async (n: number): Promise<string> =>
  (
    await inScope(db, everything, (tx) =>
      tx.selectFrom('customer').select('customer_id').where('tenant_id', '=', guid(n)).executeTakeFirstOrThrow(),
    )
  ).customer_id;

const notices = async () =>
  (await listNotices(context, { filter: {}, limit: 100, cursor: undefined, descending: false, count: false })).rows;
const titles = async () => (await notices()).map(({ title }) => title);
/** Workers look several times a day; on which day what was told. */
const days = async (count: number): Promise<readonly string[]> => {
  for (let quarter = 1; quarter <= count * 4; quarter += 1) {
    await clock.advance(6 * 3_600_000);
    await tellEnds(context);
  }
  const day = (at: Temporal.Instant) => Math.floor(start.until(at).total('hours') / 24);
  return (await notices()).map(({ at, title }) => `day ${String(day(at))}: ${title}`);
};

beforeEach(async () => {
  await clock.advance(clock.now().until(start).total('milliseconds'));
  await sql`truncate customer, customer_identity, customer_connection, access_relationship, notice, notice_mute, notice_channel, sync_cursor, connection cascade`.execute(
    owner.db,
  );
  await inScope(db, everything, async (tx) => {
    for (const [id, name] of [
      [north, 'North'],
      [south, 'South'],
    ] as const)
      await tx
        .insertInto('connection')
        .values({
          connection_id: id,
          name,
          identity: name,
          kind: 'partnerCenter',
          side: 'microsoft',
          state: 'connected',
          settings: '{}',
          created_at: start,
          changed_at: start,
        })
        .execute();
    for (const id of [north, south])
      await customerSyncer.keep(
        tx,
        { connectionId: id, seenAt: start, ids: context.ids },
        [1, 2, 3].map((n) => aCustomer(n)),
      );
  });
  await readWhole(north);
  await readWhole(south);
});

describe('an access that ends', () => {
  test('is told 30, 14, 7 and 1 days before, once each, with the day, the money on it, and what to do', async () => {
    await keep([ends(1, inDays(40))]);
    await bills(1, '1200.5');

    expect(await days(42)).toEqual([
      'day 9: Access to Customer 1 ends in 30 days',
      'day 25: Access to Customer 1 ends in 14 days',
      'day 32: Access to Customer 1 ends in 7 days',
      'day 38: Access to Customer 1 ends tomorrow',
    ]);
    const [first] = await notices();
    expect(first?.detail).toBe(
      'Customer 1 (2026-12-31): It does not extend itself, and could. Switch its automatic extension on.\nBilled for Microsoft products a month: USD 1200.50.',
    );
    expect(first).toMatchObject({ event: 'customer.access_expiring', object: { kind: 'customer', id: await customerId(1) } });
    expect(first?.link).toMatch(/^\/customers\/cus_.*tab=access$/);
  });

  test('with others on one day is one notice that lists them, with the money of each customer once', async () => {
    await keep([ends(1, inDays(10, 1)), ends(2, inDays(10, 9)), ends(3, inDays(10, 14))]);
    await keep([ends(1, inDays(10, 3), { remoteId: 'of the other account' })], south);
    for (const n of [1, 2, 3]) await bills(n, '100');

    expect(await days(1)).toEqual(['day 0: Access to 3 customers ends in 10 days']);

    const [notice] = await notices();
    expect(notice?.detail).toContain(
      'Customer 1 through North (2026-12-01), Customer 1 through South (2026-12-01), Customer 2 through North',
    );
    expect(notice?.detail).toContain('a month: USD 300.00.');
    expect(notice).toMatchObject({ link: '/customers/access?endsWithin=15&sort=endsAt', object: undefined });
  });

  test('and is found late is told once for the step that is reached, not for those before', async () => {
    await keep([ends(1, inDays(5)), ends(2, inDays(6))]);

    expect(await days(3)).toEqual(['day 0: Access to 2 customers ends within 7 days']);
  });

  test('is not told again when clocks are set back, nor skipped when they jump ahead', async () => {
    await keep([ends(1, inDays(40))]);
    await days(12);
    await clock.advance(-5 * 86_400_000);
    await days(6);
    expect(await titles()).toEqual(['Access to Customer 1 ends in 30 days']);

    await clock.advance(24 * 86_400_000);
    await tellEnds(context);

    expect(await titles()).toEqual(['Access to Customer 1 ends in 30 days', 'Access to Customer 1 ends in 3 days']);
  });

  test('and was extended is told of anew before the new end', async () => {
    await keep([ends(1, inDays(10))]);
    await days(1);

    await keep([ends(1, inDays(190))]);

    expect((await days(170)).map((each) => each.replace('Access to Customer 1 ', ''))).toEqual([
      'day 0: ends in 10 days',
      'day 159: ends in 30 days',
    ]);
  });

  test('is not told of when Microsoft prolongs it, another relationship takes its place, or it has ended', async () => {
    await keep([
      ends(1, inDays(10), { autoExtends: true }),
      ends(2, inDays(10)),
      ends(2, inDays(700), { remoteId: 'the next' }),
      ends(3, inDays(-1)),
    ]);

    expect(await days(12)).toEqual([]);
  });

  test('and was asked for anew says that it waits for the customer', async () => {
    await keep([ends(1, inDays(10)), ends(1, inDays(700), { remoteId: 'the next', remoteStatus: 'approvalPending', state: 'pending' })]);

    await days(1);

    expect((await notices())[0]?.detail).toContain('waits for the customer’s approval');
  });

  test('is not judged before the relationships of its account were read to the end', async () => {
    await sql`delete from sync_cursor`.execute(owner.db);
    await keep([ends(1, inDays(10))]);
    expect(await days(1)).toEqual([]);

    await readWhole(north);

    expect(await days(1)).toHaveLength(1);
  });

  test('is told once by many workers, and wholly or not at all by one that is killed', async () => {
    await keep([ends(1, inDays(10)), ends(2, inDays(10))]);
    const killed = { ...context, ids: () => 'no id' };
    await expect(tellEnds(killed)).rejects.toThrow();

    const told = await Promise.all([tellEnds(context), tellEnds(context), tellEnds(context)]);

    expect(told.toSorted()).toEqual([0, 0, 1]);
    expect(await titles()).toEqual(['Access to 2 customers ends in 10 days']);
  });
});

describe('where it is told', () => {
  const pass = () => deliverNotices(context, 'https://concord.example.com', new AbortController().signal);
  const addMailbox = async (quiet?: QuietHours) => {
    mails.length = 0;
    await addChannel(context, { kind: 'email', name: 'Operations', address: 'ana@example.com', events: [], cadence: 'instant', quiet });
  };

  test('a customer who is muted is not in the list that goes out, and stands in Activity as muted', async () => {
    await addMailbox();
    await keep([ends(1, inDays(10)), ends(2, inDays(10)), ends(3, inDays(10))]);
    await muteObject(context, { object: { kind: 'customer', id: await customerId(2) }, lasts: 'untilUnmuted' });

    await tellEnds(context);
    await pass();

    expect(mails.map(({ subject }) => subject.replace('[Sandbox] ', ''))).toEqual(['Access to 2 customers ends in 10 days']);
    expect(mails[0]?.text).not.toContain('Customer 2');
    expect((await notices()).find(({ title }) => title.includes('Customer 2'))).toMatchObject({ muted: true });
  });

  test('an account that is muted keeps its customers out of the list as well', async () => {
    await addMailbox();
    await keep([ends(1, inDays(10))], north);
    await keep([ends(2, inDays(10))], south);
    await muteObject(context, { object: { kind: 'connection', id: south }, lasts: 'untilUnmuted' });

    await tellEnds(context);
    await pass();

    expect(mails.map(({ subject }) => subject.replace('[Sandbox] ', ''))).toEqual(['Access to Customer 1 ends in 10 days']);
    expect(await titles()).toHaveLength(2);
  });

  test('quiet hours hold what ends in a week; what ends tomorrow goes through', async () => {
    await addMailbox({ timeZone: 'UTC', windows: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '23:59' }] });
    await keep([ends(1, inDays(7)), ends(2, inDays(1))]);

    await tellEnds(context);
    await pass();

    expect(mails.map(({ subject }) => subject.replace('[Sandbox] ', ''))).toEqual(['Access to Customer 2 ends tomorrow']);
  });

  test('programs are told with the link to the list', async () => {
    await addChannel(context, {
      kind: 'webhook',
      name: 'Desk',
      address: 'https://desk.example.com/hook',
      events: [],
      cadence: 'instant',
      quiet: undefined,
    });
    await keep([ends(1, inDays(10)), ends(2, inDays(10))]);

    await tellEnds(context);
    await pass();

    expect(JSON.parse(posted.at(-1) ?? '')).toMatchObject({
      type: 'customer.access_expiring',
      data: {
        title: 'Access to 2 customers ends in 10 days',
        url: 'https://concord.example.com/customers/access?endsWithin=15&sort=endsAt',
      },
    });
  });
});
