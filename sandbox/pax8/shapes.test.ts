import { expect, test } from 'vitest';
import shapes from './fixtures/shapes.json' with { type: 'json' };
import { ask, caller, credentials, ids, smallWorld } from './small-world.ts';

const world = smallWorld();
const call = await caller(world);

function leaves(value: unknown, path = ''): readonly string[] {
  if (Array.isArray(value)) return value.length === 0 ? [`${path}[]`] : value.flatMap((one) => leaves(one, `${path}[]`));
  if (typeof value !== 'object' || value === null) return [`${path}: ${value === null ? 'null' : typeof value}`];
  return Object.entries(value).flatMap(([name, member]) => leaves(member, path === '' ? name : `${path}.${name}`));
}

type Case = { readonly name: keyof typeof shapes.answers; readonly path: string; readonly notShown?: readonly string[] };

// What a sample has and this world has nothing to say about; everything else must be there with the same type.
const cases: readonly Case[] = [
  { name: 'company', path: `/companies/${ids.company}` },
  { name: 'companies', path: '/companies' },
  { name: 'product', path: `/products/${ids.product}` },
  { name: 'pricing', path: `/products/${ids.product}/pricing` },
  { name: 'dependencies', path: `/products/${ids.product}/dependencies`, notShown: ['productDependencies[].'] },
  { name: 'provisionDetails', path: `/products/${ids.product}/provision-details` },
  { name: 'subscription', path: `/subscriptions/${ids.yearly}` },
  { name: 'subscriptions', path: '/subscriptions' },
  { name: 'history', path: `/subscriptions/${ids.yearly}/history` },
];

const told = async (path: string): Promise<unknown> => (await call('GET', path)).json;

// One of them ends, so that the list has an end date as the sample's.
await call('DELETE', `/subscriptions/${ids.free}`);

test.each(cases)('$name has every member of the sample', async ({ name, path, notShown = [] }) => {
  const has = new Set(leaves(await told(path)));

  const lacking = shapes.answers[name].sample.filter((leaf) => !has.has(leaf) && !notShown.some((prefix) => leaf.startsWith(prefix)));

  expect(lacking).toEqual([]);
});

test.each(cases.filter(({ name }) => shapes.answers[name].schema.length > 0))(
  '$name has no member that the vendor does not know',
  async ({ name, path }) => {
    const json = (await told(path)) as { readonly content?: readonly object[] };
    const row = json.content?.[0] ?? json;

    const known: readonly string[] = shapes.answers[name].schema;

    expect(Object.keys(row).filter((member) => !known.includes(member))).toEqual([]);
  },
);

test('token, refusal and order have the members of their samples', async () => {
  const line = { productId: ids.product, quantity: 1, billingTerm: 'Monthly', commitmentTermId: ids.commitment };
  const order = await call('POST', '/orders', {
    body: { companyId: ids.company, orderedByUserEmail: 'john@contoso.example', lineItems: [line] },
  });
  const refusal = await call('PUT', `/subscriptions/${ids.yearly}`, { body: {} });

  expect(leaves((await ask(world, 'POST', '/token', { body: credentials })).json)).toEqual(shapes.answers.token.sample);
  expect(new Set(leaves(refusal.json))).toEqual(new Set(shapes.answers.error.sample));
  expect(shapes.answers.order.sample.filter((leaf) => !leaves(order.json).includes(leaf))).toEqual([]);
});
