import { afterAll, beforeAll, expect, test } from 'vitest';
import { serve } from '../server.ts';
import { Stage } from '../stage.ts';
import { rememberToken } from '../tokens.ts';
import { prices } from './routes.ts';

let url = '';
let stage: Stage;
let close: () => Promise<void>;
beforeAll(async () => {
  stage = new Stage({ seed: 7, scale: 12, startsAt: '2026-11-21T10:00:00Z', real: () => 0 }, [prices]);
  const server = await serve(stage, { port: 0, host: '127.0.0.1' }, (line) => {
    throw new Error(line);
  });
  url = `${server.url}/api.partner.microsoft.com`;
  close = async () => {
    await server.close();
    await stage.close();
  };
  const account = stage.world.tables.partnerAccounts.all()[0];
  if (account === undefined) throw new Error('no account');
  rememberToken(
    stage.world,
    'prices',
    {
      kind: 'access',
      remote: 'entra',
      accountId: account.id,
      tenantId: account.tenantId,
      clientId: account.app.clientId,
      userObjectId: account.users[0]?.objectId ?? '',
      audience: 'https://api.partner.microsoft.com',
      scopes: [],
      mfa: true,
      issuedAt: '2026-11-21T10:00:00Z',
      expiresAt: '2027-11-21T10:00:00Z',
    },
    { kind: 'system', name: 'test' },
    'test',
  );
});
afterAll(() => close());

const sheet = "/v1.0/sales/pricesheets(Market='US',PricesheetView='updatedlicensebased')/$value";

test.each([
  ['GET', "/v1.0/sales/pricesheets(Market='XX',PricesheetView='updatedlicensebased')/$value", 404],
  ['GET', "/v1.0/sales/pricesheets(Market='US',PricesheetView='nothing')/$value", 404],
  ['GET', '/v1.0/sales/pricesheets()/$value', 404],
  ['GET', '/v1.0/sales/pricesheets(Market=US)/$value', 404],
  ['GET', "/v1.0/sales/pricesheets(Market='US'/$value", 404],
  ['GET', '/v1.0/sales/%E0%A4%A/$value', 404],
  ['GET', '/v1.0/sales/pricesheets', 404],
  ['GET', `${sheet}?timeline=yesterday`, 400],
  ['GET', `${sheet}?timeline=history`, 400],
  ['GET', `${sheet}?timeline=history&month=2026-11`, 400],
  ['GET', `${sheet}?timeline=history&month=209901`, 404],
  ['GET', `${sheet}?timeline=history&month=190001`, 404],
  ['GET', "/v1.0/sales/fxrates(Month='soon')/$value", 400],
  ['GET', "/v1.0/sales/offermatrix(Month='209901')/$value", 404],
  ['POST', sheet, 404],
  ['DELETE', sheet, 404],
  ['PUT', '/v1.0/sales', 404],
])('%s %s answers %i in the documented form', async (method, path, status) => {
  const events = stage.world.events.length;
  const answer = await fetch(`${url}${path}`, { method, headers: { authorization: 'Bearer prices' } });

  expect([answer.status, await answer.json()]).toEqual([
    status,
    { code: expect.any(Number) as number, description: expect.any(String) as string, data: [], source: 'PartnerFD' },
  ]);
  expect(stage.world.events.length).toBe(events);
});

test('nobody’s token is asked for before anything else', async () => {
  const answer = await fetch(`${url}${sheet}?timeline=nonsense`, { headers: { authorization: 'Bearer nobody' } });

  expect([answer.status, await answer.json()]).toMatchObject([401, { code: 800001 }]);
});
