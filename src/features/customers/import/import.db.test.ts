import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { aContext } from '../../../../test/support/context.ts';
import { aDatabase } from '../../../../test/support/database.ts';
import { aMarketplace } from '../../../../test/support/fake-remotes.ts';
import { aCustomer, guid } from '../../../../test/support/records.ts';
import type { CustomerDirectory, IndirectReseller } from '../../../connectors/ports.ts';
import { everything, inScope } from '../../../platform/db/transaction.ts';
import { customerSyncer, findCustomerPlan, listCustomers } from '../index.ts';
import { applyImport, ImportPlan, planImport } from './index.ts';

const { db, owner } = await aDatabase();
const marketplace = aMarketplace();
marketplace.state.pageSize = 500;
let resellers: readonly IndirectReseller[] = [];
const directory: CustomerDirectory = {
  find: () => Promise.resolve([]),
  isDomainTaken: () => Promise.resolve(false),
  invitation: () => Promise.resolve(''),
  profile: () => Promise.resolve(undefined),
  billTo: {
    prepare: () => [],
    write: () => Promise.reject(new Error('This remote only reads')),
    lookUp: () => Promise.resolve({ found: 'notApplied' }),
  },
  resellers: () => Promise.resolve(resellers),
  countryRules: () => Promise.resolve(undefined),
};
const { context, clock } = aContext(db, { openRemote: () => ({ ...marketplace, directory }) });
const [direct, indirect, other] = [guid(1), guid(2), guid(3)];

const plan = async (more: Partial<Parameters<typeof planImport>[1]> = {}): Promise<string> => {
  const planned = await planImport(context, { connectionId: direct, tenantIds: undefined, resellers: [], ...more });
  if (planned.status === 'refused') throw new Error(planned.detail);
  return planned.planId;
};
const rowsOf = async (planId: string) => ImportPlan.parse((await findCustomerPlan(context, planId))?.wish).rows;
const actions = async (planId: string) => (await rowsOf(planId)).map(({ action }) => action);
const count = async () =>
  (await listCustomers(context, { sort: 'name', descending: false, limit: 1, cursor: undefined, filter: {}, count: true })).total?.rows;

beforeEach(async () => {
  resellers = [];
  marketplace.state.customers = [aCustomer(1), aCustomer(2), aCustomer(3)];
  await sql`truncate customer, customer_identity, customer_connection, customer_plan, customer_reseller, connection cascade`.execute(
    owner.db,
  );
  for (const [id, partnerType] of [
    [direct, 'directBill'],
    [indirect, 'indirectProvider'],
    [other, 'directBill'],
  ] as const)
    await sql`insert into connection (connection_id, kind, side, name, state, settings, identity, created_at, changed_at)
      values (${id}::uuid, 'partnerCenter', 'microsoft', ${id}, 'connected', ${JSON.stringify({
        kind: 'partnerCenter',
        cloud: 'global',
        partnerType,
        tenantId: id,
        clientId: 'app',
      })}::jsonb, ${id}, now(), now())`.execute(owner.db);
});

describe('importing the tenants of an account', () => {
  test('shows what it would create, and a second time changes nothing', async () => {
    const first = await plan();
    expect(await actions(first)).toEqual(['create', 'create', 'create']);
    expect(await count()).toBe(0);

    expect(await applyImport(context, first)).toMatchObject({ status: 'imported', report: { create: 3 } });

    expect(await actions(await plan())).toEqual(['unchanged', 'unchanged', 'unchanged']);
    expect(await count()).toBe(3);
  });

  test('links what another account brought, updates what changed, and leaves a domain that two tenants claim to people', async () => {
    await inScope(db, everything, (tx) =>
      customerSyncer.keep(tx, { connectionId: other, seenAt: clock.now(), ids: context.ids }, [
        aCustomer(1),
        aCustomer(9, { domain: 'customer3.com' }),
      ]),
    );
    await applyImport(context, await plan({ tenantIds: [guid(2)] }));
    await clock.advance(1_000);
    marketplace.state.customers = [aCustomer(1), aCustomer(2, { name: 'Renamed' }), aCustomer(3)];

    const next = await plan();

    expect(await actions(next)).toEqual(['link', 'update', 'conflict']);
    expect(await applyImport(context, next)).toMatchObject({ report: { link: 1, update: 1, conflict: 1 } });
    expect(await actions(await plan())).toEqual(['unchanged', 'unchanged', 'conflict']);
  });

  test('takes only those that were chosen', async () => {
    expect(await actions(await plan({ tenantIds: [guid(3)] }))).toEqual(['left', 'left', 'create']);
  });

  test('goes on after a kill: the same plan is applied again and makes nothing twice', async () => {
    const first = await plan();
    await inScope(db, everything, (tx) =>
      customerSyncer.keep(tx, { connectionId: direct, seenAt: clock.now(), ids: context.ids }, [aCustomer(1), aCustomer(2)]),
    );

    await applyImport(context, first);

    expect(await count()).toBe(3);
    expect(await applyImport(context, first)).toMatchObject({ status: 'refused', because: 'conflict' });
  });

  test('of an indirect provider attaches the reseller by its partner id, and holds what no reseller is known for', async () => {
    resellers = [{ mpnId: '4711', name: 'Northwind', customerTenantIds: [guid(1)] }];
    const first = await plan({ connectionId: indirect });
    expect(await actions(first)).toEqual(['create', 'hold', 'hold']);

    await applyImport(context, first);
    const second = await plan({ connectionId: indirect, resellers: [{ tenantId: guid(2), mpn: '4711' }] });

    expect(await actions(second)).toEqual(['unchanged', 'create', 'hold']);
    const { rows } = await sql<{ mpn: string; name: string }>`select mpn, name from customer_reseller`.execute(owner.db);
    expect(rows).toEqual([{ mpn: '4711', name: 'Northwind' }]);
  });

  test('refuses a partner id that none of its resellers has', async () => {
    expect(
      await planImport(context, { connectionId: indirect, tenantIds: undefined, resellers: [{ tenantId: guid(2), mpn: '99' }] }),
    ).toMatchObject({ status: 'refused', because: 'conflict' });
  });
});
