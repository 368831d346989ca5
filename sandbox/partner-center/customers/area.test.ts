import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { customerActs } from '../../acts/customers.ts';
import { partnerActs } from '../../acts/partners.ts';
import { put } from '../../world/world.ts';
import { type Opened, openSandbox } from '../open-sandbox.ts';

let sandbox: Opened;
let customerId = '';
beforeAll(async () => {
  sandbox = await openSandbox();
  customerId = sandbox.world.tables.relationships.by('accountId', sandbox.account.id)[0]?.customerId ?? '';
});
afterAll(() => sandbox.close());

const act = (name: string, input: object) => ({ ...customerActs, ...partnerActs })[name]?.(sandbox.world, { ...input });

describe('addresses', () => {
  const check = async (over: object) =>
    (
      await sandbox.ask('/v1/validations/address', {
        method: 'POST',
        body: { AddressLine1: '1 Microsoft Way', City: 'Redmond', State: 'WA', PostalCode: '98052', Country: 'US', ...over },
      })
    ).body as { status: string; suggestedAddresses: { postalCode: string; addressLine1: string }[] };

  test.each([
    ['a whole one', {}, 'VerifiedShippable', 1],
    ['a street without a number', { AddressLine1: 'Microsoft Way' }, 'StreetPartial', 3],
    ['a suite without a number', { AddressLine1: '1 Microsoft Way Suite' }, 'PremisesPartial', 3],
    ['both', { AddressLine1: 'Microsoft Way Suite' }, 'Multiple', 3],
    ['a ZIP code of another state', { State: 'NY' }, 'InteractionRequired', 1],
    ['a ZIP code of another form', { PostalCode: '1' }, 'None', 0],
    ['a country without rules', { Country: 'AQ' }, 'NotValidated', 0],
    [
      'another country',
      { AddressLine1: 'Unter den Linden 1', City: 'Berlin', State: '', PostalCode: '10117', Country: 'DE' },
      'Verified',
      1,
    ],
  ])('%s', async (_, over, status, suggestions) => {
    const answer = await check(over);

    expect(answer.status).toBe(status);
    expect(answer.suggestedAddresses.length).toBe(suggestions);
  });

  test('the documented example gets the documented ZIP code', async () => {
    expect((await check({})).suggestedAddresses[0]?.postalCode).toBe('98052-8300');
  });

  test('the rules of a country are told, an unknown one is not found', async () => {
    expect((await sandbox.ask('/v1/countryvalidationrules/us')).body).toMatchObject({
      iso2Code: 'US',
      postalCodeRegex: '^\\d{5}(-\\d{4})?$',
    });
    expect((await sandbox.ask('/v1/countryvalidationrules/ZZ')).status).toBe(404);
  });
});

test('the review of an account is told, 600074 when there was none', async () => {
  const path = `/v1/customers/${customerId}/validationStatus?type=account`;

  expect(await sandbox.ask(path)).toMatchObject({ status: 404, body: { code: 600074, errorName: 'AccountStatusNotFound' } });
  act('customer.accountStatus', { customer: customerId, status: 'UnderReview' });
  expect(await sandbox.ask(path)).toMatchObject({ status: 200, body: { type: 'account', status: 'UnderReview' } });
  expect((await sandbox.ask(`/v1/customers/${customerId}/validationStatus`)).status).toBe(400);
});

describe('qualifications', () => {
  const path = () => `/v1/customers/${customerId}/qualifications`;
  const ask = (body: object) => sandbox.ask(path(), { method: 'POST', body });

  test('are reviewed for a day, then approved; somebody may decide otherwise', async () => {
    const asked = await ask({ qualification: 'Education', educationSegment: 'K12', website: 'contoso.edu' });
    const during = await sandbox.ask(path());
    sandbox.world.clock.step(25 * 3_600_000);
    const after = await sandbox.ask(path());
    act('customer.vetQualification', {
      customer: customerId,
      qualification: 'Education',
      decision: 'Denied',
      reason: 'Not an Education Customer',
    });

    expect(asked).toMatchObject({ status: 201, body: { qualification: 'Education', vettingStatus: 'InReview' } });
    expect(during.body).toMatchObject([{ qualification: 'Education', vettingStatus: 'InReview' }]);
    expect(after.body).toEqual([{ qualification: 'Education', vettingStatus: 'Approved' }]);
    expect((await sandbox.ask(path())).body).toMatchObject([{ vettingStatus: 'Denied', vettingReason: 'Not an Education Customer' }]);
  });

  test('of the government cloud need a code, of which each is used up', async () => {
    const codes = (await sandbox.ask('/v1/customers/all/validations')).body as { validationId: string; remainingCreates: number }[];
    const code = codes[0]?.validationId;

    expect((await ask({ qualification: 'GovernmentCommunityCloud' })).status).toBe(400);
    expect((await ask({ qualification: 'GovernmentCommunityCloud', validationCode: code })).status).toBe(201);
    const after = (await sandbox.ask('/v1/customers/all/validations')).body as typeof codes;
    expect(after[0]?.remainingCreates).toBe((codes[0]?.remainingCreates ?? 0) - 1);
  });
});

describe('consent of an app', () => {
  const path = () => `/v1/customers/${customerId}/applicationconsents`;
  const wanted = (over: object = {}) => ({
    applicationId: sandbox.account.app.clientId,
    applicationGrants: [{ enterpriseApplicationId: '00000003-0000-0000-c000-000000000000', scope: 'Directory.Read.All,User.Read.All' }],
    ...over,
  });
  const consent = (body: object) => sandbox.ask(path(), { method: 'POST', body });

  test('is given once, told to exist, and taken back', async () => {
    expect((await consent(wanted())).status).toBe(201);
    expect(await consent(wanted())).toMatchObject({
      status: 409,
      body: { description: expect.stringContaining('Permission entry already exists') as string },
    });
    expect((await sandbox.ask(`${path()}/${sandbox.account.app.clientId}`, { method: 'DELETE' })).status).toBe(200);
    expect((await consent(wanted())).status).toBe(201);
  });

  test.each([
    ['another app', { applicationId: '57667d41-992a-49b0-99d8-ddf68328373f' }],
    ['no grants', { applicationGrants: [] }],
    ['a service that the tenant does not have', { applicationGrants: [{ enterpriseApplicationId: customerIdOf(), scope: 'x' }] }],
  ])('for %s is refused', async (_, over) => {
    expect((await consent(wanted(over))).status).toBe(400);
  });
});

function customerIdOf(): string {
  return '11111111-1111-4111-8111-111111111111';
}

describe('requests for support', () => {
  test('are listed, read, answered and closed; new ones come from the portal', async () => {
    act('partner.openServiceRequest', { account: sandbox.account.id, title: 'TrialSR', severity: 'critical' });
    const { items } = (await sandbox.ask('/v1/servicerequests?size=1')).body as { items: { id: string; title: string }[] };
    const path = `/v1/servicerequests/${items[0]?.id ?? ''}`;

    expect(items[0]?.title).toBe('TrialSR');
    const answer = await sandbox.ask(path, {
      method: 'PATCH',
      body: { Severity: 'unknown', Status: 'none', NewNote: { Text: 'Sample Note' } },
    });
    expect(answer).toMatchObject({ status: 200, body: { severity: 'critical', status: 'open', notes: [{ text: 'Sample Note' }] } });
    expect((await sandbox.ask(path)).body).toEqual(answer.body);
    expect((await sandbox.ask(path, { method: 'PATCH', body: { Status: 'closed' } })).body).toMatchObject({ status: 'closed' });
  });

  test('all are reached by offset, each once; topics are told', async () => {
    const all = ((await sandbox.ask('/v1/servicerequests')).body as { items: { id: string }[] }).items;
    const seen: string[] = [];
    for (let offset = 0; offset < all.length; offset += 2) {
      const page = (await sandbox.ask(`/v1/servicerequests?size=2&offset=${String(offset)}`)).body as { items: { id: string }[] };
      seen.push(...page.items.map((item) => item.id));
    }

    expect(seen).toEqual(all.map((item) => item.id));
    expect((await sandbox.ask('/v1/servicerequests/supporttopics')).body).toMatchObject({ totalCount: 14 });
    expect((await sandbox.ask('/v1/servicerequests/1')).status).toBe(404);
  });
});

describe("the partner's own profiles", () => {
  test('are written whole with their etag, once', async () => {
    const before = (await sandbox.ask('/v1/profiles/organization')).body as { attributes: { etag: string } };
    const write = (email: string) =>
      sandbox.ask('/v1/profiles/organization', {
        method: 'PUT',
        headers: { 'If-Match': `"${before.attributes.etag}"` },
        body: { ...before, email },
      });

    const answers = await Promise.all([write('a@example.com'), write('b@example.com'), write('c@example.com')]);

    expect(answers.map((answer) => answer.status).toSorted()).toEqual([200, 400, 400]);
    expect((await sandbox.ask('/v1/profiles/organization')).body).toEqual(answers.find((answer) => answer.status === 200)?.body);
  });

  test('the billing profile answers a write in PascalCase', async () => {
    const before = (await sandbox.ask('/v1/profiles/billing')).body as { attributes: { etag: string } };

    const answer = await sandbox.ask('/v1/profiles/billing', { method: 'PUT', body: { ...before, PurchaseOrderNumber: '9888' } });

    expect(answer).toMatchObject({ status: 200, body: { PurchaseOrderNumber: '9888', Address: { Region: null } } });
    expect((await sandbox.ask('/v1/profiles/billing')).body).toMatchObject({ purchaseOrderNumber: '9888' });
  });

  test('the support profile is written under another name than it is read', async () => {
    const body = { Email: 'help@example.com', Telephone: '4255555555', Website: 'www.example.com' };

    expect((await sandbox.ask('/v1/profiles/supportprofile', { method: 'PUT', body })).body).toMatchObject({
      profileType: 'support_profile',
    });
    expect((await sandbox.ask('/v1/profiles/support')).body).toMatchObject({ email: 'help@example.com', profileType: 'SupportProfile' });
  });
});

test('fraud events are listed, narrowed and resolved', async () => {
  const subscriptionId = '2a7064fb-1e33-4007-974e-352cb3f2c805';
  act('microsoft.fraudEvent', { account: sandbox.account.id, customer: customerId, subscriptionId });
  const path = `/v1/fraudEvents/subscription/${subscriptionId}/status`;

  const listed = await sandbox.ask(`/v1/fraudEvents?EventStatus=Active&SubscriptionId=${subscriptionId}`);
  const extended = await sandbox.ask('/v1/fraudEvents', { headers: { 'X-NewEventsModel': 'true' } });
  const wrong = await sandbox.ask(path, { method: 'POST', body: { EventStatus: 'Resolved' } });
  const done = await sandbox.ask(path, { method: 'POST', body: { EventIds: [], EventStatus: 'Resolved', ResolvedReason: 'Fraud' } });

  expect(listed.body).toMatchObject([{ eventStatus: 'Active', resolvedReason: 'None', resolvedOn: '9999-12-31T23:59:59.9970000' }]);
  expect(extended.body).toMatchObject([{ severity: 'Medium' }]);
  expect(wrong.status).toBe(400);
  expect(done.body).toMatchObject([{ eventStatus: 'Resolved', resolvedReason: 'Fraud' }]);
  expect((await sandbox.ask('/v1/fraudEvents?EventStatus=Active')).body).toEqual([]);
});

test('reports tell which calls carried a second factor', async () => {
  const id = '0a4ce58a-6f96-4273-8035-d9c7d31b9ba4';
  await sandbox.ask(`/v1/customers/${customerId}/subscriptions?order_id=x`, { headers: { 'MS-RequestId': id } });

  const { items } = (await sandbox.ask('/v1/partnerRequests')).body as { items: { requestId: string; operationName: string }[] };

  expect(items.find((item) => item.requestId === id)).toMatchObject({
    operationName: 'Get /v{version}/customers/{customer_id}/subscriptions?order_id={order_id_value}',
    mfaCompliant: true,
  });
  expect((await sandbox.ask('/v1/applicationmfaadoptionstatus')).body).toMatchObject({ totalCount: 1 });
  expect((await sandbox.ask('/v1/nonMfaCompliantPartnerPrincipals')).body).toMatchObject({ totalCount: 1 });
});

test('the old rights are counted on the host of their own', async () => {
  const token = sandbox.token();
  const read = async (path: string) => {
    const url = `${sandbox.url}/traf-pcsvcadmin-prod.trafficmanager.net/CustomerServiceAdminApi/Web/v1/${path}`;
    return (await (await fetch(url, { headers: { authorization: `Bearer ${token}` } })).json()) as Record<string, unknown>;
  };

  expect(await read('delegatedAdminStatistics')).toMatchObject({ partnerTenantId: sandbox.account.tenantId });
  expect(((await read('delegatedAdminCustomers?$top=2&$orderby=startDateTime desc'))['value'] as unknown[]).length).toBe(2);
});

test('a budget is empty until it is set', async () => {
  const path = `/v1/customers/${customerId}/usagebudget`;

  expect((await sandbox.ask(path)).body).toMatchObject({ amount: null });
  expect((await sandbox.ask(path, { method: 'PATCH', body: { Amount: 100 } })).body).toEqual({
    amount: 100,
    usageSpendingBudget: 100,
    attributes: { objectType: 'SpendingBudget' },
  });
});

test('a customer accepts an invitation on its page and is a customer from then on', async () => {
  const other = sandbox.world.tables.relationships
    .all()
    .find((row) => sandbox.world.tables.relationships.get(`${sandbox.account.id}:${row.customerId}`) === undefined);
  const name = sandbox.world.tables.customers.get(other?.customerId ?? '')?.name ?? '';
  const { url } = (await sandbox.ask('/v1/customers/relationshiprequests')).body as { url: string };
  const here = url.replace('https://', `${sandbox.url}/`);

  const shown = await fetch(here);
  const accepted = await fetch(here, { method: 'POST', body: new URLSearchParams({ customer: name }) });

  expect(await shown.text()).toContain(sandbox.account.name);
  expect(accepted.status).toBe(200);
  expect((await sandbox.ask(`/v1/customers/${other?.customerId ?? ''}`)).status).toBe(200);
});

test('an indirect provider knows its resellers, makes one to try, and asks whether they signed', async () => {
  const { account, world } = sandbox;
  const made = { ...account, partnerType: 'indirectProvider' as const };
  world.apply({ kind: 'test.made', actor: { kind: 'system', name: 'test' }, cause: 'test', changes: [put('partnerAccounts', made)] });
  const status = async (query: string) => await sandbox.ask(`/v1/compliance/csp/agreementstatus?${query}`);

  const reseller = await sandbox.ask('/v1/sandboxIndirectReseller', {
    method: 'POST',
    body: { mpnId: '6363276', tenant: { domainPrefix: 'TipIRIntTest705', displayName: 'Tip', country: 'US' } },
  });
  const { accountId } = reseller.body as { accountId: string };

  expect(reseller).toMatchObject({ status: 200, body: { partnerRelationship: { state: 'Active' } } });
  expect((await sandbox.ask('/v1/relationships?relationship_type=IsIndirectCloudSolutionProviderOf')).body).toMatchObject({
    items: [{ id: accountId, mpnId: '6363276', state: 'Active' }],
  });
  expect((await status('mpnId=6363276')).body).toEqual({ isAgreementSigned: true });
  act('partner.reseller', { account: account.id, mpnId: '6363276', signed: false });
  expect((await status('mpnId=6363276')).body).toMatchObject({ code: 2203 });
  expect((await status(`tenantId=${accountId}`)).body).toMatchObject({ code: 2206 });
  expect((await status('mpnId=1')).body).toMatchObject({ code: 2200 });
  expect((await status('mpnId=x')).body).toMatchObject({ code: 2000, source: 'PartnerApiServiceControllers' });
  expect((await status('')).body).toMatchObject({ code: 2001, source: 'ComplianceController' });
  expect((await status(`mpnId=${account.mpnId}`)).body).toMatchObject({ code: 2204 });
  expect((await sandbox.ask(`/v1/sandboxIndirectReseller/${accountId}`, { method: 'DELETE' })).status).toBe(204);
  world.apply({ kind: 'test.made', actor: { kind: 'system', name: 'test' }, cause: 'test', changes: [put('partnerAccounts', account)] });
});
