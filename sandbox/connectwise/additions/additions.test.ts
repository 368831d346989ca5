import { beforeEach, describe, expect, test } from 'vitest';
import type { World } from '../../world/world.ts';
import { ask, smallWorld } from '../small-world.ts';

let world: World;
beforeEach(() => {
  world = smallWorld();
});

const line = '/finance/agreements/3/additions/500';
const patch = (operations: unknown, path = line) => ask(world, 'PATCH', path, { body: operations });

describe('changing a line', () => {
  test('a new quantity is kept, billed at once and stamped with who and when', async () => {
    const answer = await patch([{ op: 'replace', path: 'quantity', value: 25 }]);

    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({
      id: 500,
      quantity: 25,
      billedQuantity: 25,
      _info: { lastUpdated: '2026-11-21T10:00:00Z', updatedBy: 'ConcordApi' },
    });
    expect((await ask(world, 'GET', line)).json).toEqual(answer.json);
  });

  test('amounts are written digit for digit with at least one behind the point', async () => {
    const { text } = await patch([{ op: 'replace', path: 'unitPrice', value: 26.35 }]);

    expect(text).toContain('"quantity":20.0,');
    expect(text).toContain('"unitPrice":26.35,');
    expect(text).toContain('"extPrice":527.0,');
    expect(text).toContain('"extCost":440.0,');
    expect(text).toContain('"margin":87.0,');
  });

  test('an amount with more digits than a float holds stays exact', async () => {
    const { text } = await ask(world, 'PATCH', line, { rawBody: '[{"op":"replace","path":"unitCost","value":22.00000000000000000001}]' });

    expect(text).toContain('"unitCost":22.00000000000000000001,');
  });

  test('the free seats are not billed', async () => {
    const answer = await ask(world, 'GET', '/finance/agreements/3/additions/501');

    expect(answer.json).toMatchObject({ quantity: 20, lessIncluded: 2, billedQuantity: 18, extPrice: 475.2, extCost: 396, margin: 79.2 });
  });

  test('the path may have a leading slash, and several operations take hold together', async () => {
    const answer = await patch([
      { op: 'replace', path: '/quantity', value: '30' },
      { op: 'add', path: '/cancelledDate', value: '2026-11-30T00:00:00Z' },
      { op: 'replace', path: 'billCustomer', value: 'DoNotBill' },
    ]);

    expect(answer.json).toMatchObject({
      quantity: 30,
      cancelledDate: '2026-11-30T00:00:00Z',
      billCustomer: 'DoNotBill',
      additionStatus: 'Active',
    });
  });

  test('an end date is taken back by remove, by null and by an empty text', async () => {
    for (const operation of [
      { op: 'remove', path: 'cancelledDate' },
      { op: 'replace', path: 'cancelledDate', value: null },
      { op: 'replace', path: 'cancelledDate', value: '' },
    ]) {
      await patch([{ op: 'add', path: 'cancelledDate', value: '2026-11-01T00:00:00Z' }]);
      expect((await ask(world, 'GET', line)).json).toMatchObject({ additionStatus: 'Cancelled' });

      expect((await patch([operation])).json).toMatchObject({ additionStatus: 'Active' });
    }
  });

  test.each([
    ['an unknown path', [{ op: 'replace', path: 'quantty', value: 1 }]],
    ['a path into nothing', [{ op: 'replace', path: '', value: 1 }]],
    ['an unknown operation', [{ op: 'move', path: 'quantity', value: 1 }]],
    ['no value', [{ op: 'replace', path: 'quantity' }]],
    ['no array', { op: 'replace', path: 'quantity', value: 1 }],
    ['words for a number', [{ op: 'replace', path: 'quantity', value: 'many' }]],
    ['a wrong choice', [{ op: 'replace', path: 'billCustomer', value: 'Maybe' }]],
    ['a wrong date', [{ op: 'replace', path: 'effectiveDate', value: '2026-02-30T00:00:00Z' }]],
    ['an end before the start', [{ op: 'add', path: 'cancelledDate', value: '2025-12-31T00:00:00Z' }]],
    ['an operation that is no object', ['quantity']],
  ])('%s is refused and nothing changes', async (_why, operations) => {
    const before = (await ask(world, 'GET', line)).text;

    const answer = await patch(operations);

    expect(answer.status).toBe(400);
    expect(answer.json).toMatchObject({ code: 'InvalidObject', errors: [{ resource: 'addition' }] });
    expect((await ask(world, 'GET', line)).text).toBe(before);
    expect(world.events).toHaveLength(0);
  });

  test('a value that is worked out cannot be written', async () => {
    const answer = await patch([{ op: 'replace', path: 'billedQuantity', value: 99 }]);

    expect(answer.json).toMatchObject({ billedQuantity: 20 });
  });
});

describe('another product', () => {
  test('brings its own price, cost, texts and tax', async () => {
    const answer = await patch([{ op: 'replace', path: 'product', value: { id: 6 } }]);

    expect(answer.json).toMatchObject({
      product: { id: 6, identifier: 'M365-E3-ANN-MO' },
      unitPrice: 43.2,
      unitCost: 36,
      description: 'Item 6',
      invoiceDescription: 'Item 6 for customers',
      taxableFlag: false,
      quantity: 20,
    });
  });

  test('what is sent along stays, in whatever order it stands', async () => {
    const answer = await patch([
      { op: 'replace', path: 'unitPrice', value: 26.4 },
      { op: 'replace', path: 'invoiceDescription', value: 'As agreed' },
      { op: 'replace', path: 'product/id', value: 6 },
    ]);

    expect(answer.json).toMatchObject({ product: { id: 6 }, unitPrice: 26.4, unitCost: 36, invoiceDescription: 'As agreed' });
  });

  test('the same product again resets nothing', async () => {
    await patch([{ op: 'replace', path: 'unitPrice', value: 1.5 }]);

    expect((await patch([{ op: 'replace', path: 'product', value: { identifier: 'M365-BP-ANN-MO' } }])).json).toMatchObject({
      unitPrice: 1.5,
    });
  });

  test('a bundle and an unknown item are refused', async () => {
    expect((await patch([{ op: 'replace', path: 'product', value: { id: 7 } }])).text).toContain('bundles cannot be added');
    expect((await patch([{ op: 'replace', path: 'product', value: { id: 999 } }])).status).toBe(400);
  });
});

describe('adding a line', () => {
  const body = {
    product: { id: 5 },
    quantity: 25,
    unitPrice: 22,
    unitCost: 17.6,
    billCustomer: 'Billable',
    effectiveDate: '2026-12-01T00:00:00Z',
  };
  const add = (over: object) => ask(world, 'POST', '/finance/agreements/3/additions', { body: { ...body, ...over } });

  test('answers 201 with the whole line, and the list shows it', async () => {
    const answer = await add({ customFields: [{ id: 40, caption: 'Subscription id', value: 'abc' }] });

    expect(answer.status).toBe(201);
    expect(answer.json).toMatchObject({
      id: 503,
      agreementId: 3,
      additionStatus: 'Inactive',
      sequenceNumber: 3,
      uom: 'User',
      extPrice: 550,
    });
    expect(answer.json).toMatchObject({ customFields: [{ id: 40, value: 'abc' }] });
    expect((await ask(world, 'GET', '/finance/agreements/3/additions/count')).json).toEqual({ count: 3 });
  });

  test('price, cost and texts come from the catalogue when they are not sent', async () => {
    const answer = await ask(world, 'POST', '/finance/agreements/3/additions', {
      body: { product: { identifier: 'M365-E3-ANN-MO' }, billCustomer: 'Billable' },
    });

    expect(answer.json).toMatchObject({ quantity: 1, unitPrice: 43.2, unitCost: 36, effectiveDate: '2026-11-21T00:00:00Z' });
  });

  test('billCustomer and product are required', async () => {
    const answer = await add({ billCustomer: null, product: undefined });

    expect(answer.status).toBe(400);
    expect(answer.json).toEqual({
      code: 'InvalidObject',
      message: 'addition object is invalid',
      errors: [
        { code: 'MissingRequiredField', message: 'The product field is required.', resource: 'addition', field: 'product' },
        { code: 'MissingRequiredField', message: 'The billCustomer field is required.', resource: 'addition', field: 'billCustomer' },
      ],
    });
  });

  test('bundles, long texts, foreign custom fields and bodies that are no object are refused', async () => {
    expect((await add({ product: { id: 7 } })).status).toBe(400);
    expect((await add({ serialNumber: 'x'.repeat(51) })).status).toBe(400);
    expect((await add({ customFields: [{ id: 26, value: 'x' }] })).status).toBe(400);
    expect((await ask(world, 'POST', '/finance/agreements/3/additions', { rawBody: 'not json' })).status).toBe(400);
  });

  test('an agreement that prorates cuts the first amount by days', async () => {
    // 2026-11-16 to 2026-11-30: 15 of 30 days of 26.40 and 22.00.
    const answer = await ask(world, 'GET', '/finance/agreements/4/additions/502');

    expect(answer.json).toMatchObject({ proratePrice: 13.2, prorateCost: 11, extendedProratePrice: 132, extendedProrateCost: 110 });
  });
});

test('PUT replaces: what is left out goes back to its default, the number stays', async () => {
  const answer = await ask(world, 'PUT', line, { body: { product: { id: 5 }, billCustomer: 'NoCharge', quantity: 3, unitPrice: 20 } });

  expect(answer.json).toMatchObject({ id: 500, quantity: 3, unitPrice: 20, unitCost: 22, billCustomer: 'NoCharge', sequenceNumber: 1 });
  expect((await ask(world, 'PUT', line, { body: { quantity: 3 } })).status).toBe(400);
});

test('DELETE answers 204 and the line is gone, but its number is never given again', async () => {
  expect((await ask(world, 'DELETE', '/finance/agreements/4/additions/502')).status).toBe(204);

  expect((await ask(world, 'GET', '/finance/agreements/4/additions/502')).json).toMatchObject({ code: 'NotFound' });
  const next = await ask(world, 'POST', '/finance/agreements/4/additions', { body: { product: { id: 5 }, billCustomer: 'Billable' } });
  expect(next.json).toMatchObject({ id: 503 });
});

test('a restart folds the same events into the same line', async () => {
  await patch([{ op: 'replace', path: 'quantity', value: 25 }]);
  await ask(world, 'DELETE', '/finance/agreements/3/additions/501');
  const again = smallWorld();

  for (const event of world.events) again.replay(event);

  expect((await ask(again, 'GET', '/finance/agreements/3/additions')).text).toBe(
    (await ask(world, 'GET', '/finance/agreements/3/additions')).text,
  );
  expect(world.events.map((event) => [event.kind, event.about['additionId']])).toEqual([
    ['psa.additionPatched', '500'],
    ['psa.additionDeleted', '501'],
  ]);
});

test('a line of another agreement is not found', async () => {
  expect((await ask(world, 'GET', '/finance/agreements/4/additions/500')).status).toBe(404);
  expect((await patch([], '/finance/agreements/99/additions/500')).json).toMatchObject({
    code: 'NotFound',
    message: 'Agreement 99 not found',
  });
});
