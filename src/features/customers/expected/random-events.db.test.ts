import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { aContext } from '../../../../test/support/context.ts';
import { aDatabase } from '../../../../test/support/database.ts';
import { aDirectory } from '../../../../test/support/fake-directory.ts';
import { aMarketplace } from '../../../../test/support/fake-remotes.ts';
import { aCustomer, guid } from '../../../../test/support/records.ts';
import { aJob } from '../../../../test/support/watched-job.ts';
import { Seeded } from '../../../lib/seeded.ts';
import { everything, inScope } from '../../../platform/db/transaction.ts';
import { importCustomers } from '../import/index.ts';
import { addCustomer, changeExpected, customerSyncer, listExpected, planImport } from '../index.ts';

const { db, owner } = await aDatabase();
const marketplace = aMarketplace();
marketplace.state.pageSize = 500;
const directory = aDirectory(() => marketplace.state.customers);
const { context, clock } = aContext(db, { openRemote: () => ({ ...marketplace, directory }) });
const accounts = [guid(901), guid(902)];
const chance = new Seeded('who is who');
const tenants = 60;
const names = new Map<number, string>();

/** Tenants that have accepted us, as Partner Center lists them. */
const listed = () => [...names].map(([n, name]) => aCustomer(n, { name }));
const anyAccount = (): string => accounts[chance.int(0, 1)] ?? '';
const anyTenant = (): number => chance.int(1, tenants);

const events = {
  create: async () => {
    const n = anyTenant();
    const by = chance.int(0, 1) === 0 ? { domain: `customer${n}.com`, tenantId: '' } : { domain: '', tenantId: guid(n) };
    await addCustomer(context, {
      connectionId: anyAccount(),
      name: `Customer ${n}`,
      email: '',
      country: '',
      note: '',
      resellerMpn: '',
      ...by,
    });
  },
  sync: async () => {
    const page = listed().slice(chance.int(0, 30), 60);
    await inScope(db, everything, (tx) =>
      customerSyncer.keep(tx, { connectionId: anyAccount(), seenAt: clock.now(), ids: context.ids }, page),
    );
  },
  rename: () => {
    const n = anyTenant();
    if (names.has(n)) names.set(n, `Customer ${chance.int(1, tenants)}`); // a name that another one may have
    marketplace.state.customers = listed();
    return Promise.resolve();
  },
  accept: () => {
    const n = anyTenant();
    names.set(n, `Customer ${n}`);
    marketplace.state.customers = listed();
    return Promise.resolve();
  },
  withdraw: async () => {
    const [expected] = await listExpected(context, ['waiting']);
    if (expected !== undefined) await changeExpected(context, expected.expectedId, { action: 'withdraw', reason: 'chance' });
  },
  import: async () => {
    const planned = await planImport(context, { connectionId: anyAccount(), tenantIds: undefined, resellers: [] });
    if (planned.status === 'planned') await importCustomers(context, planned.planId, aJob());
  },
};
/** Reading and entering are common, importing is rare. */
const kinds = ['create', 'create', 'create', 'sync', 'sync', 'rename', 'accept', 'withdraw'] as const;

test('of random events, eight at once, none leaves a customer twice (K7, N10)', { timeout: 600_000 }, async () => {
  for (const id of accounts)
    await sql`insert into connection (connection_id, kind, side, name, state, settings, identity, created_at, changed_at)
      values (${id}::uuid, 'partnerCenter', 'microsoft', ${id}, 'connected', ${JSON.stringify({
        kind: 'partnerCenter',
        cloud: 'global',
        partnerType: 'directBill',
        tenantId: id,
        clientId: 'app',
      })}::jsonb, ${id}, now(), now())`.execute(owner.db);
  let left = Number(process.env['CONCORD_TEST_EVENTS'] ?? 400);
  const lanes = Array.from({ length: 8 }, async () => {
    while (left > 0) {
      left -= 1;
      await clock.advance(1);
      await (left % 250 === 0 ? events.import() : events[chance.pick(kinds)]());
    }
  });

  await Promise.all(lanes);

  const { rows } = await sql<{ twice: number; stillExpected: number; customers: number }>`select
    (select count(*)::int from (select from customer group by cloud, tenant_id having count(*) > 1) as doubled)
      + (select count(*)::int from (select from expected_customer where state in ('pending', 'waiting', 'expired', 'joinedElsewhere') and domain <> ''
          group by cloud, domain having count(*) > 1) as doubled) as twice,
    (select count(*)::int from expected_customer expected join customer using (cloud, domain)
      where expected.state in ('pending', 'waiting', 'expired') and customer.domain <> '') as "stillExpected",
    (select count(*)::int from customer) as customers`.execute(owner.db);
  expect(rows[0]).toMatchObject({ twice: 0, stillExpected: 0 });
  expect(rows[0]?.customers).toBeGreaterThan(15); // chance decides how many
});
