import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { aWorldOfRemotes, type Remotes, readAll } from '../../../test/support/world-of-remotes.ts';
import { must } from '../../lib/must.ts';
import type { Distributor } from '../ports.ts';

let remotes: Remotes;
let pax8: Distributor;
beforeAll(async () => {
  remotes = await aWorldOfRemotes();
  pax8 = remotes.distributor();
});
afterAll(() => remotes.close());
afterEach(() => fetch(`${remotes.url}/_control/faults`, { method: 'DELETE' }));

const fault = (pathTemplate: string, effect: object, times = 1): Promise<unknown> =>
  remotes.control('faults', { match: { remote: 'pax8', pathTemplate }, times, do: effect });
const nthFault = (nth: number, pathTemplate: string, effect: object): Promise<unknown> =>
  remotes.control('faults', { match: { remote: 'pax8', pathTemplate, nth }, do: effect });
const pricesOf = (productId: string) => must(pax8.prices, 'prices')(productId);
const calls = async (path: RegExp): Promise<number> => (await remotes.calls('pax8')).filter((call) => path.test(call.path)).length;

describe('reading the distributor', () => {
  test('companies come with domain and the id that the partner wrote down', async () => {
    const { items, quarantined, pages } = await readAll(pax8.accounts());

    expect(quarantined).toEqual([]);
    expect(pages.at(-1)?.total).toBe(items.length);
    expect(items[0]).toMatchObject({ active: true, domain: expect.stringMatching(/\./) as string });
  });

  test('subscriptions come with Microsoft\u2019s id, exact cost and price, term and frequency', async () => {
    const { items, quarantined, pages } = await readAll(pax8.subscriptions());

    expect(quarantined).toEqual([]);
    expect(pages[0]?.total).toBe(items.length);
    for (const one of items) {
      expect(one.microsoftId).toMatch(/^[0-9a-f-]{36}$/);
      expect(one.unitCost).toMatch(/^\d+(\.\d+)?$/);
      expect(['P1M', 'P1Y', 'P3Y']).toContain(one.term);
      expect(one.frequency).not.toBe('none');
    }
  });

  test('products come with what Microsoft calls them', async () => {
    const { items } = await readAll(pax8.products());

    expect(items.length).toBeGreaterThan(3);
    expect(items[0]?.name).toContain('New Commerce');
  });

  test('prices of a product come for each billing term and commitment, exact', async () => {
    const [product] = (await readAll(pax8.products())).items;

    const { items, quarantined } = await pricesOf(product?.remoteId ?? '');

    expect(quarantined).toEqual([]);
    expect(items.map(({ term, frequency }) => `${term} ${frequency}`)).toContain('P1Y monthly');
    for (const { kind, rates } of items) {
      expect(kind).toBe('flat');
      expect(rates).toMatchObject([{ from: '1', per: 'unit', cost: expect.stringMatching(/^\d+(\.\d+)?$/) as string }]);
    }
  });

  test('a product that Pax8 does not have, and one without prices, have none', async () => {
    expect(await pricesOf('nobody')).toMatchObject({ items: [], quarantined: [] });
    await fault('/v1/products/{productId}/pricing', { status: 200, body: { content: [] } });
    expect(await pricesOf((await readAll(pax8.products())).items[0]?.remoteId ?? '')).toMatchObject({ items: [], quarantined: [] });
  });

  test('a subscription that the list shows short is read once more by its id', async () => {
    const whole = (await readAll(pax8.subscriptions())).items[0];
    const before = await calls(/\/v1\/subscriptions\/./);
    const short = {
      id: whole?.remoteId,
      companyId: whole?.accountRemoteId,
      quantity: whole?.seats,
      status: 'Active',
      billingTerm: 'Monthly',
    };
    await fault('/v1/subscriptions', {
      status: 200,
      body: { content: [short], page: { number: 0, size: 200, totalElements: 1, totalPages: 1 } },
    });

    const { items } = await readAll(pax8.subscriptions());

    expect(items).toEqual([whole]);
    expect((await calls(/\/v1\/subscriptions\/./)) - before).toBe(1);
  });

  test('a page beyond the first says how many there are in all; a lost page shows by the total', async () => {
    const company = (id: string) => ({ id, name: id, status: 'Active' });
    await nthFault(1, '/v1/companies', {
      status: 200,
      body: { content: [company('a')], page: { number: 0, size: 1, totalElements: 3, totalPages: 2 } },
    });
    await nthFault(2, '/v1/companies', {
      status: 200,
      body: { content: [company('b')], page: { number: 1, size: 1, totalElements: 3, totalPages: 2 } },
    });

    const { items, pages } = await readAll(pax8.accounts());

    expect(items.map((one) => one.remoteId)).toEqual(['a', 'b']);
    expect(pages.map((page) => [page.cursor, page.total])).toEqual([
      ['1', 3],
      [undefined, 3],
    ]);
  });

  test('a run goes on from its page', async () => {
    expect((await readAll(pax8.accounts('1'))).items).toEqual([]);
    await expect(readAll(pax8.accounts('-1'))).rejects.toMatchObject({ code: 'cursor_expired' });
  });

  test('a negative number of seats is set apart, the others are read', async () => {
    const all = (await readAll(pax8.subscriptions())).items.length;
    await fault('/v1/subscriptions', { bodyMutation: { kind: 'schemaViolation', field: 'quantity' } });

    const { items, quarantined } = await readAll(pax8.subscriptions());

    expect(items.length + quarantined.length).toBe(all);
    expect(quarantined.every(({ reason }) => reason.startsWith('quantity'))).toBe(true);
  });

  test('a 429 is waited out and asked again', async () => {
    await fault('/v1/companies', { status: 429, headers: { 'retry-after': '0' } });

    expect((await readAll(pax8.accounts())).items.length).toBeGreaterThan(3);
  });
});

describe('sign-in and verify', () => {
  test('one token serves all calls; a refused one is renewed once', async () => {
    const before = await calls(/\/v1\/token/);
    await Promise.all([readAll(pax8.accounts()), readAll(pax8.products()), readAll(pax8.subscriptions())]);
    expect((await calls(/\/v1\/token/)) - before).toBe(0);

    await fault('/v1/companies', { status: 401 });
    expect((await readAll(pax8.accounts())).items.length).toBeGreaterThan(3);
    expect((await calls(/\/v1\/token/)) - before).toBe(1);
  });

  test('every check passes, in order', async () => {
    expect((await pax8.verify()).map(({ name, outcome }) => [name, outcome])).toEqual([
      ['sign-in', 'passed'],
      ['companies', 'passed'],
      ['subscriptions', 'passed'],
    ]);
  });

  test('a wrong secret is named, and the other checks are skipped', async () => {
    const [first, ...rest] = await remotes.distributor({ clientSecret: 'wrong' }).verify();

    expect(first).toMatchObject({
      outcome: 'failed',
      code: 'wrong_client_secret',
      hint: expect.stringContaining('Integrations Hub') as string,
    });
    expect(rest.map((probe) => probe.outcome)).toEqual(['skipped', 'skipped']);
  });

  test('a key of a lesser user, which sees empty lists, does not pass as connected', async () => {
    await fault('/v1/companies', { status: 200, body: { content: [], page: { number: 0, size: 1, totalElements: 0, totalPages: 0 } } });

    expect((await pax8.verify())[1]).toMatchObject({ outcome: 'failed', code: 'nothing_visible' });
  });

  test('the reasons of a refusal are shown', async () => {
    const body = { type: 'VALIDATION', message: 'Invalid', status: 422, details: [{ message: 'One reason' }, { message: 'another' }] };
    await fault('/v1/companies', { status: 422, body });

    await expect(readAll(pax8.accounts())).rejects.toMatchObject({
      code: 'remote_rejected',
      facts: { remoteCode: 'VALIDATION', hint: 'Pax8 says: One reason; another' },
    });
  });
});
