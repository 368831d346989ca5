import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { aBillTo } from '../../test/support/a-bill-to.ts';
import { type As, problemOf } from '../../test/support/ask.ts';
import { aPersonOf } from '../../test/support/make.ts';
import { aCustomer, guid } from '../../test/support/records.ts';
import { aServer } from '../../test/support/serve.ts';
import { routes } from '../contract/index.ts';
import { keepProfile } from '../features/customers/contacts/keep.ts';
import { customerSyncer } from '../features/customers/index.ts';
import { must } from '../lib/must.ts';
import { publicId } from '../model/ids.ts';
import { everything, inScope } from '../platform/db/transaction.ts';

const { call, open, context, clock, database } = await aServer();
const owner = await aPersonOf(context, 'owner');
const billTo = aBillTo();
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- each caller says what the contract promises him
const body = <T>(answer: { readonly body: unknown }): T => answer.body as T; // what the contract says; the tests below look at it
const ids = new Map<string, string>();
const idOf = (name: string): string => must(ids.get(name), name);

/** Somebody of a customer who opened his link. */
const aPersonAt = async (customer: string, email: string): Promise<As> => {
  const added = await call('POST', '/people', {
    as: owner,
    body: { name: email, email, role: 'customerUser', customerId: publicId('customer', idOf(customer)) },
  });
  const link = new URL(body<{ signInLink: string }>(added).signInLink);
  const opened = await open(`${link.pathname}${link.search}`);
  const cookie = must([opened.headers['set-cookie']].flat()[0]?.split(';')[0], 'a cookie');
  const me = await call('GET', '/me', { as: { personId: '', cookie, csrf: '' } });
  return { personId: '', cookie, csrf: body<{ csrf: string }>(me).csrf };
};

let [ana, ben]: As[] = [undefined, undefined];
beforeAll(async () => {
  await sql`insert into connection (connection_id, kind, side, name, state, settings, identity, created_at, changed_at)
    values (${guid(900)}::uuid, 'partnerCenter', 'microsoft', 'Account', 'connected', '{}', 'x', now(), now())`.execute(database.owner.db);
  const reading = { connectionId: guid(900), seenAt: clock.now(), ids: context.ids };
  await inScope(context.db, everything, async (tx) => {
    await customerSyncer.keep(tx, reading, [aCustomer(1, { name: 'Contoso' }), aCustomer(2, { name: 'Adatum' })]);
    for (const { customer_id: customerId, name } of await tx.selectFrom('customer').select(['customer_id', 'name']).execute()) {
      ids.set(name, customerId);
      await keepProfile(tx, reading, {
        customerId,
        cause: 'sync',
        rules: undefined,
        profile: { billTo: { ...billTo, companyName: name }, etag: '1', registrationNumber: '', domains: [], resellerTenantId: '' },
      });
      await tx
        .insertInto('access_relationship')
        .values({
          ...{
            customer_id: customerId,
            connection_id: guid(900),
            remote_id: `gdap ${name}`,
            reseller_id: guid(0),
            name: `Access to ${name}`,
          },
          ...{ remote_status: 'active', state: 'active', ends_at: clock.now(), auto_extends: true, duration: null, asked_at: null },
          ...{ role_ids: ['f2ef992c-3afb-46b9-b7cf-a126ee74c451'], starts_at: null, seen_at: clock.now(), retired_at: null },
        })
        .execute();
    }
  });
  ana = await aPersonAt('Contoso', 'ana@contoso.example');
  ben = await aPersonAt('Adatum', 'ben@adatum.example');
});

describe('people of a customer', () => {
  test('see their own company: its access and contact, and not a word of another', async () => {
    const own = await call('GET', '/own-company', { as: ana });
    expect(own.body).toMatchObject({
      id: publicId('customer', idOf('Contoso')),
      name: 'Contoso',
      access: [{ name: 'Access to Contoso', state: 'active', autoExtends: true, roles: ['Global Reader'] }],
      contacts: [{ billTo: { companyName: 'Contoso', city: 'Redmond' } }],
    });
    expect(own.text).not.toContain('Adatum');
    expect((await call('GET', '/own-company', { as: ben })).text).not.toContain('Contoso');
    expect((await call('GET', '/me', { as: ana })).body).toMatchObject({
      role: 'customerUser',
      permissions: ['company:read', 'company:ask'],
      organisation: null,
      customer: { id: publicId('customer', idOf('Contoso')) },
    });
  });

  test('find every other door closed, with words', async () => {
    const closed = routes.filter(({ ofCustomers, may }) => ofCustomers !== true && may !== 'anyone');
    const opened: string[] = [];
    for (const { method, path, id } of closed) {
      const answer = await call(method, path.replace(/\{\w+\}/g, publicId('customer', idOf('Adatum'))), {
        as: ana,
        ...(method !== 'GET' && { body: {} }),
      });
      if (answer.status !== 403) opened.push(`${id} ${answer.status}`);
    }
    expect(opened).toEqual([]);
    expect(routes.filter(({ ofCustomers }) => ofCustomers === true).map(({ id }) => id)).toEqual(
      expect.arrayContaining(['getMe', 'signOut', 'proveMe', 'setPassword', 'getOwnCompany', 'askAsCustomer']),
    );
    expect(routes.filter(({ ofCustomers }) => ofCustomers === true)).toHaveLength(8);
    expect(problemOf(await call('GET', '/me/saved-views?list=customers', { as: ana })).detail).toBe(
      'This is not open to people of a customer.',
    );
  });

  test('act in nobody’s name, whatever header they send', async () => {
    const reseller = body<{ id: string }>(await call('POST', '/organisations', { as: owner, body: { name: 'Northwind' } })).id;
    for (const path of ['/own-company', '/me', '/organisation-customers', '/people'])
      expect([path, (await call('GET', path, { as: ana, headers: { 'acting-for': reseller } })).status]).toEqual([path, 403]);
  });

  test('sign in with a password of their own', async () => {
    const password = 'four words make a phrase';
    expect((await call('POST', '/me/password', { as: ben, body: { password } })).status).toBe(200);
    expect((await call('POST', '/logins', { body: { email: 'ben@adatum.example', password } })).status).toBe(200);
  });

  test('see nothing any more when the customer is gone from Microsoft, and are nobody when they are disabled', async () => {
    const gone = (at: string | null) =>
      inScope(database.owner.db, everything, (tx) =>
        sql`update customer set retired_at = ${at}::timestamptz where customer_id = ${idOf('Adatum')}::uuid`.execute(tx),
      );
    await gone('2026-11-21T10:00:00Z');
    expect((await call('GET', '/own-company', { as: ben })).status).toBe(404);
    await gone(null);
    expect((await call('GET', '/own-company', { as: ben })).status).toBe(200);

    const people = body<{ data: { id: string; email: string; customer: { name: string } | null }[] }>(
      await call('GET', '/people', { as: owner }),
    );
    const found = must(
      people.data.find(({ email }) => email === 'ben@adatum.example'),
      'Ben',
    );
    expect(found.customer?.name).toBe('Adatum');
    await call('PATCH', `/people/${found.id}`, { as: owner, body: { state: 'disabled' } });
    expect((await call('GET', '/own-company', { as: ben })).status).toBe(401);
  });
});

describe('a change that people of a customer ask for', () => {
  type Own = { readonly id: string; readonly state: string };
  const wish = { kind: 'billTo', changes: { city: 'Seattle' } };
  const ask = (as: As, more: object = {}) => call('POST', '/own-company/requests', { as, body: { wish, note: 'we moved', ...more } });
  const own = async (as: As) => body<{ data: Own[] }>(await call('GET', '/own-company/requests', { as })).data;
  const withdraw = (as: As, id: string) =>
    call('POST', `/own-company/requests/${id}/withdrawal`, { as, body: { reason: 'we stay after all' } });

  test('waits for one of us, who sees it where all are listed; nothing is planned or changed before', async () => {
    const asked = await ask(ana);
    expect(asked.status).toBe(201);
    expect(asked.body).toMatchObject({ wish, note: 'we moved', state: 'asked', askedBy: 'ana@contoso.example', decidedAt: null });
    expect(Object.keys(asked.body as object)).not.toEqual(expect.arrayContaining(['planId']));

    const all = body<{ data: object[] }>(await call('GET', '/change-requests', { as: owner })).data;
    expect(all).toMatchObject([
      { origin: 'customer', customerName: 'Contoso', state: 'asked', askedBy: 'ana@contoso.example', planId: null },
    ]);
    const notices = await call('GET', '/notices', { as: owner });
    expect(notices.text).toContain('A change of Contoso is asked for');
    const { rows } = await sql`select from plan`.execute(database.owner.db);
    expect(rows).toEqual([]);
    expect((await ask(ana)).status).toBe(409);
  });

  test('is seen by nobody of another customer, nor taken back by them', async () => {
    const [request] = await own(ana);
    const id = must(request, 'the request').id;
    ben = await aPersonAt('Adatum', 'bea@adatum.example');

    expect(await own(ben)).toEqual([]);
    expect((await withdraw(ben, id)).status).toBe(404);
    expect((await call('GET', '/own-company/requests', { as: owner })).status).toBe(404);
    expect((await ask(owner)).status).toBe(404);
    expect(await own(ana)).toMatchObject([{ state: 'asked' }]);
  });

  test('is taken back by them until somebody decides, and an answer is read with its reason', async () => {
    const [request] = await own(ana);
    expect((await withdraw(ana, must(request, 'the request').id)).body).toMatchObject({ state: 'withdrawn', reason: 'we stay after all' });

    await clock.advance(1_000);
    const again = body<Own>(await ask(ana));
    await call('POST', `/change-requests/${again.id}/decision`, { as: owner, body: { action: 'decline', reason: 'Please call us' } });

    expect(await own(ana)).toMatchObject([{ state: 'declined', reason: 'Please call us' }, { state: 'withdrawn' }]);
    expect((await withdraw(ana, again.id)).status).toBe(409);
  });

  test('of something of another customer, or of what is so already, is refused with words', async () => {
    const stranger = { wish: { kind: 'seats', subscriptionId: publicId('subscription', guid(5)), seats: 3 } };
    expect((await ask(ana, stranger)).status).toBe(404);
    expect((await ask(ana, { wish: { kind: 'billTo', changes: { city: 'Redmond' } } })).status).toBe(422);
    expect((await ask(ana, { customerId: publicId('customer', idOf('Adatum')) })).status).toBe(422);
  });
});

describe('the role of customers', () => {
  const person = { name: 'E', email: 'e@contoso.example', role: 'customerUser' };
  const add = (as: As, more: object) => call('POST', '/people', { as, body: { ...person, ...more } });
  const customerId = (): string => publicId('customer', idOf('Contoso'));

  test('is for people of a customer alone, and they get no other', async () => {
    const reseller = body<{ id: string }>(await call('POST', '/organisations', { as: owner, body: { name: 'Southridge' } })).id;
    expect((await add(owner, {})).status).toBe(422);
    expect((await add(owner, { role: 'operator', customerId: customerId() })).status).toBe(422);
    expect((await add(owner, { customerId: customerId(), organisationId: reseller })).status).toBe(422);
    expect((await add(owner, { customerId: publicId('customer', guid(77)) })).status).toBe(422);

    const added = await add(owner, { customerId: customerId() });
    expect(added.body).toMatchObject({ customer: { id: customerId(), name: 'Contoso' }, organisation: null });
    const change = await call('PATCH', `/people/${body<{ id: string }>(added).id}`, { as: owner, body: { role: 'readOnly' } });
    expect(change.status).toBe(422);
  });

  test('is not given by a reseller, nor are such people seen by one', async () => {
    const admin = await aPersonOf(context, 'resellerAdmin');
    expect((await add(admin, { email: 'x@contoso.example', customerId: customerId() })).status).toBe(403);
    expect((await call('GET', '/people', { as: admin })).text).not.toContain('contoso.example');
  });

  test('opens nothing to whoever belongs to no customer', async () => {
    const lost = await aPersonOf(context, 'customerUser');
    await sql`delete from customer_person where person_id = ${lost.personId}::uuid`.execute(database.owner.db);
    expect((await call('GET', '/own-company', { as: lost })).status).toBe(401);
    expect((await call('GET', '/own-company', { as: owner })).status).toBe(404);
  });
});
