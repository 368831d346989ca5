import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { type As, problemOf } from '../../test/support/ask.ts';
import { aPersonOf } from '../../test/support/make.ts';
import { aCustomer, guid } from '../../test/support/records.ts';
import { aServer } from '../../test/support/serve.ts';
import { routes } from '../contract/index.ts';
import { noteConsent } from '../features/access/consent.ts';
import { keepProfile } from '../features/customers/contacts/keep.ts';
import { customerSyncer } from '../features/customers/index.ts';
import { must } from '../lib/must.ts';
import { idSchema } from '../model/ids.ts';
import { everything, inScope } from '../platform/db/transaction.ts';

const { call, open, context, clock, database } = await aServer();
const owner = await aPersonOf(context, 'owner');
const billTo = {
  ...{
    companyName: 'Contoso',
    firstName: 'Ana',
    lastName: 'Bow',
    email: 'ana@contoso.com',
    phone: '1',
    addressLine1: 'A',
    addressLine2: '',
  },
  ...{ city: 'Redmond', state: 'WA', postalCode: '98052', country: 'US', culture: 'en-US', language: 'en' },
};

type Data = { readonly data: readonly { readonly id: string; readonly name: string }[] };
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- each caller says what the contract promises him
const body = <T>(answer: { readonly body: unknown }): T => answer.body as T; // what the contract says; the tests below look at it
const namesOf = async (path: string, as: As): Promise<string[]> => body<Data>(await call('GET', path, { as })).data.map(({ name }) => name);
const add = async (name: string, mpn = ''): Promise<string> =>
  body<{ id: string }>(await call('POST', '/organisations', { as: owner, body: { name, mpn } })).id;
/** Somebody of an organisation who opened his link. */
const aPersonAt = async (organisationId: string, role: string, email: string): Promise<As> => {
  const added = await call('POST', '/people', { as: owner, body: { name: email, email, role, organisationId } });
  const link = new URL(body<{ signInLink: string }>(added).signInLink);
  const opened = await open(`${link.pathname}${link.search}`);
  const cookie = must([opened.headers['set-cookie']].flat()[0]?.split(';')[0], 'a cookie');
  const me = await call('GET', '/me', { as: { personId: '', cookie, csrf: '' } });
  return { personId: '', cookie, csrf: body<{ csrf: string }>(me).csrf };
};

let [north, south] = ['', ''];
let [ana, ben]: As[] = [undefined, undefined];
let customers: readonly { readonly id: string; readonly name: string }[] = [];
const idOf = (name: string): string => must(customers.find((each) => each.name === name)?.id, name);
const ask = (as: As, name: string, city: string, headers = {}) =>
  call('POST', '/change-requests', {
    as,
    headers,
    body: { customerId: idOf(name), wish: { kind: 'billTo', changes: { city } }, note: 'moved' },
  });

beforeAll(async () => {
  await sql`insert into connection (connection_id, kind, side, name, state, settings, identity, created_at, changed_at)
    values (${guid(900)}::uuid, 'partnerCenter', 'microsoft', 'Account', 'connected', '{}', 'x', now(), now())`.execute(database.owner.db);
  const reading = { connectionId: guid(900), seenAt: clock.now(), ids: context.ids };
  await inScope(context.db, everything, async (tx) => {
    await customerSyncer.keep(tx, reading, [
      aCustomer(1, { name: 'Contoso' }),
      aCustomer(2, { name: 'Adatum' }),
      aCustomer(3, { name: 'Ours' }),
    ]);
    for (const { customer_id: customerId } of await tx.selectFrom('customer').select('customer_id').execute())
      await keepProfile(tx, reading, {
        customerId,
        cause: 'sync',
        rules: undefined,
        profile: { billTo, etag: '1', registrationNumber: '', domains: [], resellerTenantId: '' },
      });
  });
  customers = body<Data>(await call('GET', '/customers', { as: owner })).data;
  north = await add('Northwind', '1234567');
  south = await add('Southridge');
  await call('POST', '/organisation-customers', { as: owner, body: { organisationId: north, customerIds: [idOf('Contoso')] } });
  await call('POST', '/organisation-customers', { as: owner, body: { organisationId: south, customerIds: [idOf('Adatum')] } });
  ana = await aPersonAt(north, 'resellerAdmin', 'ana@northwind.example');
  ben = await aPersonAt(south, 'resellerUser', 'ben@southridge.example');
});

describe('people of a reseller', () => {
  test('see their own customers and their own requests, and nobody else’s', async () => {
    expect([await namesOf('/organisation-customers', ana), await namesOf('/organisation-customers', ben)]).toEqual([
      ['Contoso'],
      ['Adatum'],
    ]);
    expect((await ask(ana, 'Contoso', 'Seattle')).status).toBe(201);
    const own = await call('GET', `/organisation-customers/${idOf('Contoso')}`, { as: ana });
    expect(own.body).toMatchObject({ name: 'Contoso', profiles: [{ billTo: { city: 'Redmond' } }] });

    expect((await call('GET', `/organisation-customers/${idOf('Contoso')}`, { as: ben })).status).toBe(404);
    expect((await ask(ben, 'Contoso', 'Tacoma')).status).toBe(404);
    expect((await ask(ana, 'Ours', 'Tacoma')).status).toBe(404);
    expect((await call('GET', '/change-requests', { as: ana })).text).toContain('Seattle');
    expect((await call('GET', '/change-requests', { as: ben })).body).toEqual({ data: [] });
    expect(body<Data>(await call('GET', '/change-requests', { as: owner })).data).toMatchObject([
      { customerName: 'Contoso', origin: 'reseller' },
    ]);
  });

  test('may decide nothing, and no other door is open to them', async () => {
    const [request] = body<Data>(await call('GET', '/change-requests', { as: ana })).data;
    const decided = await call('POST', `/change-requests/${must(request, 'the request').id}/decision`, {
      as: ana,
      body: { action: 'accept' },
    });

    expect(problemOf(decided)).toMatchObject({ status: 403, code: 'forbidden' });
    for (const path of ['/customers', '/overview', '/differences', '/me/saved-views', '/api-keys', '/organisations', '/connections'])
      expect([path, (await call('GET', path, { as: ana })).status]).toEqual([path, 403]);
  });

  test('are managed by their own administrator, within the organisation only', async () => {
    const colleague = { name: 'Cho', email: 'cho@northwind.example', role: 'resellerUser' };
    expect((await call('POST', '/people', { as: ana, body: colleague })).body).toMatchObject({
      organisation: { id: north, name: 'Northwind' },
    });

    expect(await namesOf('/people', ana)).toEqual(['Cho', 'ana@northwind.example']);
    const operator = { name: 'Mallory', email: 'm@northwind.example', role: 'operator' };
    expect((await call('POST', '/people', { as: ana, body: operator })).status).toBe(403);
    const elsewhere = { ...colleague, email: 'd@northwind.example', organisationId: south };
    expect((await call('POST', '/people', { as: ana, body: elsewhere })).status).toBe(422);
    expect((await call('PATCH', `/people/${owner.personId}`, { as: ana, body: { state: 'disabled' } })).status).toBe(404);
    expect((await call('POST', '/people', { as: ben, body: colleague })).status).toBe(403);
  });

  test('get a new link when theirs is lost, and the one of before opens nothing', async () => {
    const added = await call('POST', '/people', { as: ana, body: { name: 'Dee', email: 'dee@northwind.example', role: 'resellerUser' } });
    const { id, signInLink } = body<{ id: string; signInLink: string }>(added);

    const again = await call('POST', `/people/${id}/sign-in-links`, { as: ana });

    const followed = async (link: string) => (await open(link.slice(link.indexOf('/sign-in')))).status;
    expect(await followed(signInLink)).toBe(410);
    expect(await followed(body<{ signInLink: string }>(again).signInLink)).toBe(303);
    expect((await call('POST', `/people/${owner.personId}/sign-in-links`, { as: ana })).status).toBe(404);
    expect((await call('POST', `/people/${id}/sign-in-links`, { as: ben })).status).toBe(403);
    await call('PATCH', `/people/${id}`, { as: ana, body: { state: 'disabled' } });
    expect((await call('POST', `/people/${id}/sign-in-links`, { as: ana })).status).toBe(409);
  });

  test('see exactly the customers that we are shown as theirs', async () => {
    expect(await namesOf(`/organisations/${north}/customers`, owner)).toEqual(await namesOf('/organisation-customers', ana));
    expect((await call('GET', `/organisations/${north}/customers`, { as: ana })).status).toBe(403);
  });

  test('get no role of ours, nor we one of theirs', async () => {
    const person = { name: 'E', email: 'e@contoso.com' };
    expect((await call('POST', '/people', { as: owner, body: { ...person, role: 'operator', organisationId: north } })).status).toBe(422);
    expect((await call('POST', '/people', { as: owner, body: { ...person, role: 'resellerUser' } })).status).toBe(422);
  });

  test('of a closed organisation are let in no more, from their next request on', async () => {
    await call('PATCH', `/organisations/${south}`, { as: owner, body: { state: 'closed' } });
    expect((await call('GET', '/me', { as: ben })).status).toBe(401);

    await call('PATCH', `/organisations/${south}`, { as: owner, body: { state: 'active' } });
    expect((await call('GET', '/me', { as: ben })).status).toBe(200);
  });

  test('sign in by links only where the organisation wants it so', async () => {
    const password = 'four words make a phrase';
    expect((await call('POST', '/me/password', { as: ana, body: { password } })).status).toBe(200);
    const signIn = () => call('POST', '/logins', { body: { email: 'ana@northwind.example', password } });
    expect((await signIn()).status).toBe(200);

    await call('PATCH', `/organisations/${north}`, { as: owner, body: { signIn: 'link' } });

    expect(problemOf(await signIn()).code).toBe('sign_in_failed');
    await call('PATCH', `/organisations/${north}`, { as: owner, body: { signIn: 'password' } });
  });
});

describe('acting in the name of a reseller', () => {
  const acting = () => ({ 'acting-for': north });

  test('shows in whose name, sees what it sees, and the trail has both', async () => {
    expect((await call('GET', '/me', { as: owner, headers: acting() })).body).toMatchObject({
      organisation: { id: north, name: 'Northwind', acting: true },
      permissions: ['requests:read', 'requests:ask', 'people:read', 'people:write'],
    });
    expect(await namesOf('/organisation-customers', owner).then((all) => all.length)).toBe(3);
    expect(body<Data>(await call('GET', '/organisation-customers', { as: owner, headers: acting() })).data).toMatchObject([
      { name: 'Contoso' },
    ]);

    await call('POST', '/change-requests', {
      as: owner,
      headers: acting(),
      body: { customerId: idOf('Contoso'), wish: { kind: 'billTo', changes: { phone: '4255550100' } } },
    });

    const { data } = body<{ data: readonly { action: string; onBehalfOf: string | null; actor: string }[] }>(
      await call('GET', '/audit-events?limit=5', { as: owner }),
    );
    expect(data.find(({ action }) => action === 'request.asked')).toMatchObject({ onBehalfOf: 'Northwind', actor: 'owner 1' });
  });

  test('opens no door that is closed to resellers, and needs the right and a name that is known', async () => {
    const reader = await aPersonOf(context, 'readOnly');
    const closed = routes.filter(({ organisation, may }) => organisation !== true && may !== 'anyone');
    const opened: string[] = [];
    for (const { method, path, id } of closed) {
      const answer = await call(method, path.replace(/\{\w+\}/g, 'job_nonsense'), {
        as: owner,
        headers: acting(),
        ...(method !== 'GET' && { body: {} }),
      });
      if (answer.status !== 403) opened.push(`${id} ${answer.status}`);
    }
    expect(opened).toEqual([]);
    expect(closed.map(({ id }) => id)).toEqual(expect.arrayContaining(['listCustomers', 'streamJob', 'importInvoice']));
    expect((await call('GET', '/change-requests', { as: reader, headers: acting() })).status).toBe(403);
    expect((await call('GET', '/change-requests', { as: owner, headers: { 'acting-for': 'res_nonsense' } })).status).toBe(403);
    expect((await call('GET', '/change-requests', { as: ben, headers: acting() })).status).toBe(403);
  });
});

test('an organisation is never there twice, by name or by partner id', async () => {
  const again = (name: string, mpn: string) => call('POST', '/organisations', { as: owner, body: { name, mpn } });

  expect(problemOf(await again('NORTHWIND', ''))).toMatchObject({ status: 409, code: 'duplicate' });
  expect(problemOf(await again('Other name', '1234567')).detail).toContain('Northwind');
});

test('a customer that is given to a reseller goes with everything that is about it, and comes back the same way', async () => {
  const rows = () =>
    database.owner.db
      .selectFrom('customer_profile')
      .select('reseller_id')
      .where('reseller_id', '=', sql<string>`(select reseller_id from reseller where name = 'Northwind')`);
  const count = async () => (await inScope(database.owner.db, everything, (tx) => sql`${rows()}`.execute(tx))).rows.length;
  expect(await count()).toBe(1);

  expect(
    (await call('POST', '/organisation-customers', { as: owner, body: { organisationId: null, customerIds: [idOf('Contoso')] } })).body,
  ).toEqual({ moved: 1 });

  expect(await count()).toBe(0);
  expect(await namesOf('/organisation-customers', ana)).toEqual([]);
});

test('what a sync tells of a customer of a reseller later is the reseller’s as well', async () => {
  const contoso = idOf('Contoso');
  await call('POST', '/organisation-customers', { as: owner, body: { organisationId: north, customerIds: [contoso] } });
  const { customerId, tenantId } = await inScope(context.db, everything, async (tx) => {
    const found = await tx
      .selectFrom('customer')
      .select(['customer_id', 'tenant_id'])
      .where('name', '=', 'Contoso')
      .executeTakeFirstOrThrow();
    return { customerId: found.customer_id, tenantId: found.tenant_id };
  });
  await sql`insert into connection (connection_id, kind, side, name, state, settings, identity, created_at, changed_at)
    values (${guid(901)}::uuid, 'partnerCenter', 'microsoft', 'Second account', 'connected', '{}', 'y', now(), now())`.execute(
    database.owner.db,
  );
  const reading = { connectionId: guid(901), seenAt: clock.now(), ids: context.ids };

  await inScope(context.db, everything, async (tx) => {
    await customerSyncer.keep(tx, reading, [aCustomer(1, { name: 'Contoso' })]);
    const profile = { billTo, etag: '1', registrationNumber: '', domains: [], resellerTenantId: '' };
    await keepProfile(tx, reading, { customerId, cause: 'sync', rules: undefined, profile });
    await keepProfile(tx, reading, {
      customerId,
      cause: 'sync',
      rules: undefined,
      profile: { ...profile, billTo: { ...billTo, city: 'Bern' } },
    });
    await noteConsent(tx, { connectionId: guid(901), customerTenantId: tenantId, event: 'granted', at: clock.now() });
  });

  const seen = await inScope(context.db, { reseller: must(idSchema('reseller').parse(north), 'the reseller') }, async (tx) => ({
    sold: (await tx.selectFrom('customer_connection').selectAll().execute()).length,
    profiles: (await tx.selectFrom('customer_profile').selectAll().execute()).length,
    changes: (await tx.selectFrom('customer_profile_change').selectAll().execute()).length,
    consents: (await tx.selectFrom('access_consent').selectAll().execute()).length,
  }));
  expect(seen).toEqual({ sold: 2, profiles: 2, changes: 1, consents: 1 });
});
