import { beforeEach, expect, test } from 'vitest';
import { bookActs } from '../acts/books.ts';
import { smallWorld } from '../connectwise/small-world.ts';
import type { World } from '../world/world.ts';
import { gradientKeys } from './keys.ts';
import { gradient } from './routes.ts';

let world: World;
beforeEach(() => {
  world = smallWorld();
});

async function ask(method: string, path: string, body?: object, token = gradientKeys(world).token) {
  const text = body === undefined ? '' : JSON.stringify(body);
  const answer = await gradient.handle(
    {
      method,
      host: 'app.usegradient.com',
      path: `/api/vendor-api${path}`,
      query: new URLSearchParams(),
      rawQuery: '',
      headers: { 'gradient-token': token },
      rawBody: Buffer.from(text),
      body: text,
      linkBase: '',
      linkTo: (host) => host,
    },
    world,
  );
  return { status: answer.status, json: JSON.parse(String(answer.body)) as Record<string, unknown> };
}

const contoso = { id: 'contoso-tenant-id', name: 'Contoso', description: 'optional text' };
const premium = { name: 'Microsoft 365 Business Premium', description: 'annual term', category: 'productivity', subcategory: 'other' };

test('a count is taken once the account is mapped, and 404 "no account map" before', async () => {
  expect((await ask('POST', '/organization/accounts', contoso)).status).toBe(201);
  const { id } = (await ask('POST', '/service', premium)).json;
  const count = { accountId: contoso.id, unitCount: 25 };

  expect(await ask('POST', `/service/${String(id)}/count`, count)).toMatchObject({ status: 404, json: { message: 'no account map' } });
  bookActs['gradient.map']?.(world, { accountId: contoso.id });
  expect((await ask('POST', `/service/${String(id)}/count`, count)).status).toBe(201);
  expect(world.tables.gradientServices.get(String(id))?.counts).toEqual({ [contoso.id]: 25 });
});

test('what is wrong is refused and changes nothing', async () => {
  const before = world.events.length;

  expect((await ask('GET', '/service', undefined, 'other')).status).toBe(401);
  expect((await ask('POST', '/service', { ...premium, category: 'fun' })).status).toBe(400);
  expect((await ask('POST', '/organization/accounts', {})).status).toBe(400);
  expect((await ask('POST', '/service/none/count', { accountId: 'x', unitCount: 1 })).status).toBe(404);
  expect((await ask('PATCH', '/organization/status/odd')).status).toBe(400);
  expect(world.events).toHaveLength(before);
});

test('accounts, services and the status of the integration are kept', async () => {
  await ask('POST', '/organization/accounts', contoso);
  await ask('POST', '/service', premium);

  expect((await ask('GET', '/organization/accounts')).json).toEqual([contoso]);
  expect((await ask('GET', '/service')).json).toMatchObject([premium]);
  expect((await ask('PATCH', '/organization/status/active')).json).toEqual({ status: 'active' });
});
