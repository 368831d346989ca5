import { expect, test } from 'vitest';
import shapes from './fixtures/shapes.json' with { type: 'json' };
import { ask, smallWorld } from './small-world.ts';

const world = smallWorld();

/** `a.b[]: number` for every leaf; `_info` inside references holds only links and is left out. */
function leaves(value: unknown, path = ''): readonly string[] {
  if (Array.isArray(value)) return value.length === 0 ? [`${path}[]`] : value.flatMap((one) => leaves(one, `${path}[]`));
  if (typeof value !== 'object' || value === null) return [`${path}: ${value === null ? 'null' : typeof value}`];
  return Object.entries(value).flatMap(([name, member]) =>
    name === '_info' && path !== '' && !path.startsWith('[]') ? [] : leaves(member, path === '' ? name : `${path}.${name}`),
  );
}

type Case = { readonly name: keyof typeof shapes.answers; readonly path: string; readonly notShown?: readonly string[] };

// What a sample has and the estate has nothing to say about; everything else must be there with the same type.
const cases: readonly Case[] = [
  {
    name: 'company',
    path: '/company/companies/250',
    notShown: ['userDefinedField5: string', 'invoiceToEmailAddress', 'mobileGuid'],
  },
  { name: 'companyStatuses', path: '/company/companies/statuses' },
  { name: 'companyTypes', path: '/company/companies/types', notShown: ['[]._info.updatedBy: null'] },
  { name: 'agreement', path: '/finance/agreements/4' },
  { name: 'agreementTypes', path: '/finance/agreements/types', notShown: ['[]._info.updatedBy: null'] },
  { name: 'additions', path: '/finance/agreements/3/additions' },
  { name: 'catalog', path: '/procurement/catalog' },
  { name: 'companyInfo', path: '/login/companyinfo/northwind' },
];

test.each(cases)('$name has every member of the sample', async ({ name, path, notShown = [] }) => {
  const told = new Set(leaves((await ask(world, 'GET', path)).json));

  const lacking = shapes.answers[name].sample.filter((leaf) => !told.has(leaf) && !notShown.some((prefix) => leaf.startsWith(prefix)));

  expect(lacking).toEqual([]);
});

test.each(cases.filter(({ name }) => shapes.answers[name].schema.length > 0))(
  '$name has no member that the vendor does not know',
  async ({ name, path }) => {
    const { json } = await ask(world, 'GET', path);
    const row: unknown = Array.isArray(json) ? json[0] : json;

    const known: readonly string[] = shapes.answers[name].schema;

    expect(Object.keys(row ?? {}).filter((member) => !known.includes(member))).toEqual([]);
  },
);

test('a refusal and a callback have the members of their samples', async () => {
  const refusal = await ask(world, 'POST', '/finance/agreements/3/additions', { body: { product: { id: 5 } } });
  const callback = await ask(world, 'POST', '/system/callbacks', { body: { url: 'https://x.example', type: 'Company', level: 'owner' } });

  expect(new Set(leaves(refusal.json))).toEqual(new Set(shapes.answers.error.sample));
  expect(leaves(callback.json)).toEqual(expect.arrayContaining(shapes.answers.callback.sample));
});
