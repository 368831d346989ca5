import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { aBillTo } from '../../../../test/support/a-bill-to.ts';
import { aContext } from '../../../../test/support/context.ts';
import { aDatabase } from '../../../../test/support/database.ts';
import { aCustomer, guid } from '../../../../test/support/records.ts';
import { must } from '../../../lib/must.ts';
import { everything, inScope } from '../../../platform/db/transaction.ts';
import {
  changeDetails,
  chooseFieldOwners,
  chooseLeading,
  customerSyncer,
  findContacts,
  findDetails,
  keepProfile,
  leadingReason,
  listCustomers,
  retireCustomers,
} from '../index.ts';

const { db, owner } = await aDatabase();
const { context, clock } = aContext(db);
/** South was connected last and sold first; by name it comes last. */
const [east, north, south] = [guid(1), guid(2), guid(3)];

let customerId = '';
const reading = (connectionId: string) => ({ connectionId, seenAt: clock.now(), ids: context.ids });
const sell = async (connectionId: string): Promise<void> => {
  await clock.advance(1_000);
  await inScope(db, everything, (tx) => customerSyncer.keep(tx, reading(connectionId), [aCustomer(1)]));
};
const tell = async (connectionId: string, email: string): Promise<void> => {
  await clock.advance(1_000);
  await inScope(db, everything, (tx) =>
    keepProfile(tx, reading(connectionId), {
      customerId,
      cause: 'sync',
      rules: 'none',
      profile: { billTo: { ...aBillTo(), email }, etag: '1', registrationNumber: '', domains: [], resellerTenantId: '' },
    }),
  );
};
const leave = async (connectionId: string): Promise<void> => {
  await clock.advance(1_000);
  await inScope(db, everything, (tx) => retireCustomers(tx, reading(connectionId), clock.now()));
};
const contacts = async () => must(await findContacts(context, customerId), 'the contacts');
const leads = async () => {
  const { accounts } = await contacts();
  return [accounts[0]?.connectionName, leadingReason(accounts)];
};
const email = async () => (await findDetails(context, customerId))?.find(({ field }) => field === 'email')?.value;

beforeEach(async () => {
  await sql`truncate customer_profile, customer_profile_change, customer_own_field, customer_leading_account, customer_conflict, setting, country_rule, customer,
    customer_identity, customer_connection, audit_event, connection cascade`.execute(owner.db);
  for (const [id, name, day] of [
    [east, 'East', 1],
    [north, 'North', 2],
    [south, 'South', 3],
  ] as const)
    await sql`insert into connection (connection_id, kind, side, name, state, settings, identity, created_at, changed_at)
      values (${id}::uuid, 'partnerCenter', 'microsoft', ${name}, 'connected', '{}', ${name}, make_date(2026, 1, ${day}), now())`.execute(
      owner.db,
    );
  for (const account of [south, north, east]) await sell(account);
  const { rows } = await listCustomers(context, { sort: 'name', descending: false, limit: 5, cursor: undefined, filter: {}, count: false });
  customerId = must(rows[0], 'the customer').customerId;
  for (const [account, who] of [
    [east, 'e@contoso.com'],
    [north, 'n@contoso.com'],
    [south, 's@contoso.com'],
  ] as const)
    await tell(account, who);
});

describe('the account that speaks for a customer that several sell to', () => {
  test('is the one that has sold for the longest, and stays so whatever an account is called, and when it is read again', async () => {
    expect([await leads(), await email()]).toEqual([['South', 'longest'], 's@contoso.com']);

    await sql`update connection set name = 'A ' || name where connection_id = ${east}::uuid`.execute(owner.db);
    await sell(north);

    expect(await leads()).toEqual(['South', 'longest']);
  });

  test('from before that was written down: the one that was connected first', async () => {
    await sql`update customer_connection set since = null`.execute(owner.db);

    expect(await leads()).toEqual(['East', 'longest']);
  });

  test('is whom a person chose, with a trail of it, and can be anybody’s no more', async () => {
    expect(await chooseLeading(context, customerId, north)).toEqual({ status: 'kept' });
    await sell(north);
    expect([await leads(), await email()]).toEqual([['North', 'chosen'], 'n@contoso.com']);
    expect((await contacts()).choice).toMatchObject({ connectionName: 'North', chosenBy: context.actor.name });

    await chooseLeading(context, customerId, undefined);
    await chooseLeading(context, customerId, undefined);

    expect(await leads()).toEqual(['South', 'longest']);
    const { rows } = await sql`select before, after from audit_event where action = 'customer.leadingAccountChosen' order by seq`.execute(
      owner.db,
    );
    expect(rows).toEqual([
      { before: { account: null }, after: { account: 'North' } },
      { before: { account: 'North' }, after: { account: null } },
    ]);
  });

  test('that leaves gives way to the next, is told of, and leads again when it sells again', async () => {
    await chooseLeading(context, customerId, north);

    await leave(north);
    expect(await leads()).toEqual(['South', 'longest']);
    expect((await contacts()).choice).toMatchObject({ connectionId: north });
    await leave(east);
    expect(await leads()).toEqual(['South', 'only']);

    await sell(north);
    expect(await leads()).toEqual(['North', 'chosen']);
  });

  test('is the last word when nobody sells any more', async () => {
    for (const account of [east, north, south]) await leave(account);

    expect(await leads()).toEqual(['South', 'left']);
  });

  test('is never one that only looks, nor one that was removed', async () => {
    await sql`update customer_connection set relationship = 'advisor' where connection_id = ${south}::uuid`.execute(owner.db);
    expect(await leads()).toEqual(['North', 'longest']);
    await sql`update connection set removed_at = now() where connection_id = ${north}::uuid`.execute(owner.db);

    expect(await leads()).toEqual(['East', 'only']);
  });

  test('cannot be one that does not sell, or of which nothing was read', async () => {
    await leave(north);

    expect(await chooseLeading(context, customerId, north)).toEqual({ status: 'refused', because: 'does_not_sell' });
    expect(await chooseLeading(context, customerId, guid(9))).toEqual({ status: 'refused', because: 'not_read' });
    expect(await chooseLeading(context, guid(8), north)).toEqual({ status: 'refused', because: 'not_found' });
  });

  test('is the one whose values ours are held against', async () => {
    await chooseLeading(context, customerId, north);
    await chooseFieldOwners(context, { owners: { email: 'ours' }, version: 0 });
    await changeDetails(context, customerId, { email: 'ours@contoso.com' });

    await tell(south, 'other@contoso.com');
    await chooseFieldOwners(context, { owners: { email: 'microsoft' }, version: 1 });

    const { rows } = await sql<{ kind: string; their_value: string }>`select kind, their_value from customer_conflict order by at`.execute(
      owner.db,
    );
    expect(rows).toEqual([{ kind: 'ownerChanged', their_value: 'n@contoso.com' }]);
  });
});
