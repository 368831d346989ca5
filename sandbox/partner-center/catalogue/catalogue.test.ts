import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { put } from '../../world/world.ts';
import { type Opened, openSandbox } from '../open-sandbox.ts';

let sandbox: Opened;
beforeEach(async () => {
  sandbox = await openSandbox();
});
afterEach(() => sandbox.close());

type List = { totalCount: number; items: { id: string; segment?: string; productId?: string; catalogItemId?: string }[] };
const list = async (path: string) => (await sandbox.ask(path)).body as List;
const customer = () => sandbox.world.tables.relationships.by('accountId', sandbox.account.id)[0]?.customerId ?? '';
const code = async (path: string) => (await sandbox.ask(path)).body;
const availabilities = '/v1/products/CFQ7TTC0LH18/skus/0001/availabilities';

describe('the catalogue of a country', () => {
  test('shows by view what is sold', async () => {
    const products = async (view: string) => (await list(`/v1/products?country=US&targetView=${view}`)).items.map((one) => one.id);

    expect(await products('OnlineServices')).toEqual(expect.arrayContaining(['CFQ7TTC0LH18', 'CFQ7TTC0HDK0']));
    expect(await products('SoftwarePerpetual')).toEqual(['DG7GMGF0DWT0']);
    expect(await products('softwaresubscriptions')).toEqual(['DG7GMGF0FKZV']);
    expect(await products('AzureReservationsVM')).toEqual(['DZH318Z0BQ3P', 'DZH318Z0BQ3Q']);
    expect(await products('AzureReservationsSQL')).toEqual([]);
  });

  test('names what is missing by its own code', async () => {
    expect(await code('/v1/products?targetView=OnlineServices')).toMatchObject({ code: 800002 });
    expect(await code('/v1/products?country=XX&targetView=OnlineServices')).toMatchObject({ code: 800002 });
    expect(await code('/v1/products?country=US&targetView=Everything')).toMatchObject({ code: 400036 });
    expect(await code('/v1/products?country=US&targetView=OnlineServices&targetSegment=friends')).toMatchObject({ code: 400030 });
    expect(await code('/v1/products/CFQ7TTC0ZZZZ?country=US')).toMatchObject({ code: 400013 });
    expect(await code('/v1/products/CFQ7TTC0LH18/skus/0099?country=US')).toMatchObject({ code: 400018 });
    expect(await code(`${availabilities}/CFQ7TTC0ZZZZ?country=US`)).toMatchObject({ code: 400019 });
  });

  test('leaves nonprofit prices out unless they are asked for', async () => {
    const path = '/v1/products/CFQ7TTC0LCHC/skus/000N/availabilities?country=US';

    expect((await list(path)).items).toEqual([]);
    expect(new Set((await list(`${path}&targetSegment=nonprofit`)).items.map((one) => one.segment))).toEqual(new Set(['nonprofit']));
  });

  test('has other availability ids in other countries, and after some weeks', async () => {
    const ids = async (country: string) => (await list(`${availabilities}?country=${country}`)).items.map((one) => one.id);
    const [us, de] = [await ids('US'), await ids('DE')];
    expect(us).toEqual(sandbox.world.tables.availabilities.by('sku', 'CFQ7TTC0LH18:0001').map((row) => row.availabilityId));
    expect(us.filter((id) => de.includes(id))).toEqual([]);

    sandbox.world.clock.step(31 * 86_400_000);

    const later = await ids('US');
    expect(later.filter((id) => us.includes(id))).toEqual([]);
    expect(await code(`${availabilities}/${us[0] ?? ''}?country=US`)).toMatchObject({ code: 400019 });
    expect(await code(`${availabilities}/${later[0] ?? ''}?country=US`)).toMatchObject({ id: later[0] });
  });

  test('two ways of asking agree', async () => {
    for (const one of (await list(`${availabilities}?country=US`)).items) {
      const single = (await sandbox.ask(`${availabilities}/${one.id}?country=US`)).body;
      expect(single).toMatchObject({ id: one.id, catalogItemId: one.catalogItemId, segment: one.segment });
    }
  });
});

describe('the catalogue of a customer', () => {
  test('has what his qualifications open to him', async () => {
    const path = `/v1/customers/${customer()}/products?targetView=OnlineServices&targetSegment=education`;
    expect(await code(path)).toMatchObject({ code: 400030 });
    sandbox.world.apply({
      kind: 'test.laid',
      actor: { kind: 'system', name: 'test' },
      cause: 'test',
      changes: [
        put('qualifications', {
          id: `${customer()}:Education`,
          customerId: customer(),
          qualification: 'Education',
          createdAt: sandbox.world.now(),
          decided: 'Approved',
        }),
      ],
    });

    expect((await list(path)).items.map((one) => one.id)).toEqual(['CFQ7TTC0LGZT']);
  });

  test('is not shown to strangers', async () => {
    const other = sandbox.world.tables.relationships.all().find((row) => row.accountId !== sandbox.account.id);

    expect((await sandbox.ask(`/v1/customers/${other?.customerId ?? ''}/products?targetView=OnlineServices`)).status).toBe(403);
  });
});

describe('promotions', () => {
  test('the list has the running ones, a single one is shown for ever', async () => {
    const running = (await list('/v1/productpromotions?country=US&segment=commercial')).items.map((one) => one.id);

    expect(running).toContain('39NFJQT1PJQB:0001:39NFJQT1Q5KN');
    expect(running).not.toContain('39NFJQT1XG89:0002:39NFJQT1Q5L2');
    expect(await code('/v1/productpromotions/39NFJQT1XG89:0002:39NFJQT1Q5L2?country=US')).toMatchObject({
      name: 'Microsoft 365 Business Premium',
    });
    expect(await code('/v1/productpromotions/nothing?country=US')).toMatchObject({ code: 1000 });
  });

  test.each([
    ['too few seats', 'CFQ7TTC0MM8R:0001', { quantity: 2 }, 'SeatCount'],
    ['another billing cycle', 'CFQ7TTC0MM8R:0001', { billingCycle: 'Monthly', quantity: 20 }, 'Term'],
    ['an unknown promotion', 'CFQ7TTC0MM8R:0001', { promotionId: 'x' }, 'InvalidPromotion'],
    ['a promotion that is over', 'CFQ7TTC0LCHC:0002', { promotionId: '39NFJQT1XG89:0002:39NFJQT1Q5L2' }, 'InvalidPromotion'],
    ['nothing on offer', 'CFQ7TTC0LH16:0001', {}, 'NoPromotionsAvailable'],
    ['an item that is none', 'CFQ7TTC0XXXX:0001', {}, 'InvalidCatalogItemId'],
  ])('%s is said', async (_, skuKey, more, type) => {
    const row = sandbox.world.tables.availabilities.by('sku', skuKey).find((one) => one.term === 'P1Y' && one.billingCycle === 'annual');
    const wanted = { catalogItemId: row?.id ?? `${skuKey}:X`, quantity: 20, termDuration: 'P1Y', billingCycle: 'Annual', ...more };
    const { body } = await sandbox.ask(`/v1/customers/${customer()}/promotionEligibilities`, { method: 'POST', body: { items: [wanted] } });

    expect(body).toMatchObject({
      items: [{ eligibilities: [{ isEligible: false, errors: expect.arrayContaining([expect.objectContaining({ type })]) as unknown }] }],
    });
  });
});
