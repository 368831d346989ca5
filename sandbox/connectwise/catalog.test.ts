import { expect, test } from 'vitest';
import { ask, smallWorld } from './small-world.ts';

const body = {
  identifier: 'M365-F3-ANN-MO',
  description: 'Microsoft 365 F3',
  customerDescription: 'Microsoft 365 F3, a year, billed monthly',
  productClass: 'Agreement',
  price: 9.6,
  cost: 8,
  taxableFlag: true,
  manufacturerPartNumber: 'CFQ7TTC0LH05:0001',
};

test('a new service is in the catalogue and can be put on an agreement at its own price', async () => {
  const world = smallWorld();
  const made = await ask(world, 'POST', '/procurement/catalog', { body });
  const { id } = made.json as { id: number };

  const line = await ask(world, 'POST', '/finance/agreements/3/additions', {
    body: { product: { id }, billCustomer: 'Billable', quantity: 2 },
  });

  expect(made.status).toBe(201);
  expect(made.json).toMatchObject({
    identifier: 'M365-F3-ANN-MO',
    price: 9.6,
    recurringCost: 8,
    manufacturerPartNumber: 'CFQ7TTC0LH05:0001',
  });
  expect(line.json).toMatchObject({ unitPrice: 9.6, unitCost: 8, extPrice: 19.2, taxableFlag: true });
});

test.each([
  ['a missing text', { customerDescription: undefined }, 'customerDescription'],
  ['a description that is too long', { description: 'x'.repeat(61) }, 'description'],
  ['an identifier that is in use, in any case', { identifier: 'm365-bp-ann-mo' }, 'identifier'],
  ['a class that does not exist', { productClass: 'Cloud' }, 'productClass'],
  ['a price that is no number', { price: 'cheap' }, 'price'],
])('%s is refused and named', async (_why, over, field) => {
  const world = smallWorld();

  const answer = await ask(world, 'POST', '/procurement/catalog', { body: { ...body, ...over } });

  expect(answer.status).toBe(400);
  expect(answer.json).toMatchObject({ code: 'InvalidObject', errors: [{ resource: 'catalogItem', field }] });
  expect(world.events).toHaveLength(0);
});
