import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { put } from '../../world/world.ts';
import { type Opened, openSandbox } from '../open-sandbox.ts';

let sandbox: Opened;
beforeAll(async () => {
  sandbox = await openSandbox();
});
afterAll(() => sandbox.close());

const address = {
  FirstName: 'Test',
  LastName: 'Test',
  AddressLine1: 'One Microsoft Way',
  City: 'Redmond',
  State: 'WA',
  PostalCode: '98052',
  Country: 'US',
};
let made = 0;
const wanted = (over: { company?: object; billing?: object; address?: object; more?: object } = {}) => {
  made += 1;
  return {
    enableGDAPByDefault: false,
    CompanyProfile: { Domain: `newtenant${String(made)}.onmicrosoft.com`, ...over.company },
    BillingProfile: {
      Culture: 'EN-US',
      Email: 'someone@example.com',
      Language: 'en',
      CompanyName: `Test company ${String(made)}`,
      DefaultAddress: { ...address, ...over.address },
      ...over.billing,
    },
    ...over.more,
  };
};
type Created = { id: string; companyProfile: { domain: string }; userCredentials: { userName: string; password: string } };
const create = async (body: unknown) => await sandbox.ask('/v1/customers', { method: 'POST', body });

describe('creating a customer', () => {
  test('answers as documented, and the customer is there in list and by id', async () => {
    const body = wanted();

    const answer = await create(body);

    expect(answer.status).toBe(201);
    const created = answer.body as Created;
    expect(answer.body).toMatchObject({
      companyProfile: { tenantId: created.id, domain: body.CompanyProfile.Domain },
      billingProfile: { culture: 'en-US', defaultAddress: { phoneNumber: '' } },
      relationshipToPartner: 'none',
      enableGDAPByDefault: false,
      userCredentials: { userName: 'admin' },
    });
    const filter = encodeURIComponent(JSON.stringify({ Field: 'Domain', Value: created.companyProfile.domain, Operator: 'starts_with' }));
    expect((await sandbox.ask(`/v1/customers?filter=${filter}`)).body).toMatchObject({ totalCount: 1, items: [{ id: created.id }] });
    expect((await sandbox.ask(`/v1/customers/${created.id}`)).body).toMatchObject({ relationshipToPartner: 'reseller' });
  });

  test('the same request again changes nothing and is answered from memory', async () => {
    const body = wanted();
    const headers = { 'MS-RequestId': '0a4ce58a-6f96-4273-8035-d9c7d31b9ba4' };

    const one = await sandbox.ask('/v1/customers', { method: 'POST', body, headers });
    const two = await sandbox.ask('/v1/customers', { method: 'POST', body, headers });

    expect(two.body).toEqual(one.body);
  });

  test.each([
    ['without a domain', { company: { Domain: null } }, 400, 3000],
    ['with a domain that is no first domain of a tenant', { company: { Domain: 'contoso.com' } }, 400, 3000],
    ['without a mail address', { billing: { Email: '' } }, 400, 3000],
    ['without a city', { address: { City: '' } }, 400, 3000],
    ['with a state that the country does not have', { address: { State: 'XX' } }, 400, 3000],
    ['with a postal code of another form', { address: { PostalCode: '9805' } }, 400, 3000],
    ['with a registration number where none is kept', { company: { OrganizationRegistrationNumber: '1234567890' } }, 400, 600002],
    ['without a registration number in Brazil', { address: { Country: 'BR', State: 'SP', PostalCode: '01310-100' } }, 400, 600049],
    [
      'with a registration number of another form',
      {
        company: { OrganizationRegistrationNumber: '1' },
        address: { Country: 'BR', State: 'SP', PostalCode: '01310-100' },
      },
      400,
      600050,
    ],
    [
      'without a phone number in Hungary',
      { company: { OrganizationRegistrationNumber: '12345678-1-12' }, address: { Country: 'HU', PostalCode: '1011' } },
      400,
      600051,
    ],
    ['in a region where the partner does not sell', { address: { Country: 'DE', PostalCode: '10115' } }, 403, 2030],
    ['for a reseller when the partner is no provider', { more: { AssociatedPartnerId: 'x' } }, 400, 800016],
  ])('%s is refused and nothing happens', async (_, over, status, code) => {
    const before = sandbox.world.events.length;

    const answer = await create(wanted(over));

    expect(answer).toMatchObject({ status, body: { code } });
    expect(sandbox.world.events.length).toBe(before);
  });

  test('a domain that somebody has is a conflict', async () => {
    const taken = sandbox.world.tables.customers.all()[0]?.defaultDomain;

    expect(await create(wanted({ company: { Domain: taken } }))).toMatchObject({ status: 409, body: { code: 1003 } });
  });

  test('with delegated access by default, the relationship is there and active', async () => {
    const { body } = await create(wanted({ more: { enableGDAPByDefault: true } }));

    const [gdap] = sandbox.world.tables.gdap.by('customerId', (body as Created).id);

    expect(gdap).toMatchObject({ status: 'active', accountId: sandbox.account.id });
  });
});

describe('ending a relationship', () => {
  const none = { relationshipToPartner: 'none', attributes: { objectType: 'Customer' } };

  test('is refused while a subscription is active, and done afterwards', async () => {
    const { body } = await create(wanted());
    const customerId = (body as Created).id;
    const subscription = sandbox.lay({ customerId });

    const refused = await sandbox.ask(`/v1/customers/${customerId}`, { method: 'PATCH', body: none });
    sandbox.world.apply({
      kind: 'test.ended',
      actor: { kind: 'system', name: 'test' },
      cause: 'test',
      changes: [put('subscriptions', { ...subscription, status: 'deleted' })],
    });
    const done = await sandbox.ask(`/v1/customers/${customerId}`, { method: 'PATCH', body: none });

    expect(refused.status).toBe(400);
    expect(done).toMatchObject({ status: 200, body: { relationshipToPartner: 'none', billingProfile: null } });
    expect((await sandbox.ask(`/v1/customers/${customerId}`)).status).toBe(403);
  });

  test('only a tenant that was made here can be deleted', async () => {
    const { body } = await create(wanted());
    const customerId = (body as Created).id;
    const old = sandbox.world.tables.relationships.by('accountId', sandbox.account.id)[0]?.customerId ?? '';

    const gone = await sandbox.ask(`/v1/customers/${customerId}`, { method: 'DELETE' });
    const kept = await sandbox.ask(`/v1/customers/${old}`, { method: 'DELETE' });

    expect(gone.status).toBe(204);
    expect(kept).toMatchObject({ status: 400, body: { code: 900127 } });
    expect((await sandbox.ask(`/v1/customers/${customerId}`)).status).toBe(404);
  });
});

describe('etags of billing profiles', () => {
  test('of writers with one etag exactly one wins', async () => {
    const { body } = await create(wanted());
    const path = `/v1/customers/${(body as Created).id}/profiles/billing`;
    const profile = (await sandbox.ask(path)).body as { attributes: { etag: string } };

    const answers = await Promise.all(
      ['a', 'b', 'c', 'd', 'e'].map((name) =>
        sandbox.ask(path, {
          method: 'PUT',
          headers: { 'If-Match': `"${profile.attributes.etag}"` },
          body: { ...profile, email: `${name}@example.com` },
        }),
      ),
    );

    expect(answers.filter((answer) => answer.status === 200).length).toBe(1);
    expect(answers.filter((answer) => answer.status === 400).length).toBe(4);
  });

  test('the switch makes a stale etag a 412 without a body', async () => {
    const { body } = await create(wanted());
    const path = `/v1/customers/${(body as Created).id}/profiles/billing`;
    const value = { ...sandbox.world.switch('customers'), staleEtag: '412' as const };
    sandbox.world.apply({
      kind: 'switches.changed',
      actor: { kind: 'control', name: 'test' },
      cause: 'test',
      changes: [put('switches', { id: 'customers', value })],
    });

    const answer = await sandbox.ask(path, { method: 'PUT', headers: { 'If-Match': '"1"' }, body: {} });

    expect(answer).toMatchObject({ status: 412, body: undefined });
  });
});
