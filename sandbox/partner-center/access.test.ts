import { afterAll, beforeAll, expect, test } from 'vitest';
import { defaultSwitches } from '../world/switches.ts';
import { put } from '../world/world.ts';
import { appOnly, type Opened, openSandbox } from './open-sandbox.ts';
import { missingNames, sample } from './sample-names.ts';

let sandbox: Opened;
beforeAll(async () => {
  sandbox = await openSandbox();
});
afterAll(() => sandbox.close());

const turn = (change: ReturnType<typeof put>) =>
  sandbox.world.apply({ kind: 'test.turned', actor: { kind: 'control', name: 'test' }, cause: 'test', changes: [change] });

test('without a token, and with one that ran out, the answer is 401 with 800001', async () => {
  const none = await sandbox.ask('/v1/customers', { token: 'nonsense' });
  const old = await sandbox.ask('/v1/customers', { token: sandbox.token({ expiresAt: '2026-11-21T09:59:59Z' }) });

  expect(none).toMatchObject({ status: 401, body: { code: 800001, data: [], source: 'PartnerFD' } });
  expect(old).toMatchObject({ status: 401, body: { code: 800001 } });
});

test.each(['https://graph.microsoft.com', 'https://graph.windows.net', 'https://api.partner.microsoft.com'])(
  'a token for %s is refused with 900420',
  async (audience) => {
    const answer = await sandbox.ask('/v1/customers', { token: sandbox.token({ audience }) });

    expect(answer).toMatchObject({ status: 401, body: { code: 900420 } });
  },
);

test('a trailing slash in the audience does no harm', async () => {
  const answer = await sandbox.ask('/v1/customers', { token: sandbox.token({ audience: 'https://api.partnercenter.microsoft.com/' }) });

  expect(answer.status).toBe(200);
});

test('a token of a customer tenant has no rights here', async () => {
  const answer = await sandbox.ask('/v1/customers', { token: sandbox.token({ tenantId: '6549cd14-f91a-4ee5-8f1f-f1f9d0fc43d5' }) });

  expect(answer).toMatchObject({ status: 403, body: { code: 900308 } });
});

test('a person without second factor is refused with 900421; a program is not concerned', async () => {
  const person = await sandbox.ask('/v1/customers', { token: sandbox.token({ mfa: false }) });
  const program = await sandbox.ask('/v1/customers', { token: sandbox.token(appOnly) });

  expect(person).toMatchObject({ status: 401, body: { code: 900421 } });
  expect(program.status).toBe(200);
});

test('while second factors are not enforced, ValidateMfa tells what would happen', async () => {
  turn(put('switches', { id: 'identity', value: { ...defaultSwitches.identity, mfaEnforcedShare: 0 } }));

  const weak = await sandbox.ask('/v1/customers', { token: sandbox.token({ mfa: false }), headers: { ValidateMfa: 'true' } });
  const strong = await sandbox.ask('/v1/customers', { headers: { ValidateMfa: 'true' } });
  const unasked = await sandbox.ask('/v1/customers');

  expect([weak.headers.get('isMfaCompliant'), strong.headers.get('isMfaCompliant'), unasked.headers.get('isMfaCompliant')]).toEqual([
    'false',
    'true',
    null,
  ]);
  turn(put('switches', { id: 'identity', value: defaultSwitches.identity }));
});

test.each([
  '/v1/profiles/organization',
  '/v1/profiles/billing',
  '/v1/profiles/mpn',
  '/v1/customers/relationshiprequests',
  '/v1/relationships?relationship_type=IsIndirectResellerOf',
])('%s is not for programs: 403 with 900329', async (path) => {
  const answer = await sandbox.ask(path, { token: sandbox.token(appOnly) });

  expect(answer).toMatchObject({
    status: 403,
    body: { code: 900329, description: 'This resource does not support application-only authentication.' },
  });
});

test('request and correlation ids come back; new ones are made when none were sent', async () => {
  const sent = { 'MS-RequestId': 'c245d08d-3d7f-4a8f-a5d8-7b6d7a5f9b10', 'MS-CorrelationId': '2bd1a4b9-0f9b-4d0c-a1c4-40a2c4f1a8a0' };
  const answer = await sandbox.ask('/v1/customers?size=1', { headers: sent });
  const bare = await sandbox.ask('/v1/customers?size=1');
  const refused = await sandbox.ask('/v1/customers/none', { headers: sent });

  expect(answer.headers.get('ms-requestid')).toBe(sent['MS-RequestId']);
  expect(answer.headers.get('ms-correlationid')).toBe(sent['MS-CorrelationId']);
  expect(refused.headers.get('ms-correlationid')).toBe(sent['MS-CorrelationId']);
  expect(bare.headers.get('ms-requestid')).toMatch(/^[0-9a-f-]{36}$/);
});

test('a path that is documented but not served answers 404 in the documented form', async () => {
  const answer = await sandbox.ask('/v1/analytics/commercial/licenses');

  expect(answer).toMatchObject({ status: 404, body: { code: 1000, description: 'Not found', data: [], source: 'PartnerFD' } });
});

test('the partner profiles have the documented names', async () => {
  for (const [path, name] of [
    ['/v1/profiles/organization', 'profiles.get-an-organization-profile'],
    ['/v1/profiles/legalbusiness?vettingVersion=Current', 'profiles.get-legal-business-profile'],
    ['/v1/profiles/billing', 'profiles.get-partner-billing-profile'],
    ['/v1/profiles/mpn', 'profiles.get-partner-network-profile'],
  ] as const) {
    const answer = await sandbox.ask(path);

    expect(missingNames(sample('partner-center', `${name}.response`), answer.body), path).toEqual([]);
  }
  expect((await sandbox.ask('/v1/profiles/mpn?mpnId=1')).body).toMatchObject({ code: 3000 });
});

test('the invitation names the partner tenant', async () => {
  const answer = await sandbox.ask('/v1/customers/relationshiprequests');

  expect(answer.body).toMatchObject({
    url: expect.stringContaining(`invType=ResellerRelationship&partnerId=${sandbox.account.tenantId}`) as string,
  });
});

test('an indirect reseller finds its provider; a direct bill partner has none', async () => {
  const reseller = await openSandbox(1);
  const direct = await sandbox.ask('/v1/relationships?relationship_type=IsIndirectResellerOf');
  const answer = await reseller.ask('/v1/relationships?relationship_type=is_indirect_reseller_of');
  await reseller.close();

  expect(direct.body).toMatchObject({ totalCount: 0, items: [] });
  expect(reseller.account.partnerType).toBe('indirectReseller');
  expect(missingNames(sample('partner-center', 'relationships.retrieve-a-list-of-indirect-resellers.response'), answer.body)).toEqual([]);
});
