import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { aContext } from '../../../../test/support/context.ts';
import { aDatabase } from '../../../../test/support/database.ts';
import { aMarketplace } from '../../../../test/support/fake-remotes.ts';
import { aCustomer, guid } from '../../../../test/support/records.ts';
import { aJob } from '../../../../test/support/watched-job.ts';
import type { CustomerDirectory, IndirectReseller } from '../../../connectors/ports.ts';
import { everything, inScope } from '../../../platform/db/transaction.ts';
import { applyCustomerPlan, customerSyncer, findCustomerPlan, listCustomers } from '../index.ts';
import { importCustomers, listImportRows, planImport, startImport } from './index.ts';

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
const rowsOf = async (planId: string) =>
  (
    await listImportRows(context, {
      planId,
      actions: undefined,
      q: undefined,
      limit: 100,
      after: undefined,
      descending: false,
      count: false,
    })
  )?.rows ?? [];
const apply = (planId: string) => importCustomers(context, planId, aJob());
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

    expect(await apply(first)).toMatchObject({ connectionId: direct, counts: { create: 3 }, kept: 3 });

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
    await apply(await plan({ tenantIds: [guid(2)] }));
    await clock.advance(1_000);
    marketplace.state.customers = [aCustomer(1), aCustomer(2, { name: 'Renamed' }), aCustomer(3)];

    const next = await plan();

    expect(await actions(next)).toEqual(['link', 'update', 'conflict']);
    expect(await apply(next)).toMatchObject({ counts: { link: 1, update: 1, conflict: 1 }, kept: 2 });
    expect(await actions(await plan())).toEqual(['unchanged', 'unchanged', 'conflict']);
  });

  test('is one job however often it is asked for, and the plan knows it', async () => {
    const first = await plan();

    const started = await startImport(context, first);
    expect(await startImport(context, first)).toEqual(started);

    expect(started).toMatchObject({ status: 'started' });
    expect((await findCustomerPlan(context, first))?.jobId).toBe(started.status === 'started' ? started.jobId : '');
    expect(await count()).toBe(0);
  });

  test('that is cancelled says what it kept, and the plan can be applied once more', async () => {
    const first = await plan();
    const job = aJob();
    job.stop();

    expect(await importCustomers(context, first, job)).toMatchObject({ connectionId: undefined, kept: 0 });
    expect(await apply(first)).toMatchObject({ connectionId: direct, kept: 3 });
  });

  test('lists its tenants in pages, by what becomes of them and by a part of a name', async () => {
    marketplace.state.customers = Array.from({ length: 7 }, (_, index) => aCustomer(index + 1));
    await apply(await plan({ tenantIds: [guid(1), guid(2)] }));
    const planId = await plan();
    const wish = { planId, actions: ['create'] as const, q: undefined, limit: 3, after: undefined, descending: false, count: true };

    const first = await listImportRows(context, wish);
    const second = await listImportRows(context, { ...wish, after: first?.next });

    expect(first).toMatchObject({ total: 5, rows: [{ tenantId: guid(3) }, { tenantId: guid(4) }, { tenantId: guid(5) }] });
    expect(second).toMatchObject({ next: undefined, rows: [{ tenantId: guid(6) }, { tenantId: guid(7) }] });
    expect((await listImportRows(context, { ...wish, descending: true, after: 7 }))?.rows[0]).toMatchObject({ tenantId: guid(6) });
    expect((await listImportRows(context, { ...wish, q: guid(6).toUpperCase() }))?.rows).toHaveLength(1);
    expect((await findCustomerPlan(context, planId))?.counts).toMatchObject({ create: 5, unchanged: 2 });
  });

  test('takes only those that were chosen', async () => {
    expect(await actions(await plan({ tenantIds: [guid(3)] }))).toEqual(['left', 'left', 'create']);
  });

  test('goes on after a kill: the same plan is applied again and makes nothing twice', async () => {
    const first = await plan();
    await inScope(db, everything, (tx) =>
      customerSyncer.keep(tx, { connectionId: direct, seenAt: clock.now(), ids: context.ids }, [aCustomer(1), aCustomer(2)]),
    );

    await apply(first);

    expect(await count()).toBe(3);
    expect(await apply(first)).toMatchObject({ connectionId: undefined, kept: 0 });
    expect(await applyCustomerPlan(context, first)).toMatchObject({ status: 'refused', because: 'conflict' });
  });

  test('of an indirect provider attaches the reseller by its partner id, and holds what no reseller is known for', async () => {
    resellers = [{ mpnId: '4711', name: 'Northwind', customerTenantIds: [guid(1)] }];
    const first = await plan({ connectionId: indirect });
    expect(await actions(first)).toEqual(['create', 'hold', 'hold']);

    await apply(first);
    const second = await plan({ connectionId: indirect, resellers: [{ tenantId: guid(2), mpn: '4711' }] });

    expect(await actions(second)).toEqual(['unchanged', 'create', 'hold']);
    const { rows } = await sql<{ mpn: string; name: string }>`select mpn, name from customer_reseller`.execute(owner.db);
    expect(rows).toEqual([{ mpn: '4711', name: 'Northwind' }]);
  });

  test('of an indirect provider gives each tenant its own reseller, in whichever order and however often Microsoft lists it', async () => {
    marketplace.state.customers = [aCustomer(3), aCustomer(1), aCustomer(2), aCustomer(3)];
    resellers = [
      { mpnId: '4711', name: 'Northwind', customerTenantIds: [guid(1), guid(2)] },
      { mpnId: '4712', name: 'Tailspin', customerTenantIds: [guid(3)] },
    ];

    expect(await apply(await plan({ connectionId: indirect }))).toMatchObject({ counts: { create: 3 }, kept: 3 });

    const { rows } = await sql<{ tenant_id: string; mpn: string }>`select tenant_id, mpn from customer_reseller
      join customer using (customer_id) order by tenant_id`.execute(owner.db);
    expect(rows.map(({ tenant_id, mpn }) => [tenant_id, mpn])).toEqual([
      [guid(1), '4711'],
      [guid(2), '4711'],
      [guid(3), '4712'],
    ]);
  });

  test('refuses a partner id that none of its resellers has', async () => {
    expect(
      await planImport(context, { connectionId: indirect, tenantIds: undefined, resellers: [{ tenantId: guid(2), mpn: '99' }] }),
    ).toMatchObject({ status: 'refused', because: 'conflict' });
  });
});
