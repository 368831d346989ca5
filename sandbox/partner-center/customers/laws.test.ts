import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SandboxClock } from '../../clock.ts';
import { layEstate } from '../../world/estate.ts';
import { tenantOf } from '../../world/people/tenant.ts';
import { World } from '../../world/world.ts';
import { agreementsOf } from '../agreements/state.ts';
import { customerAreaRoutes } from '../customers-area.ts';
import { type Answer, type Opened, openSandbox } from '../open-sandbox.ts';
import { qualificationsOf } from '../qualifications/state.ts';

let sandbox: Opened;
beforeAll(async () => {
  sandbox = await openSandbox();
});
afterAll(() => sandbox.close());

const ownIds = () =>
  sandbox.world.tables.relationships
    .by('accountId', sandbox.account.id)
    .filter((row) => row.removedAt === undefined)
    .map((row) => row.customerId);
const foreignId = () =>
  sandbox.world.tables.customers
    .all()
    .find((row) => sandbox.world.tables.relationships.get(`${sandbox.account.id}:${row.id}`) === undefined)?.id ?? '';

const body = { relationshipToPartner: 'none', qualification: 'StateOwnedEntity', displayName: 'X', state: 'active' };
const call = (method: string, template: string, customerId: string): Promise<Answer> =>
  sandbox.ask(template.replace('{customerId}', customerId).replace(/\{\w+\}/g, '11111111-1111-4111-8111-111111111111'), {
    method,
    ...(method === 'GET' || method === 'HEAD' ? {} : { body }),
  });

describe('whatever is asked', () => {
  const routes = customerAreaRoutes
    .filter(({ template }) => template.includes('{customerId}'))
    .map(({ method, template }) => [method, template] as const);

  test.each(routes)("%s %s says nothing of another partner's customer and of nobody's, and changes nothing", async (method, template) => {
    const before = sandbox.world.events.length;

    const foreign = await call(method, template, foreignId());
    const unknown = await call(method, template, '11111111-1111-4111-8111-111111111111');

    expect(foreign).toMatchObject({ status: 403, body: { code: 20002 } });
    expect(unknown).toMatchObject({ status: 404, body: { code: 60003 } });
    expect(sandbox.world.events.length).toBe(before);
  });

  test.each(
    customerAreaRoutes.filter(({ template }) => template.startsWith('/v1')).map(({ method, template }) => [method, template] as const),
  )('%s %s asks for a token', async (method, template) => {
    const answer = await sandbox.ask(template.replace(/\{\w+\}/g, 'x'), { method, token: 'nobody' });

    expect(answer.status).toBe(401);
  });

  test('a body that is no JSON is refused where one is needed, and changes nothing', async () => {
    const [own = ''] = ownIds();
    for (const { method, template } of customerAreaRoutes) {
      if (!['POST', 'PUT', 'PATCH'].includes(method) || !template.startsWith('/v1')) continue;
      const before = sandbox.world.events.length;
      const path = template.replace('{customerId}', own).replace(/\{\w+\}/g, '11111111-1111-4111-8111-111111111111');

      const answer = await sandbox.ask(path, { method, body: '{"a":' });

      expect([method, template, answer.status >= 400 && answer.status < 500]).toEqual([method, template, true]);
      expect(sandbox.world.events.length).toBe(before);
    }
  });
});

test('list and reading by id agree', async () => {
  const { items } = (await sandbox.ask('/v1/customers?size=500')).body as { items: { id: string; companyProfile: object }[] };

  expect(items.map((item) => item.id).toSorted()).toEqual(ownIds().toSorted());
  for (const item of items) {
    const { body: one } = (await sandbox.ask(`/v1/customers/${item.id}`)) as { body: { id: string; companyProfile: object } };
    expect(one).toMatchObject(item);
  }
});

type Step = readonly ['create' | 'delete' | 'restore' | 'password' | 'role' | 'qualify' | 'etag', number];

test('any history of tenants, replayed, gives the same bytes; every change of a user stands in the activity log', async () => {
  const [customerId = ''] = ownIds();
  const base = `/v1/customers/${customerId}`;
  const users = () => tenantOf(sandbox.world, customerId).users;
  const pick = (place: number) => users()[place % users().length]?.id ?? '';
  const upn = (place: number) =>
    `law${String(place)}.${String(sandbox.world.events.length)}@${sandbox.world.tables.customers.get(customerId)?.domain ?? ''}`;
  const run = async ([kind, place]: Step): Promise<unknown> => {
    const one = `${base}/users/${pick(place)}`;
    if (kind === 'create')
      return await sandbox.ask(`${base}/users`, {
        method: 'POST',
        body: { userPrincipalName: upn(place), displayName: 'Law', passwordProfile: { password: 'abCD123*' } },
      });
    if (kind === 'delete') return await sandbox.ask(one, { method: 'DELETE' });
    if (kind === 'restore') return await sandbox.ask(one, { method: 'PATCH', body: { state: 'active' } });
    if (kind === 'password')
      return await sandbox.ask(`${one}/resetpassword`, { method: 'PATCH', body: { passwordProfile: { password: 'abCD123*' } } });
    if (kind === 'role')
      return await sandbox.ask(`${base}/directoryroles/729827e3-9c14-49f7-bb1b-9608f156bbb8/usermembers`, {
        method: 'POST',
        body: { Id: pick(place) },
      });
    if (kind === 'qualify')
      return await sandbox.ask(`${base}/qualifications`, { method: 'POST', body: { qualification: 'StateOwnedEntity' } });
    const profile = (await sandbox.ask(`${base}/profiles/billing`)).body as { attributes: { etag: string } };
    return await sandbox.ask(`${base}/profiles/billing`, {
      method: 'PUT',
      headers: { 'If-Match': profile.attributes.etag },
      body: profile,
    });
  };
  const step = fc.tuple(fc.constantFrom<Step[0]>('create', 'delete', 'restore', 'password', 'role', 'qualify', 'etag'), fc.nat(80));

  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
      const { world } = sandbox;
      for (const one of steps) {
        // Ids of the log carry the instant: no two changes of a user are made in one.
        world.clock.step(1000);
        await run(one);
      }
      const clock = new SandboxClock(
        { virtualMs: world.clock.nowMs(), realMs: 0, rate: 1, jumpedMs: 0 },
        () => 0,
        () => undefined,
      );
      const again = new World(world.options, clock);
      clock.stop();
      layEstate(again);
      for (const event of world.events) again.replay(event);

      for (const of of [world, again]) expect(tenantOf(of, customerId).users.length).toBeGreaterThan(0);
      const customer = world.tables.customers.get(customerId);
      if (customer === undefined) throw new Error('no customer');
      const shown = (of: World) =>
        JSON.stringify([tenantOf(of, customerId), agreementsOf(of, sandbox.account.id, customer), qualificationsOf(of, customer)]);
      expect(shown(again)).toBe(shown(world));

      const changes = world.events.filter((event) => event.kind.startsWith('user.')).length;
      const told = world.tables.auditRecords
        .by('accountId', sandbox.account.id)
        .filter((row) => /customer_user|user_member/.test(row.operationType)).length;
      expect(told).toBe(changes);
    }),
    { numRuns: 12 },
  );
});
