import { describe, expect, test } from 'vitest';
import type { Books } from '../books.ts';
import { PriceTable } from '../load/price-table.ts';
import { bookKey, forEver, longAgo } from '../load/prices.ts';
import type { ProductMapping, PsaLine, Subscription } from '../model.ts';
import { AzureUsage } from '../scan/azure-usage.ts';
import { gatherPsa, type Who } from './gather.ts';

const seats = (count: number): number => count * 1_000_000;
const subscription = (id: string, some: Partial<Subscription> = {}): Subscription => ({
  id,
  customerId: 'customer',
  partnerId: 'partner',
  offering: 'licence',
  productId: 'BASIC',
  skuId: '0001',
  name: 'Business Basic',
  quantity: seats(5),
  isGone: false,
  isTrial: false,
  term: 'P1Y',
  billing: 'monthly',
  startsOn: 100,
  endsOn: 465,
  createdOn: 100,
  currency: 'EUR',
  ...some,
});
const line = (id: string, some: Partial<PsaLine> = {}): PsaLine => ({
  id,
  companyId: 'company',
  code: 'BASIC-YEAR',
  quantity: seats(5),
  unitPrice: seats(7),
  currency: 'EUR',
  startsOn: 100,
  subscriptionId: '',
  ...some,
});
const product: ProductMapping = {
  productId: 'BASIC',
  skuId: '0001',
  term: 'P1Y',
  billing: 'monthly',
  distributorProductId: '',
  psaCode: 'BASIC-YEAR',
};

type World = {
  readonly subscriptions?: readonly Subscription[];
  readonly lines?: readonly PsaLine[];
  readonly products?: readonly ProductMapping[] | undefined;
  readonly who?: Partial<Who>;
  readonly isPsaGiven?: boolean;
};

function group<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
}

/** The cases in a few words each: what, whose subscription, which lines. */
function gather(world: World): string[] {
  const subscriptions = world.subscriptions ?? [subscription('sub-1')];
  const book = new PriceTable();
  book.add(bookKey('BASIC-YEAR', 'EUR'), { from: longAgo, to: forEver, price: seats(7) });
  const books: Books = {
    month: { start: 0, end: 30 },
    rates: { billingCurrency: 'EUR', rates: new Map(), taxPpm: new Map() },
    estate: {
      byId: group(subscriptions, ({ id }) => id),
      byCustomer: group(subscriptions, ({ customerId }) => customerId),
      isComplete: true,
    },
    customers: undefined,
    audit: undefined,
    prices: { table: new PriceTable(), extended: new PriceTable(), currencyOf: new Map() },
    usage: new AzureUsage(),
    isUsageComplete: true,
    psa: world.isPsaGiven === false ? undefined : { lines: world.lines ?? [line('1')], isComplete: true, book, companies: new Map() },
    distributor: undefined,
    mapping: { customers: [], isComplete: true, products: 'products' in world ? world.products : [product] },
  };
  const who: Who = {
    customersOf: new Map([['company', ['customer']]]),
    settledCustomers: new Set(),
    settledCompanies: new Set(),
    ...world.who,
  };
  return gatherPsa(books, who).cases.map((one) => {
    const whose = 'expected' in one ? one.expected.subscription.id : one.type === 'ended' ? one.subscription.id : 'nobody';
    const which = 'lines' in one ? one.lines.map(({ id }) => id).join('+') : '-';
    return `${one.type} ${whose} ${which}`;
  });
}

describe('which PSA lines stand for which subscriptions', () => {
  test.each<[string, World, readonly string[]]>([
    ['by the id that the line names', { lines: [line('1', { subscriptionId: 'sub-1' })] }, ['pair sub-1 1']],
    ['by company and product', {}, ['pair sub-1 1']],
    [
      'a named one needs no mapping of its company',
      { lines: [line('1', { subscriptionId: 'sub-1' })], who: { customersOf: new Map() } },
      ['pair sub-1 1'],
    ],
    ['an unnamed one of an unmapped company is nobody’s', { who: { customersOf: new Map() } }, []],
    ['an id that nobody has', { lines: [line('1', { subscriptionId: 'gone' })], subscriptions: [] }, ['unknown nobody 1']],
    ['no line at all', { lines: [] }, ['missing sub-1 -']],
    ['a trial needs none', { lines: [], subscriptions: [subscription('sub-1', { isTrial: true })] }, []],
    ['an ended one needs none', { lines: [], subscriptions: [subscription('sub-1', { isGone: true })] }, []],
    [
      'an ended one that is billed by name',
      { lines: [line('1', { subscriptionId: 'sub-1' })], subscriptions: [subscription('sub-1', { isGone: true })] },
      ['ended sub-1 1'],
    ],
    ['an ended one that is billed by product', { subscriptions: [subscription('sub-1', { isGone: true })] }, ['ended sub-1 1']],
    ['a settled company is not judged again', { who: { settledCompanies: new Set(['company']) } }, ['missing sub-1 -']],
    [
      'nor is a settled customer, by name',
      { lines: [line('1', { subscriptionId: 'sub-1' })], who: { settledCustomers: new Set(['customer']), customersOf: new Map() } },
      [],
    ],
    [
      'without product mapping only named lines are compared',
      { products: undefined, lines: [line('1'), line('2', { subscriptionId: 'sub-1' })] },
      ['pair sub-1 2'],
    ],
    ['without PSA lines nothing is', { isPsaGiven: false }, []],
    [
      'the same subscription under two partner accounts is billed once',
      { subscriptions: [subscription('sub-1'), subscription('sub-1', { partnerId: 'other' })] },
      ['pair sub-1 1'],
    ],
    [
      'of those the living one counts',
      { subscriptions: [subscription('sub-1', { isGone: true }), subscription('sub-1', { partnerId: 'other' })] },
      ['pair sub-1 1'],
    ],
    [
      'one company for two tenants has the subscriptions of both',
      {
        subscriptions: [subscription('sub-1'), subscription('sub-2', { customerId: 'sister', quantity: seats(9) })],
        lines: [line('1'), line('2', { quantity: seats(9) })],
        who: { customersOf: new Map([['company', ['customer', 'sister']]]) },
      },
      ['pair sub-1 1', 'pair sub-2 2'],
    ],
    [
      'a subscription that some line names is not sought among the others',
      { lines: [line('1', { subscriptionId: 'sub-1' }), line('2')] },
      ['pair sub-1 1', 'unknown nobody 2'],
    ],
    [
      'two named lines that share the seats are one pair',
      { lines: [line('1', { subscriptionId: 'sub-1', quantity: seats(2) }), line('2', { subscriptionId: 'sub-1', quantity: seats(3) })] },
      ['pair sub-1 1+2'],
    ],
    [
      'two named lines with all seats each are a repetition',
      { lines: [line('1', { subscriptionId: 'sub-1' }), line('2', { subscriptionId: 'sub-1' })] },
      ['duplicate sub-1 1+2'],
    ],
  ])('%s', (_name, world, cases) => {
    expect(gather(world)).toEqual(cases);
  });

  test('twenty lines that begin on their day of creation make the day evidence for the unnamed ones', () => {
    const many = Array.from({ length: 20 }, (_, at) => subscription(`named-${at}`, { customerId: 'other', createdOn: at }));
    const named = many.map(({ id, createdOn }) => line(id, { companyId: 'another', subscriptionId: id, startsOn: createdOn }));
    const late = line('late', { startsOn: 130, quantity: seats(4) });
    const unnamed = (of: readonly PsaLine[]): string[] =>
      gather({ subscriptions: [...many, subscription('sub-1')], lines: [...of, late] }).filter((one) => !one.includes('named-'));

    expect(unnamed(named)).toEqual(['unknown nobody late', 'missing sub-1 -']);
    // Nineteen are not enough, nor are twenty of which one begins on another day.
    expect(unnamed(named.slice(1))).toEqual(['pair sub-1 late']);
    expect(unnamed(named.map((one, at) => (at === 0 ? { ...one, startsOn: 999 } : one)))).toEqual(['pair sub-1 late']);
  });
});
