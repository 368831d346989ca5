import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { aContext } from '../../../test/support/context.ts';
import { aDatabase } from '../../../test/support/database.ts';
import { aCustomer, guid } from '../../../test/support/records.ts';
import type { AccessRelationship } from '../../model/access.ts';
import { isReady } from '../../model/tenant-consent.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { customerSyncer } from '../customers/index.ts';
import {
  accessSyncer,
  calendarMadeAt,
  changeTemplate,
  countAccess,
  countAlarms,
  exportAccess,
  listAccess,
  listEnds,
  listTemplates,
  listTemplateVersions,
  makeCalendar,
  readCalendar,
  removeTemplate,
  revokeCalendar,
  saveTemplate,
} from './index.ts';
import type { AccessFilter } from './list.ts';

const { db, owner } = await aDatabase();
const { context, clock } = aContext(db);

const [one, two] = [guid(1), guid(2)];
const at = (minute: number): Temporal.Instant => Temporal.Instant.from('2026-11-21T08:00:00Z').add({ minutes: minute });
const inDays = (days: number): Temporal.Instant => at(0).add({ hours: days * 24 });
const reading = (minute: number, connectionId: string) => ({ connectionId, seenAt: at(minute), ids: context.ids });

const relationship = (n: number, more: Partial<AccessRelationship> = {}): AccessRelationship => ({
  remoteId: `${guid(500 + n)}-${guid(n)}`,
  customerTenantId: guid(n),
  displayName: `GDAP ${n}`,
  remoteStatus: 'active',
  state: 'active',
  endsAt: inDays(300),
  roleIds: ['role-a', 'role-b'],
  autoExtends: false,
  duration: 'P730D',
  askedAt: undefined,
  startsAt: undefined,
  groups: [],
  ...more,
});

const keep = (relationships: readonly AccessRelationship[], minute = 0, connectionId = one) =>
  inScope(db, everything, (tx) => accessSyncer.keep(tx, reading(minute, connectionId), relationships));
const retire = (since: number, connectionId = one) =>
  inScope(db, everything, (tx) => accessSyncer.retire(tx, reading(since + 1, connectionId), at(since)));
const accessOf = async (n: number) =>
  inScope(db, everything, (tx) =>
    tx.selectFrom('customer').select(['access_state', 'access_ends_at']).where('tenant_id', '=', guid(n)).executeTakeFirstOrThrow(),
  );

beforeEach(async () => {
  await sql`truncate customer, customer_identity, customer_connection, access_relationship cascade`.execute(owner.db);
  await inScope(db, everything, async (tx) => {
    await customerSyncer.keep(tx, reading(0, one), [aCustomer(1), aCustomer(2)]);
    await customerSyncer.keep(tx, reading(0, two), [aCustomer(1)]);
  });
});

describe('delegated access of a customer', () => {
  test('is missing until a relationship is read', async () => {
    expect(await accessOf(1)).toEqual({ access_state: 'missing', access_ends_at: null });
  });

  test('is what its best relationship says, and ends when that ends', async () => {
    await keep([
      relationship(1),
      relationship(1, { remoteId: 'later', endsAt: inDays(700) }),
      relationship(1, { remoteId: 'old', state: 'expired', endsAt: inDays(-5) }),
    ]);

    expect(await accessOf(1)).toEqual({ access_state: 'active', access_ends_at: inDays(700) });
    expect(await accessOf(2)).toMatchObject({ access_state: 'missing' });
  });

  test('is expired when its end has passed, whatever Microsoft still calls it', async () => {
    await keep([relationship(1, { endsAt: inDays(-1) })]);

    expect(await accessOf(1)).toEqual({ access_state: 'expired', access_ends_at: inDays(-1) });
  });

  test('is missing again when its only relationship is gone', async () => {
    await keep([relationship(1)]);

    expect(await retire(10)).toBe(1);

    expect(await accessOf(1)).toEqual({ access_state: 'missing', access_ends_at: null });
  });

  test('stays when the relationship of another account is gone', async () => {
    await keep([relationship(1)], 0, one);
    await keep([relationship(1, { remoteId: 'of the other' })], 0, two);

    await retire(10, one);

    expect(await accessOf(1)).toMatchObject({ access_state: 'active' });
  });
});

describe('reading relationships', () => {
  test('twice changes nothing, and every one read is counted once', async () => {
    const all = [relationship(1), relationship(2)];

    expect(await keep(all)).toEqual({ created: 2, updated: 0, unchanged: 0, refused: [] });
    expect(await keep(all, 1)).toEqual({ created: 0, updated: 0, unchanged: 2, refused: [] });
    expect(await keep([relationship(1, { endsAt: inDays(480) }), relationship(2)], 2)).toEqual({
      created: 0,
      updated: 1,
      unchanged: 1,
      refused: [],
    });
  });

  test('of nobody’s customers is counted and kept for nobody', async () => {
    const kept = await keep([relationship(9), relationship(1, { remoteId: 'invitation', customerTenantId: undefined, state: 'pending' })]);

    expect(kept).toEqual({ created: 0, updated: 0, unchanged: 2, refused: [] });
    expect(await accessOf(1)).toMatchObject({ access_state: 'missing' });
  });

  test('of another account’s customers says nothing about ours', async () => {
    await keep([relationship(2)], 0, two);

    expect(await accessOf(2)).toMatchObject({ access_state: 'missing' });
  });

  test('in any order ends in the same state', async () => {
    const all = [
      relationship(1, { state: 'pending', remoteStatus: 'approvalPending', endsAt: undefined }),
      relationship(1, { remoteId: 'b' }),
      relationship(2, { state: 'error' }),
    ];
    await keep(all);
    const there = [await accessOf(1), await accessOf(2)];
    await sql`truncate access_relationship`.execute(owner.db);

    for (const each of all.toReversed()) await keep([each], 1);

    expect([await accessOf(1), await accessOf(2)]).toEqual(there);
  });

  test('that ended keeps which groups held its roles, so that a replacement can be given to the same', async () => {
    const held = [{ id: 'a', groupId: guid(900), status: 'active', roleIds: ['role-a'] }];
    await keep([relationship(1, { groups: held })]);

    await keep([relationship(1, { state: 'expired', remoteStatus: 'expired', groups: undefined })], 1);

    const { rows } = await sql<{ groups: unknown }>`select groups from access_relationship`.execute(owner.db);
    expect(rows).toEqual([{ groups: held }]);
    const [row] = (await listAccess(context, { sort: 'name', descending: false, limit: 1, cursor: undefined, filter: {}, count: false }))
      .rows;
    expect(row?.relationship).toMatchObject({ remoteStatus: 'expired', groups: 0 });
  });

  test('of nothing is nothing', async () => {
    expect(await keep([])).toEqual({ created: 0, updated: 0, unchanged: 0, refused: [] });
    expect(await retire(10)).toBe(0);
  });
});

describe('the board of access', () => {
  const list = async (filter: AccessFilter = {}, sort = 'name') =>
    (await listAccess(context, { sort, descending: false, limit: 50, cursor: undefined, filter, count: true })).rows;
  const consented = (n: number, state: string, workedAt: Temporal.Instant | null = null) =>
    inScope(db, everything, (tx) =>
      tx.updateTable('customer').set({ consent_state: state, consent_worked_at: workedAt }).where('tenant_id', '=', guid(n)).execute(),
    );
  const readWithin = (hours: number) =>
    inScope(db, everything, (tx) =>
      sql`insert into setting (name, value, changed_by, changed_at) values ('business', ${JSON.stringify({ readyReadHours: hours })}::jsonb, 'test', now())
        on conflict (name) do update set value = excluded.value`.execute(tx),
    );

  test('shows every customer once, with the relationship that counts and how many others there are', async () => {
    await keep([
      relationship(1),
      relationship(1, { remoteId: 'later', endsAt: inDays(700) }),
      relationship(1, { remoteId: 'old', state: 'expired' }),
    ]);

    const [first, second, ...rest] = await list();

    expect(rest).toEqual([]);
    expect(first).toMatchObject({ access: 'active', daysLeft: 700, others: 2, relationship: { id: 'later' } });
    expect(second).toMatchObject({ access: 'missing', relationship: null, others: 0, ready: false });
  });

  test('filters by state, by what predicts trouble and by the days that are left, and counts the same', async () => {
    await keep([relationship(1, { endsAt: inDays(20) }), relationship(2, { state: 'pending', remoteStatus: 'active' })]);

    const names = async (filter: AccessFilter) => (await list(filter)).map(({ tenantId }) => tenantId);

    expect(await names({ access: ['active'] })).toEqual([guid(1)]);
    expect(await names({ endsWithin: 30 })).toEqual([guid(1)]);
    expect(await names({ endsWithin: 7 })).toEqual([]);
    expect(await names({ flag: ['noGroup'] })).toEqual([guid(2)]);
    expect(await names({ q: guid(2) })).toEqual([guid(2)]);
    expect(await names({ connectionId: two })).toEqual([guid(1)]);
    expect(await countAccess(context)).toMatchObject({
      active: 1,
      pending: 1,
      missing: 0,
      endsWithin30: 1,
      noGroup: 1,
      noAutoExtend: 1,
      unread: [],
    });
  });

  test('calls a customer Ready by both parts, and by a recent read where the partner wants that: list, filter and count agree', async () => {
    await keep([relationship(1), relationship(2)]);
    const readAt = context.clock.now().subtract({ hours: 5 });
    for (const [consent, workedAt, hours] of [
      ['granted', null, 0],
      ['withdrawn', null, 0],
      ['granted', null, 4],
      ['granted', readAt, 4],
      ['granted', readAt, 6],
    ] as const) {
      await consented(1, consent, workedAt);
      await readWithin(hours);
      const wanted = isReady({ access: 'active', consent, workedAt }, context.clock.now(), hours);

      expect((await list()).map(({ ready }) => ready)).toEqual([wanted, false]);
      expect((await list({ ready: true })).length).toBe(wanted ? 1 : 0);
      expect((await countAccess(context)).ready).toBe(wanted ? 1 : 0);
    }
    await readWithin(0);
  });

  test('is held against what a distributor tells: list, filter and count agree, and the distributor alone makes nobody active', async () => {
    await keep([relationship(1)]);
    const told = async (n: number, word: string) =>
      sql`insert into account (account_id, connection_id, side, remote_id, name, domain, tenant_ids, access_told, active, seen_at, created_at, changed_at)
        values (${guid(700 + n)}::uuid, ${two}::uuid, 'distributor', ${String(n)}, 'Customer', '', array[${guid(n)}], ${JSON.stringify({ [guid(n)]: word })}::jsonb,
          true, now(), now(), now()) on conflict (account_id) do update set access_told = excluded.access_told`.execute(owner.db);
    await sql`insert into connection (connection_id, kind, side, name, state, settings, identity, created_at, changed_at)
      values (${two}::uuid, 'tdSynnex', 'distributor', 'TD SYNNEX', 'connected', '{}', 'two', now(), now()) on conflict do nothing`.execute(
      owner.db,
    );

    for (const [words, says] of [
      [['ACTIVE', 'ACTIVE'], [2]],
      [['EXPIRED', 'PENDING'], [1]],
      [['ACTIVE', 'terminated'], []],
      [['??', 'SOMETHING NEW'], []],
    ] as const) {
      await told(1, words[0]);
      await told(2, words[1]);
      const rows = await list({});
      expect(rows.flatMap((row, at) => (row.witnesses.some((each) => each.disagrees) ? [at + 1] : []))).toEqual(says);
      expect((await list({ disagrees: true })).map(({ name }) => name)).toEqual(says.map((n) => rows[n - 1]?.name));
      expect(await countAccess(context)).toMatchObject({ disagrees: says.length, noWitness: [], active: 1, missing: 1 });
      expect(await inScope(db, everything, (tx) => countAlarms(tx, context.clock.now()))).toEqual({ ending: 0, disagreeing: says.length });
    }
    // Switched off, it is no witness at once, and the board says whose word is missing.
    await told(1, 'EXPIRED');
    await sql`update connection set purposes = '{costs}' where connection_id = ${two}::uuid`.execute(owner.db);
    expect((await list({})).flatMap(({ witnesses }) => witnesses)).toEqual([]);
    expect(await countAccess(context)).toMatchObject({ disagrees: 0, noWitness: ['TD SYNNEX'] });
    await sql`update connection set purposes = '{costs,access}' where connection_id = ${two}::uuid`.execute(owner.db);
    await keep([relationship(1, { state: 'error' })], 5);
    await told(1, 'EXPIRED');
    expect(await list({ disagrees: true })).toEqual([]);
  });

  test('keeps what was last known for good, with its time, while the access cannot be read', async () => {
    await keep([relationship(1)]);
    await keep([relationship(1, { state: 'error' })], 60);
    await keep([relationship(1, { state: 'error' })], 120);

    expect((await list({ access: ['error'] }))[0]).toMatchObject({
      access: 'error',
      ready: false,
      lastGood: { state: 'active', at: at(0) },
    });

    await keep([relationship(1)], 180);
    expect((await list())[0]).toMatchObject({ access: 'active', lastGood: null });
  });

  test('shows an end that has passed since the last look as expired', async () => {
    await keep([relationship(1, { endsAt: context.clock.now().add({ minutes: 1 }) })]);
    expect((await list())[0]).toMatchObject({ access: 'active', daysLeft: 1 });

    await clock.advance(60_000);

    expect((await list())[0]).toMatchObject({ access: 'expired', daysLeft: null, ready: false });
  });

  const billed = (n: number, ...amounts: readonly { readonly amount: string; readonly currency: string }[]) =>
    sql`update customer set billed = ${JSON.stringify(amounts)}::jsonb, billed_most = ${amounts[0]?.amount ?? '0'}::numeric
      where tenant_id = ${guid(n)}`.execute(owner.db);

  test('sorts by what is billed a month, the largest of several currencies, and shows all of them', async () => {
    await billed(1, { amount: '70.00', currency: 'EUR' }, { amount: '5.00', currency: 'USD' });
    await billed(2, { amount: '900.10', currency: 'USD' });

    const page = (descending: boolean, cursor?: string) =>
      listAccess(context, { sort: 'billed', descending, limit: 1, cursor, filter: {}, count: false });
    const first = await page(true);
    const second = await page(true, first.nextCursor ?? '');

    expect([first, second].map(({ rows }) => rows[0]?.tenantId)).toEqual([guid(2), guid(1)]);
    expect(second.rows[0]?.atRisk).toEqual([
      { amount: '70.00', currency: 'EUR' },
      { amount: '5.00', currency: 'USD' },
    ]);
    expect((await page(false)).rows[0]?.tenantId).toBe(guid(1));
  });

  test('sums the ends of each month, with the money of those that do not extend themselves, and lists the month', async () => {
    await keep([relationship(1, { endsAt: inDays(20) }), relationship(2, { endsAt: inDays(19), autoExtends: true })]);
    await billed(1, { amount: '70.00', currency: 'EUR' }, { amount: '5.00', currency: 'USD' });
    await billed(2, { amount: '900.10', currency: 'USD' });

    expect(await listEnds(context)).toEqual([
      {
        month: '2026-12',
        customers: 2,
        extending: 1,
        atRisk: [
          { amount: '70.00', currency: 'EUR' },
          { amount: '5.00', currency: 'USD' },
        ],
      },
    ]);
    expect(await list({ endsIn: '2026-12' })).toHaveLength(2);
    expect(await list({ endsIn: '2027-01' })).toEqual([]);
    await clock.advance(19.5 * 86_400_000);
    expect(await listEnds(context)).toMatchObject([{ customers: 1, extending: 0 }]);
  });

  test('pages through all of them by the end of the access, those without an end last', async () => {
    await keep([relationship(1, { endsAt: inDays(20) })]);

    const first = await listAccess(context, { sort: 'endsAt', descending: false, limit: 1, cursor: undefined, filter: {}, count: false });
    const second = await listAccess(context, {
      sort: 'endsAt',
      descending: false,
      limit: 1,
      cursor: first.nextCursor ?? '',
      filter: {},
      count: false,
    });

    expect([first.rows[0]?.tenantId, second.rows[0]?.tenantId, second.hasMore]).toEqual([guid(1), guid(2), false]);
  });
});

describe('the calendar of ending accesses', () => {
  const ana = { personId: guid(77), name: 'Ana' };
  const asAna = { ...context, actor: { ...context.actor, kind: 'person' as const, ...ana } };
  beforeEach(async () => {
    await sql`insert into person (person_id, email, name, role, state, created_at, changed_at)
      values (${ana.personId}::uuid, 'ana@partner.example', 'Ana', 'owner', 'active', now(), now()) on conflict do nothing`.execute(
      owner.db,
    );
    await sql`update person set state = 'active'`.execute(owner.db);
    await keep([relationship(1)]);
  });

  test('is read by its secret address, which is dead once it is made anew, revoked, or its person is gone', async () => {
    const first = (await makeCalendar(asAna)) ?? '';
    expect(await readCalendar(context, first)).toContain('SUMMARY:Access to Customer 1 ends');

    const second = (await makeCalendar(asAna)) ?? '';
    expect(await readCalendar(context, first)).toBeUndefined();
    expect(await readCalendar(context, second)).toContain('BEGIN:VEVENT');

    await sql`update person set state = 'disabled'`.execute(owner.db);
    expect(await readCalendar(context, second)).toBeUndefined();
    await sql`update person set state = 'active'`.execute(owner.db);

    expect(await calendarMadeAt(asAna)).toEqual(context.clock.now());
    expect(await revokeCalendar(asAna)).toBe(true);
    expect(await calendarMadeAt(asAna)).toBeUndefined();
    expect(await readCalendar(context, second)).toBeUndefined();
    expect(await revokeCalendar(asAna)).toBe(false);
  });

  test('keeps only the hash of the secret, and is for people only', async () => {
    const token = (await makeCalendar(asAna)) ?? '';
    const { rows } = await sql<{ token_hash: string }>`select token_hash from access_calendar`.execute(owner.db);

    expect(rows[0]?.token_hash).not.toContain(token);
    expect(await makeCalendar(context)).toBeUndefined();
  });
});

describe('templates of access', () => {
  const standard = { name: 'Standard', roleIds: [guid(1), guid(2)], durationDays: 730, autoExtends: true, groups: [] };

  test('are changed as new versions, keep what they were, and refuse who looked at an older one or takes a name that is taken', async () => {
    const { templateId } = await saveTemplate(context, standard);
    await saveTemplate(context, { ...standard, name: 'Small' });

    expect(await changeTemplate(context, templateId, { roleIds: [guid(3)], version: 1 })).toMatchObject({
      status: 'changed',
      template: { version: 2 },
    });
    expect(await changeTemplate(context, templateId, { durationDays: 90, version: 1 })).toEqual({ status: 'changed_since' });
    expect(await changeTemplate(context, templateId, { name: 'Small', version: 2 })).toEqual({ status: 'name_taken' });
    // Kept under its name again, it is the same template.
    expect(await saveTemplate(context, { ...standard, durationDays: 365 })).toMatchObject({ templateId, version: 3 });

    expect(
      (await listTemplateVersions(context, templateId))?.map(({ version, roleIds, durationDays }) => [
        version,
        roleIds.length,
        durationDays,
      ]),
    ).toEqual([
      [3, 2, 365],
      [2, 1, 730],
      [1, 2, 730],
    ]);
    expect((await listTemplates(context)).map(({ name, version }) => [name, version])).toEqual([
      ['Small', 1],
      ['Standard', 3],
    ]);
    expect(await removeTemplate(context, templateId)).toBe(true);
    expect(await listTemplateVersions(context, templateId)).toBeUndefined();
    expect(await changeTemplate(context, templateId, { version: 3 })).toEqual({ status: 'absent' });
  });
});

test('the export has a row for each customer, with the link where the customer approves', async () => {
  await keep([relationship(1, { remoteStatus: 'approvalPending', state: 'pending', endsAt: undefined, askedAt: at(0) })]);

  const lines = (await exportAccess(context, {})).trimEnd().split('\r\n');

  expect(lines).toHaveLength(3);
  expect(lines[1]).toContain('/granularAdminRelationships/');
  expect(lines[1]).toContain('2027-02-19T08:00:00Z'); // 90 days after it was asked for
  expect(lines[2]).not.toContain('granularAdminRelationships');
});
