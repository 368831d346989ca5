import { expect, test } from 'vitest';
import { SandboxClock } from '../clock.ts';
import { haloInstance } from '../world/estate/other-psas.ts';
import { layEstate } from '../world/estate.ts';
import { World } from '../world/world.ts';
import shapes from './fixtures/shapes.json' with { type: 'json' };
import { halopsa } from './routes.ts';

// What the samples' members are called and of which kind their values are.
const startsAt = '2026-11-21T10:00:00Z';
const world = new World({ seed: 7, scale: 12, startsAt }, SandboxClock.stoppedAt(startsAt));
layEstate(world);

async function ask(method: string, path: string, bearer = '', text = ''): Promise<unknown> {
  const address = new URL(`https://northwind.halopsa.com${path}`);
  const answer = await halopsa.handle(
    {
      method,
      host: address.host,
      path: address.pathname,
      query: address.searchParams,
      rawQuery: address.search,
      headers: { authorization: `Bearer ${bearer}` },
      rawBody: Buffer.from(text),
      body: text,
      linkBase: address.origin,
      linkTo: (host) => `https://${host}`,
    },
    world,
  );
  return JSON.parse(typeof answer.body === 'string' ? answer.body : 'null');
}

function leaves(value: unknown, path = ''): readonly string[] {
  if (Array.isArray(value)) return value.length === 0 ? [`${path}[]`] : value.flatMap((one) => leaves(one, `${path}[]`));
  if (typeof value !== 'object' || value === null) return [`${path}: ${value === null ? 'null' : typeof value}`];
  return Object.entries(value).flatMap(([name, member]) => leaves(member, path === '' ? name : `${path}.${name}`));
}

const { clientId, clientSecret } = haloInstance(7);
const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret, scope: 'all' });
const token = await ask('POST', '/auth/token?tenant=northwind', '', form.toString());
const bearer = String(Reflect.get(Object(token), 'access_token'));
const [header] = world.tables.haloRows.by('resource', 'RecurringInvoice');

test('the token has the members of the sample', () => {
  expect(leaves(token)).toEqual(shapes.token);
});

test.each([
  ['authinfo', '/api/authinfo'],
  ['client.list', '/api/Client?pageinate=true&page_no=1&page_size=50&includeazuretenants=true'],
  ['client-contract.list', '/api/ClientContract'],
  ['recurring-invoice.get', '/api/RecurringInvoice/{id}?includedetails=true'],
  ['software-licence.list', '/api/SoftwareLicence'],
] as const)('%s has every member of the sample', async (name, path) => {
  await ask('GET', '/api/Currency', bearer);
  const id = String(header?.number ?? world.tables.haloRows.by('resource', 'RecurringInvoice')[0]?.number);

  const told = new Set(leaves(await ask('GET', path.replace('{id}', id), bearer)));

  expect(shapes[name].filter((leaf) => !told.has(leaf))).toEqual([]);
});
