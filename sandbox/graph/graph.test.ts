import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Opened, openSandbox } from '../partner-center/open-sandbox.ts';
import { missingNames, sample } from '../partner-center/sample-names.ts';
import type { GdapRelationship } from '../world/types.ts';
import { approveByCustomer, expire, removeRole, terminate } from './life.ts';
import { globalAdministrator } from './rules.ts';

let sandbox: Opened;
beforeAll(async () => {
  sandbox = await openSandbox();
});
afterAll(() => sandbox.close());

type Relationship = Record<string, unknown> & { id: string; status: string; '@odata.etag': string; endDateTime: string | null };
type List = { value: Relationship[]; '@odata.nextLink'?: string; '@odata.count'?: number };

const base = '/delegatedAdminRelationships';
const customerBy = { actor: { kind: 'user', name: 'admin@customer' }, cause: 'customer portal' } as const;
const roles = (...ids: string[]) => ({ unifiedRoles: ids.map((roleDefinitionId) => ({ roleDefinitionId })) });
const reader = 'f2ef992c-3afb-46b9-b7cf-a126ee74c451';
const userAdmin = 'fe930be7-5e62-47db-91af-98c3a49a38b1';

let named = 0;
const wanted = (over: object = {}) => {
  named += 1;
  const customer = sandbox.world.tables.relationships.by('accountId', sandbox.account.id)[0];
  return {
    displayName: `Relationship ${named}`,
    duration: 'P730D',
    customer: { tenantId: customer?.customerId },
    accessDetails: roles(reader, userAdmin),
    autoExtendDuration: 'PT0S',
    ...over,
  };
};
const create = (over: object = {}) => sandbox.askGraph(base, { method: 'POST', body: wanted(over) });
const created = async (over: object = {}) => (await create(over)).body as Relationship;
const read = async (id: string) => (await sandbox.askGraph(`${base}/${id}`)).body as Relationship;
const request = (id: string, action: string) => sandbox.askGraph(`${base}/${id}/requests`, { method: 'POST', body: { action } });

/** A relationship that the customer accepted and that became active. */
async function active(over: object = {}): Promise<Relationship> {
  const { id } = await created(over);
  await request(id, 'lockForApproval');
  approveByCustomer(sandbox.world, id, customerBy);
  sandbox.world.clock.step(10_000);
  return read(id);
}

describe('the list', () => {
  test('has the documented names, each with an etag', async () => {
    const list = (await sandbox.askGraph(`${base}?$filter=status eq 'active'`)).body as List;

    expect(list.value.length).toBeGreaterThan(0);
    expect(
      missingNames(sample('graph', 'graph-gdap.delegatedadminrelationship-get.response'), { '@odata.context': '', ...list.value[0] }),
    ).toEqual([]);
    expect(list.value.every((row) => row.status === 'active' && row['@odata.etag'].startsWith('W/"'))).toBe(true);
  });

  test('is read by following absolute next links in the form in which the request came', async () => {
    const seen: string[] = [];
    let page = (await sandbox.askGraph(`${base}?$top=5&$count=true`)).body as List;
    const total = page['@odata.count'];
    for (;;) {
      seen.push(...page.value.map((row) => row.id));
      const next = page['@odata.nextLink'];
      if (next === undefined) break;
      const start = `${sandbox.url}/graph.microsoft.com/v1.0/tenantRelationships`;
      expect(next.startsWith(`${start}/delegatedAdminRelationships?`)).toBe(true);
      page = (await sandbox.askGraph(next.slice(start.length))).body as List;
    }

    expect(seen.length).toBe(total);
    expect(new Set(seen).size).toBe(seen.length);
  });

  test('is narrowed, sorted and cut to columns', async () => {
    const customerId = sandbox.world.tables.gdap.by('accountId', sandbox.account.id)[0]?.customerId ?? '';
    const own = (await sandbox.askGraph(`${base}?$filter=customer/tenantId eq '${customerId}' and status ne 'created'`)).body as List;
    const either = (await sandbox.askGraph(`${base}?$filter=status eq 'terminated' or startswith(displayName,'nobody')`)).body as List;
    const sorted = (await sandbox.askGraph(`${base}?$orderby=createdDateTime desc&$select=id,createdDateTime`)).body as List;

    expect(own.value.every((row) => (row['customer'] as { tenantId: string }).tenantId === customerId)).toBe(true);
    expect(either.value.every((row) => row.status === 'terminated')).toBe(true);
    const dates = sorted.value.map((row) => String(row['createdDateTime']));
    expect(dates).toEqual(dates.toSorted().toReversed());
    expect(Object.keys(sorted.value[0] ?? {}).toSorted()).toEqual(['@odata.etag', '@odata.type', 'createdDateTime', 'id']);
  });

  test.each(['$filter=secret eq 1', '$filter=status', '$top=-1', '$top=x', '$orderby=secret', '$skiptoken=none'])(
    'refuses %s in the form of Graph',
    async (query) => {
      const answer = await sandbox.askGraph(`${base}?${query}`, { headers: { 'client-request-id': 'mine' } });

      expect(answer).toMatchObject({ status: 400, body: { error: { code: 'BadRequest', innerError: { 'client-request-id': 'mine' } } } });
      expect(answer.headers.get('client-request-id')).toBe('mine');
    },
  );

  test('shows nothing of another partner', async () => {
    const foreign = sandbox.world.tables.gdap.all().find((row) => row.accountId !== sandbox.account.id);
    const list = (await sandbox.askGraph(`${base}?$top=300`)).body as List;
    const one = await sandbox.askGraph(`${base}/${foreign?.id ?? 'none'}`);

    expect(list.value.some((row) => row.id === foreign?.id)).toBe(false);
    expect(one.status).toBe(404);
  });
});

describe('who may ask', () => {
  test.each([
    ['no token', 'nonsense', 401],
    ['a token for Partner Center', undefined, 401],
  ])('%s is refused', async (_, token, status) => {
    const answer = await sandbox.askGraph(base, { token: token ?? sandbox.token() });

    expect(answer).toMatchObject({ status, body: { error: { code: 'InvalidAuthenticationToken' } } });
  });

  test('a token of a customer tenant is refused', async () => {
    const token = sandbox.token({ audience: 'https://graph.microsoft.com', tenantId: '6549cd14-f91a-4ee5-8f1f-f1f9d0fc43d5' });

    expect((await sandbox.askGraph(base, { token })).status).toBe(403);
  });

  test('a path that is not served is 404 in the form of Graph', async () => {
    expect(await sandbox.askGraph('/nothing')).toMatchObject({ status: 404, body: { error: { code: 'ResourceNotFound' } } });
  });
});

describe('a new relationship', () => {
  test('is made with the documented request and answer', async () => {
    const answer = await create();
    const body = answer.body as Relationship;

    expect(answer.status).toBe(201);
    expect(answer.headers.get('location')).toContain(`${base}/${body.id}`);
    expect(missingNames(sample('graph', 'graph-gdap.tenantrelationship-post-delegatedadminrelationships.response'), body)).toEqual([]);
    expect(body).toMatchObject({ status: 'created', activatedDateTime: null, endDateTime: null });
    expect(body.id).toMatch(/^[0-9a-f-]{36}-[0-9a-f-]{36}$/);
  });

  test.each([
    ['no name', { displayName: '' }],
    ['a name of 51 letters', { displayName: 'x'.repeat(51) }],
    ['three years', { duration: 'P3Y' }],
    ['no days', { duration: 'PT1H' }],
    ['a strange duration', { duration: 'long' }],
    ['no roles', { accessDetails: { unifiedRoles: [] } }],
    ['a tenant that is none', { customer: { tenantId: 'contoso' } }],
    ['an extension of a year', { autoExtendDuration: 'P365D' }],
    ['an extension of a Global Administrator', { autoExtendDuration: 'P180D', accessDetails: roles(globalAdministrator) }],
  ])('with %s is refused', async (_, over) => {
    expect(await create(over)).toMatchObject({ status: 400, body: { error: { code: 'BadRequest' } } });
  });

  test('may lack the customer, and its name is unique', async () => {
    const { displayName } = (await created({ customer: undefined })) as unknown as GdapRelationship;

    expect((await create({ displayName: displayName.toUpperCase() })).status).toBe(409);
  });

  test('is changed and deleted with its present etag only', async () => {
    const row = await created();
    const path = `${base}/${row.id}`;
    const patch = (etag?: string) =>
      sandbox.askGraph(path, {
        method: 'PATCH',
        body: { displayName: `${String(row['displayName'])} b` },
        headers: etag === undefined ? {} : { 'If-Match': etag },
      });

    const bare = await patch();
    const good = await patch(row['@odata.etag']);
    const stale = await patch(row['@odata.etag']);
    const gone = await sandbox.askGraph(path, { method: 'DELETE', headers: { 'If-Match': (good.body as Relationship)['@odata.etag'] } });

    expect([bare.status, good.status, stale.status, gone.status]).toEqual([428, 200, 412, 204]);
    expect((await sandbox.askGraph(path)).status).toBe(404);
  });
});

describe('its life', () => {
  test('sent to the customer, approved, active for two years', async () => {
    const { id } = await created();
    const sent = await request(id, 'lockForApproval');
    const pending = await read(id);
    const again = await request(id, 'lockForApproval');
    approveByCustomer(sandbox.world, id, customerBy);
    sandbox.world.clock.step(2_000);
    const between = await read(id);
    sandbox.world.clock.step(2_000);
    const now = await read(id);
    const requests = (await sandbox.askGraph(`${base}/${id}/requests`)).body as List;

    expect(sent).toMatchObject({ status: 201, body: { action: 'lockForApproval', status: 'created' } });
    expect(again.status).toBe(400);
    expect([pending.status, between.status, now.status]).toEqual(['approvalPending', 'activating', 'active']);
    expect(now.endDateTime?.slice(0, 10)).toBe('2028-11-20');
    expect(requests.value).toMatchObject([{ action: 'lockForApproval', status: 'succeeded' }]);
    expect(missingNames(sample('graph', 'graph-gdap.delegatedadminrelationship-list-requests.response'), requests)).toEqual([]);
  });

  test('an invitation that nobody accepts lapses after 90 days', async () => {
    const { id } = await created();
    await request(id, 'lockForApproval');
    sandbox.world.clock.step(90 * 24 * 3_600_000);

    expect((await read(id)).status).toBe('expired');
    expect(approveByCustomer(sandbox.world, id, customerBy)).toBe(false);
  });

  test('ended by the partner, or by the customer', async () => {
    const one = await active();
    const other = await active();
    const asked = await request(one.id, 'terminate');
    expect((await read(one.id)).status).toBe('terminationRequested');
    terminate(sandbox.world, other.id, customerBy);
    sandbox.world.clock.step(10_000);

    expect(asked.status).toBe(201);
    expect([(await read(one.id)).status, (await read(other.id)).status]).toEqual(['terminated', 'terminated']);
    expect(terminate(sandbox.world, one.id, customerBy)).toBe(false);
  });

  test('at its end it expires, or goes on for half a year when that was asked for', async () => {
    const ends = await active({ duration: 'P1D' });
    const lasts = await active({ duration: 'P1D', autoExtendDuration: 'P180D' });
    sandbox.world.clock.step(25 * 3_600_000);

    expect((await read(ends.id)).status).toBe('expired');
    const extended = await read(lasts.id);
    expect(extended.status).toBe('active');
    expect(
      Temporal.Instant.from(extended.endDateTime ?? '')
        .since(Temporal.Instant.from(lasts.endDateTime ?? ''))
        .total('hours'),
    ).toBe(180 * 24);
  });

  test('of an active one only the automatic extension is changed', async () => {
    const row = await active();
    const patch = async (body: object) =>
      sandbox.askGraph(`${base}/${row.id}`, { method: 'PATCH', body, headers: { 'If-Match': (await read(row.id))['@odata.etag'] } });

    expect((await patch({ displayName: 'Another' })).status).toBe(400);
    expect((await patch({ autoExtendDuration: 'P180D' })).body).toMatchObject({ autoExtendDuration: 'P180D' });
  });

  test('of an active one Global Administrator can be taken out, by an operation', async () => {
    const row = await active({ accessDetails: roles(globalAdministrator, reader) });
    const patch = async (accessDetails: object) =>
      sandbox.askGraph(`${base}/${row.id}`, {
        method: 'PATCH',
        body: { accessDetails },
        headers: { 'If-Match': (await read(row.id))['@odata.etag'] },
      });

    expect((await patch(roles(globalAdministrator))).status).toBe(400);
    const changed = await patch(roles(reader));
    const path = changed.headers.get('location')?.split('/tenantRelationships')[1] ?? '';
    sandbox.world.clock.step(5_000);
    const operation = await sandbox.askGraph(path);

    expect(changed.status).toBe(202);
    expect(operation.body).toMatchObject({ operationType: 'delegatedAdminRelationshipUpdate', status: 'succeeded' });
    expect(await read(row.id)).toMatchObject({ accessDetails: roles(reader) });
    expect((await patch(roles(reader))).status).toBe(400);
  });

  test('the control expires it at once and takes roles away', async () => {
    const row = await active();

    expect(removeRole(sandbox.world, row.id, userAdmin, customerBy)).toBe(true);
    expect(removeRole(sandbox.world, row.id, userAdmin, customerBy)).toBe(false);
    expect(expire(sandbox.world, row.id, customerBy)).toBe(true);
    expect(expire(sandbox.world, row.id, customerBy)).toBe(false);
    expect(await read(row.id)).toMatchObject({ status: 'expired', accessDetails: roles(reader) });
  });

  test('each step is in the activity log of Partner Center', async () => {
    const row = await active();
    const log = (await sandbox.ask('/v1/auditrecords?size=500')).body as { items: { id: string; operationType: string }[] };
    const own = log.items.filter((item) => item.id.includes(row.id)).map((item) => item.operationType);

    expect(own).toEqual(expect.arrayContaining(['granular_admin_relationship_approved', 'granular_admin_relationship_activated']));
  });
});

describe('access assignments', () => {
  const group = () => sandbox.world.newId();
  const assign = (id: string, over: object = {}) =>
    sandbox.askGraph(`${base}/${id}/accessAssignments`, {
      method: 'POST',
      body: {
        accessContainer: { accessContainerId: group(), accessContainerType: 'securityGroup' },
        accessDetails: roles(reader),
        ...over,
      },
    });

  test('begin pending, become active, change by an operation, and end deleted', async () => {
    const row = await active();
    const made = await assign(row.id);
    const { id, '@odata.etag': etag } = made.body as Relationship;
    const path = `${base}/${row.id}/accessAssignments/${id}`;
    sandbox.world.clock.step(3_000);
    const now = (await sandbox.askGraph(path)).body as Relationship;
    const stale = await sandbox.askGraph(path, {
      method: 'PATCH',
      body: { accessDetails: roles(userAdmin) },
      headers: { 'If-Match': etag },
    });
    const changed = await sandbox.askGraph(path, {
      method: 'PATCH',
      body: { accessDetails: roles(userAdmin) },
      headers: { 'If-Match': now['@odata.etag'] },
    });
    sandbox.world.clock.step(3_000);
    const operations = (await sandbox.askGraph(`${base}/${row.id}/operations`)).body as List;
    const fresh = (await sandbox.askGraph(path)).body as Relationship;
    const removed = await sandbox.askGraph(path, { method: 'DELETE', headers: { 'If-Match': fresh['@odata.etag'] } });
    sandbox.world.clock.step(3_000);
    const list = (await sandbox.askGraph(`${base}/${row.id}/accessAssignments`)).body as List;

    expect(made).toMatchObject({ status: 201, body: { status: 'pending' } });
    expect(now.status).toBe('active');
    expect([stale.status, changed.status, removed.status]).toEqual([412, 202, 204]);
    expect(changed.body).toEqual({});
    expect(changed.headers.get('location')).toContain('/operations/');
    expect(operations.value).toMatchObject([{ operationType: 'delegatedAdminAccessAssignmentUpdate', status: 'succeeded' }]);
    expect(missingNames(sample('graph', 'graph-gdap.delegatedadminrelationship-list-operations.response'), operations)).toEqual([]);
    expect(list.value).toMatchObject([{ status: 'deleted', accessDetails: roles(userAdmin) }]);
    expect(missingNames(sample('graph', 'graph-gdap.delegatedadminrelationship-list-accessassignments.response'), list)).toEqual([]);
  });

  test('are refused for foreign roles, no group, a group that has one, and relationships that are not active', async () => {
    const row = await active();
    const draft = await created();
    const twice = { accessContainer: { accessContainerId: group(), accessContainerType: 'securityGroup' } };
    await assign(row.id, twice);

    expect((await assign(row.id, { accessDetails: roles(globalAdministrator) })).status).toBe(400);
    expect((await assign(row.id, { accessContainer: { accessContainerId: 'x', accessContainerType: 'securityGroup' } })).status).toBe(400);
    expect((await assign(row.id, twice)).status).toBe(409);
    expect((await assign(draft.id)).status).toBe(400);
  });
});

test('delegated admin customers are those with an active relationship', async () => {
  const list = (await sandbox.askGraph('/delegatedAdminCustomers')).body as List;
  const [first] = list.value;
  const one = await sandbox.askGraph(`/delegatedAdminCustomers/${first?.id ?? ''}`);
  const services = await sandbox.askGraph(`/delegatedAdminCustomers/${first?.id ?? ''}/serviceManagementDetails`);

  expect(list.value.length).toBeGreaterThan(0);
  expect(missingNames(sample('graph', 'graph-gdap.delegatedadmincustomer-get.response'), one.body)).toEqual([]);
  expect(missingNames(sample('graph', 'graph-gdap.delegatedadmincustomer-list-servicemanagementdetails.response'), services.body)).toEqual(
    [],
  );
  expect((await sandbox.askGraph('/delegatedAdminCustomers/none')).status).toBe(404);
});
