import { describe, expect, test } from 'vitest';
import type { Books } from '../books.ts';
import { parseDay } from '../days.ts';
import { PriceTable } from '../load/price-table.ts';
import { bookKey, forEver, licenceKey, longAgo } from '../load/prices.ts';
import type { AuditEvent, Customer, CustomerMapping, PsaLine, Subscription } from '../model.ts';
import { customerFindings } from '../rules/customers.ts';
import { seatDecreasesLost } from '../rules/seat-decrease-lost.ts';
import { AzureUsage } from '../scan/azure-usage.ts';
import { gatherPsa } from './gather.ts';
import { judgePsa } from './rules.ts';

const day = (text: string): number => parseDay(text) ?? Number.NaN;
const seats = (count: number): number => count * 1_000_000;

const aSubscription = (some: Partial<Subscription> = {}): Subscription => ({
  id: 'sub-1',
  customerId: 'customer',
  partnerId: 'partner',
  offering: 'licence',
  productId: 'BASIC',
  skuId: '0001',
  name: 'Business Basic',
  quantity: seats(25),
  isGone: false,
  isTrial: false,
  term: 'P1Y',
  billing: 'monthly',
  startsOn: day('2026-01-10'),
  endsOn: day('2027-01-09'),
  createdOn: day('2026-01-10'),
  currency: 'GBP',
  ...some,
});
const aLine = (some: Partial<PsaLine> = {}): PsaLine => ({
  id: '81',
  companyId: 'company',
  code: 'BASIC-YEAR',
  quantity: seats(25),
  unitPrice: seats(7),
  currency: 'GBP',
  startsOn: day('2026-01-10'),
  subscriptionId: 'sub-1',
  ...some,
});
const customer: Customer = { id: 'customer', name: 'Alpen Bau', country: 'GB' };
const row: CustomerMapping = { customerId: 'customer', name: 'Alpen Bau', distributorCompanyId: '', psaCompanyId: 'company' };

type World = {
  subscriptions?: readonly Subscription[];
  lines?: readonly PsaLine[];
  customers?: readonly Customer[];
  rows?: readonly CustomerMapping[];
  events?: readonly AuditEvent[];
  isEstateComplete?: boolean;
  isPsaComplete?: boolean;
  isMappingComplete?: boolean;
};

function group<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
}

function books(world: World): Books {
  const subscriptions = world.subscriptions ?? [aSubscription()];
  const book = new PriceTable();
  book.add(bookKey('BASIC-YEAR', 'GBP'), { from: longAgo, to: day('2026-03-31'), price: seats(7) });
  book.add(bookKey('BASIC-YEAR', 'GBP'), { from: day('2026-04-01'), to: forEver, price: seats(8) });
  book.add(bookKey('BASIC-MONTH', 'GBP'), { from: longAgo, to: forEver, price: seats(9) });
  const table = new PriceTable();
  const plan = { market: 'GB', currency: 'GBP', skuId: '0001', term: 'P1Y', billing: 'monthly' } as const;
  table.add(licenceKey({ ...plan, productId: 'OTHER' }), { from: longAgo, to: forEver, price: seats(5) });
  const product = { productId: 'BASIC', skuId: '0001', distributorProductId: '' };
  return {
    month: { start: day('2026-07-01'), end: day('2026-07-31') },
    rates: { billingCurrency: 'EUR', rates: new Map([['GBP', 1_200_000]]), taxPpm: new Map() },
    estate: {
      byId: group(subscriptions, ({ id }) => id),
      byCustomer: group(subscriptions, ({ customerId }) => customerId),
      isComplete: world.isEstateComplete ?? true,
    },
    customers: { customers: new Map((world.customers ?? [customer]).map((one) => [one.id, one])), isComplete: true },
    audit: group(world.events ?? [], ({ subscriptionId }) => subscriptionId),
    prices: { table, extended: new PriceTable(), currencyOf: new Map([['GB', 'GBP']]) },
    usage: new AzureUsage(),
    isUsageComplete: true,
    psa: {
      lines: world.lines ?? [aLine()],
      isComplete: world.isPsaComplete ?? true,
      book,
      companies: new Map([['company', { id: 'company', name: 'Alpen Bau', country: 'GB' }]]),
    },
    distributor: undefined,
    mapping: {
      customers: world.rows ?? [row],
      isComplete: world.isMappingComplete ?? true,
      products: [
        { ...product, term: 'P1Y', billing: 'monthly', psaCode: 'BASIC-YEAR' },
        { ...product, term: 'P1M', billing: 'monthly', psaCode: 'BASIC-MONTH' },
        { ...product, productId: 'OTHER', term: 'P1Y', billing: 'monthly', psaCode: 'OTHER-YEAR' },
      ],
    },
  };
}

function find(world: World) {
  const all = books(world);
  const { who, findings } = customerFindings(all);
  const { cases, codes } = gatherPsa(all, who);
  return [...findings, ...cases.flatMap((psaCase) => judgePsa(psaCase, codes, all))];
}
const told = (world: World) => find(world).map(({ kind, cause, impactCents, currency }) => [kind, cause, impactCents, currency]);

describe('a PSA line and its subscription', () => {
  test('agree', () => {
    expect(told({})).toEqual([]);
  });

  test('five seats bought and not billed are worth five price-book prices in the billing currency', () => {
    expect(told({ lines: [aLine({ quantity: seats(20) })] })).toEqual([['quantity_mismatch_psa', 'unknown', 4200, 'EUR']]);
    expect(told({ lines: [aLine({ quantity: seats(26) })] })).toEqual([['quantity_mismatch_psa', 'unknown', -840, 'EUR']]);
  });

  test('a seat change in the audit log whose old count is billed is the likely cause', () => {
    const event: AuditEvent = { subscriptionId: 'sub-1', on: day('2026-07-12'), from: seats(20), to: seats(25), isCancellation: false };
    const [finding] = find({ lines: [aLine({ quantity: seats(20) })], events: [event] });
    expect(finding).toMatchObject({ cause: 'seats_added', certainty: 'likely' });
    expect(finding?.explanation).toContain('seats went from 20 to 25 on 2026-07-12');
  });

  test('a price off the book of the day on which the term began', () => {
    expect(told({ lines: [aLine({ unitPrice: seats(6) })] })).toEqual([['price_mismatch_sell', 'below_price_book', 3000, 'EUR']]);
    expect(told({ lines: [aLine({ unitPrice: seats(8) })] })).toEqual([['price_mismatch_sell', 'above_price_book', -3000, 'EUR']]);
    expect(told({ subscriptions: [aSubscription({ startsOn: day('2026-04-10') })], lines: [aLine({ unitPrice: seats(8) })] })).toEqual([]);
  });

  test('seats that are billed at nothing because their product has no price cost what the price sheet says', () => {
    const sold = aSubscription({ productId: 'OTHER' });
    const free = aLine({ code: 'OTHER-YEAR', unitPrice: 0 });

    expect(told({ subscriptions: [sold], lines: [free] })).toEqual([['reseller_price_missing', 'price_missing', 15_000, 'EUR']]);
    expect(told({ subscriptions: [sold], lines: [{ ...free, unitPrice: seats(9) }] })).toEqual([]);
    // A price that is known and not billed is a wrong price.
    expect(told({ lines: [aLine({ unitPrice: 0 })] }).map(([kind]) => kind)).toEqual(['price_mismatch_sell']);
  });

  test('two faults on one line are two findings', () => {
    expect(told({ lines: [aLine({ unitPrice: seats(6), quantity: seats(24) })] }).map(([kind]) => kind)).toEqual([
      'quantity_mismatch_psa',
      'price_mismatch_sell',
    ]);
  });

  test('the other term is one finding, though the price differs with it', () => {
    expect(told({ lines: [aLine({ code: 'BASIC-MONTH', unitPrice: seats(9) })] })).toEqual([
      ['wrong_term_psa', 'service_of_other_term', -6000, 'EUR'],
    ]);
  });

  test('a code that is not mapped, or mapped to something else', () => {
    expect(told({ lines: [aLine({ code: 'OWN-7' })] })).toEqual([['unmapped_product', 'service_not_mapped', 21_000, 'EUR']]);
    expect(told({ lines: [aLine({ code: 'OTHER-YEAR' })] })).toEqual([['unmapped_product', 'mapped_to_other_product', 21_000, 'EUR']]);
  });

  test('billed twice', () => {
    const [finding] = find({ lines: [aLine(), aLine({ id: '82' })] });
    expect(finding).toMatchObject({ kind: 'duplicate_psa', impactCents: -21_000, psaIds: [81, 82], subscriptionId: 'sub-1' });
  });

  test('ended and still billed', () => {
    expect(told({ subscriptions: [aSubscription({ isGone: true })] })).toEqual([
      ['cancelled_still_billed_psa', 'cancelled_at_microsoft', -21_000, 'EUR'],
    ]);
  });

  test('a trial is free and needs no line', () => {
    expect(told({ subscriptions: [aSubscription({ isTrial: true })], lines: [] })).toEqual([]);
  });
});

describe('only one side has it', () => {
  test('never billed', () => {
    expect(told({ lines: [] })).toEqual([['missing_in_psa', 'never_billed', 21_000, 'EUR']]);
    expect(told({ lines: [], subscriptions: [aSubscription({ quantity: 0 })] })).toEqual([]);
  });

  test('billed, but not bought', () => {
    expect(told({ lines: [aLine(), aLine({ id: '9', subscriptionId: 'sub-2' })] })).toEqual([
      ['missing_in_microsoft', 'line_without_subscription', -21_000, 'EUR'],
    ]);
    expect(told({ lines: [aLine(), aLine({ id: '9', subscriptionId: '', quantity: seats(3) })] })).toEqual([
      ['missing_in_microsoft', 'line_without_subscription', -2520, 'EUR'],
    ]);
    expect(told({ lines: [aLine(), aLine({ id: '9', subscriptionId: 'sub-2', quantity: 0 })] })).toEqual([]);
  });

  test('a list that was not read to its end proves nothing', () => {
    expect(told({ lines: [], isPsaComplete: false })).toEqual([]);
    expect(told({ lines: [aLine(), aLine({ subscriptionId: 'sub-2' })], isEstateComplete: false })).toEqual([]);
  });
});

describe('whole customers', () => {
  test('gone from Partner Center, still billed: one finding for all lines', () => {
    const world = { customers: [], subscriptions: [], lines: [aLine(), aLine({ id: '82', subscriptionId: '' })] };
    const [finding, ...rest] = find(world);
    expect(finding).toMatchObject({ kind: 'tenant_moved', customerId: 'customer', impactCents: -42_000, psaIds: [81, 82] });
    expect(rest).toEqual([]);
  });

  test('not mapped: one finding worth all that his PSA company is billed, and none about its lines', () => {
    const lines = [aLine(), aLine({ id: '82', subscriptionId: '', code: 'OWN' })];
    expect(told({ rows: [], lines })).toEqual([['unmapped_customer', 'account_not_mapped', 42_000, 'EUR']]);
  });

  test('not mapped and no line names him: his company is the only one of exactly his name', () => {
    expect(told({ rows: [], lines: [aLine({ subscriptionId: '' })] })).toEqual([
      ['unmapped_customer', 'account_not_mapped', 21_000, 'EUR'],
    ]);
    const other: Customer = { ...customer, name: 'Alpen Bau GmbH' };
    expect(told({ rows: [], customers: [other], lines: [] })).toEqual([['unmapped_customer', 'account_not_mapped', 21_000, 'EUR']]);
  });

  test('nobody is mapped: each has the company whose lines name his subscriptions, or none', () => {
    const world = {
      customers: [customer, { ...customer, id: 'second' }, { ...customer, id: 'third', name: 'Third' }],
      rows: [],
      subscriptions: [
        aSubscription(),
        aSubscription({ id: 'sub-2', customerId: 'second' }),
        aSubscription({ id: 'sub-3', customerId: 'third' }),
      ],
      lines: [
        aLine({ companyId: 'b', subscriptionId: 'sub-2', quantity: seats(3) }),
        aLine(),
        aLine({ companyId: 'b', subscriptionId: '' }),
      ],
    };
    expect(find(world).map(({ kind, customerId, impactCents }) => [kind, customerId, impactCents])).toEqual([
      ['unmapped_customer', 'customer', 21_000],
      ['unmapped_customer', 'second', 2520 + 21_000],
      ['unmapped_customer', 'third', 21_000], // worth its list price: no company is his
    ]);
  });

  test('half a mapping does not make customers unmapped', () => {
    expect(told({ rows: [], isMappingComplete: false })).toEqual([]);
  });

  test('one PSA company may stand for two tenants', () => {
    const second = aSubscription({ id: 'sub-2', customerId: 'second', quantity: seats(3) });
    const world = {
      customers: [customer, { ...customer, id: 'second' }],
      rows: [row, { ...row, customerId: 'second' }],
      subscriptions: [aSubscription(), second],
      lines: [aLine({ subscriptionId: '' }), aLine({ id: '82', subscriptionId: '', quantity: seats(3) })],
    };
    expect(told(world)).toEqual([]);
  });
});

describe('currencies', () => {
  test('a line in another currency than the subscription: no price is compared, seats are', () => {
    const line = aLine({ currency: 'EUR', quantity: seats(20), unitPrice: seats(99) });

    expect(find({ lines: [line] }).map(({ kind, certainty, impactCents }) => [kind, certainty, impactCents])).toEqual([
      ['currency_mismatch', 'certain', 0],
      ['quantity_mismatch_psa', 'unknown', expect.any(Number)],
    ]);
  });

  test('a line that says no currency, or a subscription that says none, is no mismatch', () => {
    expect(find({ lines: [aLine({ currency: '' })] })).toEqual([]);
    expect(find({ subscriptions: [aSubscription({ currency: '' })] })).toEqual([]);
  });
});

describe('seats that the audit log gave back', () => {
  const event = (from: number, to: number, on: string): AuditEvent => ({
    subscriptionId: 'sub-1',
    on: day(on),
    from: seats(from),
    to: seats(to),
    isCancellation: false,
  });
  const lost = (events: readonly AuditEvent[]) =>
    seatDecreasesLost(books({ events })).map(({ kind, expected, actual }) => [kind, expected, actual]);

  test('and Partner Center still lists', () => {
    expect(lost([event(25, 20, '2026-07-10')])).toEqual([['seat_decrease_lost', '20', '25']]);
  });

  test.each([
    ['and Partner Center lists no more', [event(30, 25, '2026-07-10')]],
    ['and somebody added again', [event(25, 20, '2026-07-10'), event(20, 25, '2026-07-12')]],
    ['on a day with another change, so that nobody knows the last', [event(20, 25, '2026-07-10'), event(25, 20, '2026-07-10')]],
    ['by cancelling', [{ ...event(25, 0, '2026-07-10'), isCancellation: true }]],
  ])('are not lost: %s', (_, events) => {
    expect(lost(events)).toEqual([]);
  });
});
