import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { aBillTo } from '../../../test/support/a-bill-to.ts';
import { aContext } from '../../../test/support/context.ts';
import { aDatabase } from '../../../test/support/database.ts';
import { aCustomer, guid } from '../../../test/support/records.ts';
import { must } from '../../lib/must.ts';
import type { BillTo } from '../../model/bill-to.ts';
import { ownReseller } from '../../model/ids.ts';
import { everything, inScope, ofCustomer } from '../../platform/db/transaction.ts';
import { changeDetails, chooseFieldOwners, customerSyncer, keepProfile, listCustomers } from '../customers/index.ts';
import { exportConflicts, listConflicts } from './index.ts';
import type { ConflictFilter } from './list.ts';

const { db, owner } = await aDatabase();
const { context, clock } = aContext(db);
const north = guid(1);
const south = guid(2);
let customerId = '';

const reading = (connectionId = north) => ({ connectionId, seenAt: clock.now(), ids: context.ids });
const list = async (filter: ConflictFilter = {}, who = context) =>
  (await listConflicts(who, { filter, limit: 50, cursor: undefined, descending: true, count: true })).rows;
const keep = async (billTo: Partial<BillTo>, cause: 'sync' | 'plan' = 'sync', connectionId = north): Promise<void> => {
  await clock.advance(1_000);
  await inScope(db, everything, (tx) =>
    keepProfile(tx, reading(connectionId), {
      ...{ customerId, cause: cause === 'sync' ? cause : { wanted: billTo }, rules: undefined },
      profile: { billTo: aBillTo(billTo), etag: '1', registrationNumber: '', domains: [], resellerTenantId: '' },
    }),
  );
};
const call = async (name: string): Promise<void> => {
  await clock.advance(1_000);
  await inScope(db, everything, (tx) => customerSyncer.keep(tx, reading(), [aCustomer(1, { name })]));
};
const own = (owners: Parameters<typeof chooseFieldOwners>[1]['owners'], version = 0) => chooseFieldOwners(context, { owners, version });

beforeEach(async () => {
  await sql`truncate customer, customer_identity, customer_connection, customer_profile, customer_profile_change, customer_own_field,
    customer_conflict, setting, connection, account, account_identity, account_mapping cascade`.execute(owner.db);
  for (const [id, name] of [
    [north, 'North'],
    [south, 'South'],
  ] as const)
    await sql`insert into connection (connection_id, kind, side, name, state, settings, identity, created_at, changed_at)
      values (${id}::uuid, 'partnerCenter', 'microsoft', ${name}, 'connected', '{}', ${name}, now(), now())`.execute(owner.db);
  await call('Contoso');
  const { rows } = await listCustomers(context, { sort: 'name', descending: false, limit: 5, cursor: undefined, filter: {}, count: false });
  customerId = must(rows[0], 'the customer').customerId;
  await keep({});
});

describe('a field of ours', () => {
  beforeEach(async () => {
    await own({ phone: 'ours', name: 'ours' });
    await changeDetails(context, customerId, { phone: '030 1', name: 'Contoso Holding' });
  });

  test('that Microsoft changes stays as it is here; both values and the rule are kept', async () => {
    await keep({ phone: '4250000000', city: 'Seattle' });

    expect(await list()).toMatchObject([
      {
        ...{ customerId, customerName: 'Contoso', kind: 'heldHere', winner: 'here', system: 'North', subject: 'Billing profile' },
        ...{ field: 'phone', base: '4255555555', ours: '030 1', theirs: '4250000000', planId: null },
      },
    ]);
  });

  test('that comes to say the same at Microsoft is no conflict, and what was told is not told again', async () => {
    await keep({ phone: '030 1' });
    expect(await list()).toEqual([]);

    await keep({ phone: '4250000000' });
    await keep({ phone: '4250000000' });
    await keep({ phone: '030 1' });
    await keep({ phone: '4250000000' });

    expect(await list()).toHaveLength(1);
  });

  test('is the name too', async () => {
    await call('Contoso AG');

    expect(await list()).toMatchObject([
      { kind: 'heldHere', subject: 'Company', field: 'name', ours: 'Contoso Holding', theirs: 'Contoso AG' },
    ]);
  });

  test('is not held against an account that is not the one shown', async () => {
    await keep({}, 'sync', south);
    await keep({ phone: '4250000000' }, 'sync', south);

    expect(await list()).toEqual([]);
  });

  test('given back to Microsoft is overwritten by its value, and taken again overwrites it; ours is never lost', async () => {
    await own({ phone: 'microsoft', name: 'ours' }, 1);
    await clock.advance(1_000);
    await own({ phone: 'ours' }, 2);

    expect(await list()).toMatchObject([
      { kind: 'ownerChanged', winner: 'here', field: 'phone', ours: '030 1', theirs: '4255555555', system: null },
      { kind: 'ownerChanged', winner: 'microsoft', field: 'phone' },
    ]);
  });
});

test('a name that is the PSA’s stays the PSA’s when Microsoft changes its own', async () => {
  await sql`insert into account (account_id, connection_id, side, remote_id, name, domain, tenant_ids, active, reseller_id, created_at, seen_at, changed_at)
    values (${guid(50)}::uuid, ${guid(3)}::uuid, 'psa', '250', 'Contoso (billing)', '', '{}', true, ${ownReseller}::uuid, now(), now(), now())`.execute(
    owner.db,
  );
  await sql`insert into account_mapping (customer_id, customer_name, connection_id, mapping_id, reseller_id, account_id, state, evidence, candidates, changed_at)
    values (${customerId}::uuid, 'Contoso', ${guid(3)}::uuid, ${guid(51)}::uuid, ${ownReseller}::uuid, ${guid(50)}::uuid, 'mapped', '[]', '[]', now())`.execute(
    owner.db,
  );
  await own({ name: 'psa', companyName: 'psa' });

  await call('Contoso AG');
  await keep({ companyName: 'Contoso AG' });

  expect(await list()).toMatchObject([
    { kind: 'heldByPsa', winner: 'psa', field: 'companyName', ours: 'Contoso (billing)', theirs: 'Contoso AG' },
    { kind: 'heldByPsa', winner: 'psa', field: 'name', ours: 'Contoso (billing)', theirs: 'Contoso AG' },
  ]);
});

describe('what we had written to Microsoft', () => {
  test('and somebody changed there afterwards is told with both values; Microsoft’s counts', async () => {
    await keep({ city: 'Seattle' }, 'plan');
    await keep({ city: 'Tacoma' });

    expect(await list()).toMatchObject([
      { kind: 'changedAfterWrite', winner: 'microsoft', field: 'city', ours: 'Seattle', theirs: 'Tacoma' },
    ]);
  });

  test('is only an ordinary change after a month, or once somebody has changed it', async () => {
    await keep({ city: 'Seattle', phone: '1' }, 'plan');
    await keep({ city: 'Tacoma' });
    await keep({ city: 'Olympia' });
    expect(await list()).toHaveLength(2); // the phone was put back, the city changed: once each

    await clock.advance(31 * 24 * 3_600_000);
    await keep({ city: 'Spokane' });

    expect(await list()).toHaveLength(2);
  });
});

describe('the list', () => {
  beforeEach(async () => {
    await keep({ city: 'Seattle', phone: '1' }, 'plan');
    await keep({ city: '=2+3', phone: '2' });
  });

  test('is filtered by customer, kind, winner and words, counted, and read in pages', async () => {
    expect(await list({ q: 'Seattle' })).toMatchObject([{ field: 'city' }]);
    expect(await list({ customerId: guid(77) })).toEqual([]);
    expect(await list({ kind: ['heldHere'] })).toEqual([]);
    expect(await list({ winner: ['microsoft'], connectionId: north, kind: ['changedAfterWrite'] })).toHaveLength(2);
    const first = await listConflicts(context, { filter: {}, limit: 1, cursor: undefined, descending: true, count: true });
    expect(first).toMatchObject({ hasMore: true, total: { rows: 2 } });
    const second = await listConflicts(context, {
      ...{ filter: {}, limit: 1, descending: true, count: false },
      cursor: first.nextCursor ?? undefined,
    });
    expect(new Set([...first.rows, ...second.rows].map(({ field }) => field))).toEqual(new Set(['city', 'phone']));
  });

  test('as CSV has both values and the rule in words, and nothing that a spreadsheet runs', async () => {
    const text = await exportConflicts(context, { customerId });

    expect(text).toContain("Contoso,changedAfterWrite,Billing profile,city,,Seattle,'=2+3,microsoft");
    expect(text).toContain('The system that owns it decides');
  });

  test('is closed to a customer’s own people and to a reseller that the customer is not with', async () => {
    expect(await list({}, { ...context, scope: { reseller: guid(9) } })).toEqual([]);
    expect(await list({}, { ...context, scope: ofCustomer(customerId) })).toEqual([]);
    expect(await list({}, { ...context, scope: { reseller: ownReseller } })).toHaveLength(2);
  });
});
