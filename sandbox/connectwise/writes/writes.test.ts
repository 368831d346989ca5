import { beforeEach, describe, expect, test } from 'vitest';
import { bookActs } from '../../acts/books.ts';
import { put, type World } from '../../world/world.ts';
import { ask, smallWorld } from '../small-world.ts';

let world: World;
beforeEach(() => {
  world = smallWorld();
});

const turn = (change: object): void => {
  world.apply({
    kind: 'switches.changed',
    actor: { kind: 'control', name: 'test' },
    cause: 'test',
    changes: [put('switches', { id: 'connectwise', value: { ...world.switch('connectwise'), ...change } })],
  });
};

const company = { identifier: 'TAILSPIN', name: 'Tailspin', addressLine1: '2 Main Street', types: [{ id: 7 }], status: { id: 2 } };

describe('companies', () => {
  test('are made with the members of the schema, changed and deleted', async () => {
    const made = await ask(world, 'POST', '/company/companies', {
      body: { ...company, taxIdentifier: 'US-1', numberOfEmployees: 12, customFields: [{ id: 26, value: 'aaaa' }] },
    });
    expect(made.status).toBe(201);
    expect(made.json).toMatchObject({ id: 253, taxIdentifier: 'US-1', numberOfEmployees: 12, types: [{ id: 7, name: 'Vendor' }] });
    const patched = await ask(world, 'PATCH', '/company/companies/253', {
      body: [
        { op: 'replace', path: 'taxIdentifier', value: 'US-2' },
        { op: 'remove', path: '/numberOfEmployees' },
        { op: 'replace', path: 'customFields', value: [{ id: 26, value: 'bbbb' }] },
      ],
    });
    expect(patched.json).toMatchObject({ taxIdentifier: 'US-2', customFields: [{ value: 'bbbb' }] });
    expect(patched.json).not.toHaveProperty('numberOfEmployees');
    expect((await ask(world, 'DELETE', '/company/companies/253')).status).toBe(204);
    expect((await ask(world, 'POST', '/company/companies', { body: company })).json).toMatchObject({ id: 254 });
  });

  test.each([
    [{ name: 'x' }, 'identifier'],
    [{ ...company, addressLine1: undefined }, 'addressLine1'],
    [{ ...company, identifier: 'comp250' }, 'identifier'],
    [{ ...company, name: 'x'.repeat(51) }, 'name'],
    [{ ...company, status: { id: 99 } }, 'status'],
    [{ ...company, taxCode: 'A' }, 'taxCode'],
  ])('%j is refused and nothing changes', async (body, field) => {
    const before = world.events.length;

    const answer = await ask(world, 'POST', '/company/companies', { body });

    expect(answer.status).toBe(400);
    expect(answer.json).toMatchObject({ code: 'InvalidObject', errors: [{ field }] });
    expect(world.events).toHaveLength(before);
  });

  test('one with agreements is not deleted', async () => {
    expect((await ask(world, 'DELETE', '/company/companies/250')).status).toBe(400);
    expect((await ask(world, 'DELETE', '/finance/agreements/3')).status).toBe(400);
    expect((await ask(world, 'DELETE', '/procurement/catalog/5')).status).toBe(400);
  });
});

describe('agreements', () => {
  test('are made, cancelled and get their status from their dates', async () => {
    const made = await ask(world, 'POST', '/finance/agreements', {
      body: { name: 'Backup', type: { id: 31 }, company: { identifier: 'COMP250' }, startDate: '2026-11-01T00:00:00Z', customerPO: 'PO-7' },
    });
    expect(made.json).toMatchObject({ id: 5, agreementStatus: 'Active', company: { id: 250 }, customerPO: 'PO-7', noEndingDateFlag: true });
    const ended = await ask(world, 'PATCH', '/finance/agreements/5', { body: [{ op: 'add', path: 'endDate', value: '2026-11-10' }] });
    expect(ended.json).toMatchObject({ agreementStatus: 'Expired', endDate: '2026-11-10T00:00:00Z', noEndingDateFlag: false });
    const cancelled = await ask(world, 'PATCH', '/finance/agreements/5', { body: [{ op: 'replace', path: 'cancelledFlag', value: true }] });
    expect(cancelled.json).toMatchObject({ agreementStatus: 'Cancelled' });
    expect((await ask(world, 'PATCH', '/finance/agreements/5', { body: [{ op: 'replace', path: 'nmae', value: 'x' }] })).status).toBe(400);
    expect((await ask(world, 'POST', '/finance/agreements', { body: { name: 'x' } })).json).toMatchObject({
      errors: [{ field: 'type' }, { field: 'company' }],
    });
  });

  test('adjustments are one-off money of the next invoice', async () => {
    const made = await ask(world, 'POST', '/finance/agreements/3/adjustments', {
      body: { amount: -12.5, description: 'Credit', effectiveDate: '2026-11-20T00:00:00Z' },
    });
    expect(made.json).toMatchObject({ id: 1, agreementId: 3, amount: -12.5 });
    expect((await ask(world, 'GET', '/finance/agreements/4/adjustments')).json).toEqual([]);
    world.clock.step(11 * 86_400_000);

    const [invoice] = (await ask(world, 'GET', '/finance/invoices?conditions=agreement/id=3&orderBy=date desc')).json as { id: number }[];
    const lines = (await ask(world, 'GET', `/procurement/products?conditions=invoice/id=${String(invoice?.id)}`)).json as object[];

    expect(lines).toMatchObject([{ extPrice: 528 }, { extPrice: 475.2 }, { description: 'Credit', extPrice: -12.5 }]);
    expect(invoice).toMatchObject({ total: 990.7, status: { isClosed: false } });
  });
});

describe('invoices', () => {
  test('come to the sum of their lines, and stay what they were', async () => {
    const read = async () => (await ask(world, 'GET', '/finance/invoices?pageSize=1000')).json as { id: number; total: number }[];
    const before = await read();
    for (const { id, total } of before) {
      const lines = (await ask(world, 'GET', `/procurement/products?conditions=invoice/id=${id}`)).json as { extPrice: number }[];
      expect(lines.reduce((sum, line) => sum + Math.round(line.extPrice * 100), 0)).toBe(Math.round(total * 100));
    }
    expect(before.length).toBeGreaterThan(5);

    await ask(world, 'PATCH', '/finance/agreements/3/additions/500', { body: [{ op: 'replace', path: 'quantity', value: 99 }] });
    await ask(world, 'DELETE', '/finance/agreements/3/additions/501');

    expect((await read()).map(({ id, total }) => [id, total])).toEqual(before.map(({ id, total }) => [id, total]));
  });

  test('hold a line back from deletion when the switch says so', async () => {
    turn({ deleteInvoiced: 'refused' });

    expect((await ask(world, 'DELETE', '/finance/agreements/3/additions/500')).status).toBe(400);
    expect((await ask(world, 'DELETE', '/finance/agreements/4/additions/502')).status).toBe(204);
  });
});

describe('what can be turned', () => {
  const product = { op: 'replace', path: 'product', value: { id: 6 } };
  const price = { op: 'replace', path: 'unitPrice', value: 50 };

  test.each([
    ['unlessSent', [product], 43.2],
    ['unlessSent', [product, price], 50],
    ['always', [product, price], 43.2],
    ['never', [product], 26.4],
  ])('a changed product brings its price: %s', async (productPatch, body, unitPrice) => {
    turn({ productPatch });

    expect((await ask(world, 'PATCH', '/finance/agreements/3/additions/500', { body })).json).toMatchObject({
      unitPrice,
      product: { id: 6 },
    });
  });

  test('unset dates come as an empty text, or not at all', async () => {
    const dates = async () =>
      ((await ask(world, 'GET', '/finance/agreements/3/additions')).json as { cancelledDate?: string }[]).map((row) => row.cancelledDate);
    expect(await dates()).toEqual(['', undefined]);
    turn({ emptyDates: 'all' });
    expect(await dates()).toEqual(['', '']);
    turn({ emptyDates: 'none' });
    expect(await dates()).toEqual([undefined, undefined]);
  });

  test('a missing right answers 403, or nothing', async () => {
    turn({ missingRights: ['agreements'] });
    expect((await ask(world, 'GET', '/finance/agreements')).status).toBe(403);
    turn({ missingRightAnswers: 'empty' });
    expect((await ask(world, 'GET', '/finance/agreements')).json).toEqual([]);
    expect((await ask(world, 'GET', '/finance/agreements/count')).json).toEqual({ count: 0 });
    expect((await ask(world, 'POST', '/finance/agreements', { body: {} })).status).toBe(403);
    expect((await ask(world, 'GET', '/company/companies')).status).toBe(200);
  });

  test('an agreement moves with its lines only when asked to', async () => {
    const stamp = async () =>
      ((await ask(world, 'GET', '/finance/agreements/3')).json as { _info: { lastUpdated: string } })._info.lastUpdated;
    const before = await stamp();
    await ask(world, 'PATCH', '/finance/agreements/3/additions/500', { body: [price] });
    expect(await stamp()).toBe(before);
    turn({ agreementMoves: true });
    await ask(world, 'PATCH', '/finance/agreements/3/additions/500', { body: [price] });
    expect(await stamp()).toBe('2026-11-21T10:00:00Z');
  });

  test('an upgrade moves the codebase; the old address answers 404', async () => {
    bookActs['psa.upgrade']?.(world, { codebase: 'v2026_1' });

    expect((await ask(world, 'GET', '/login/companyinfo/northwind')).json).toMatchObject({ Codebase: 'v2026_1/' });
    expect((await ask(world, 'GET', '/v2025_1/apis/3.0/system/info')).status).toBe(404);
    expect((await ask(world, 'GET', '/v2026_1/apis/3.0/system/info')).status).toBe(200);
  });
});

test('who did what to a row is in the audit trail', async () => {
  await ask(world, 'PATCH', '/finance/agreements/3/additions/500', { body: [{ op: 'replace', path: 'quantity', value: 21 }] });
  bookActs['psa.editLine']?.(world, { additionId: 500, quantity: '22' });

  expect((await ask(world, 'GET', '/system/audittrail?type=AgreementAddition&id=500')).json).toMatchObject([
    { enteredBy: 'jdoe', auditSource: 'PSA' },
    { enteredBy: 'ConcordApi', auditSource: 'Integration' },
  ]);
  expect((await ask(world, 'GET', '/system/audittrail?type=Weather&id=1')).status).toBe(400);
});

test('replayed from its events the world answers the same bytes', async () => {
  await ask(world, 'POST', '/company/companies', { body: { ...company, annualRevenue: 1.5 } });
  await ask(world, 'POST', '/finance/agreements', { body: { name: 'B', type: { id: 31 }, company: { id: 253 }, compHourlyRate: 12.25 } });
  await ask(world, 'PATCH', '/finance/agreements/3/additions/500', { body: [{ op: 'replace', path: 'quantity', value: 21.5 }] });
  await ask(world, 'DELETE', '/finance/agreements/3/additions/501');
  const again = smallWorld();
  for (const event of world.events) again.replay(JSON.parse(JSON.stringify(event)) as typeof event);

  for (const path of [
    '/company/companies',
    '/finance/agreements',
    '/finance/agreements/3/additions',
    '/finance/invoices',
    '/procurement/products',
  ])
    expect((await ask(again, 'GET', path)).text).toBe((await ask(world, 'GET', path)).text);
});
