import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { must } from '../../src/lib/must.ts';
import { buy } from '../acts/buy.ts';
import { purchased } from '../acts/buy-row.ts';
import { portalActs } from '../acts/portal.ts';
import { agenda } from '../agenda.ts';
import { SandboxClock } from '../clock.ts';
import { settle } from '../world/due.ts';
import { layEstate } from '../world/estate.ts';
import { discountOf, reduced } from '../world/prices/promotions.ts';
import { type SwitchInput, type SwitchName, turned } from '../world/switches.ts';
import type { ChargeLine, Subscription } from '../world/types.ts';
import { put, World } from '../world/world.ts';
import { bought, linesTo, moment, rulesWith } from './a-history.ts';
import { referenceText, valuesOf } from './columns.ts';
import { csvHeader, csvRow } from './csv.ts';
import { dailyColumns } from './daily-csv.ts';
import { findInvoice, invoiceLines, invoicesOf, totalsOf, unbilledLines } from './invoices.ts';
import { seatColumns, usageColumns } from './legacy-csv.ts';
import { allLines, cursorAt, linesOf } from './lines.ts';

const startsAt = '2026-11-21T10:00:00Z';
const about = { actor: { kind: 'control', name: 'test' }, cause: 'test' } as const;

function aWorld(at = startsAt): World {
  const world = new World({ seed: 5, scale: 10, startsAt: at }, SandboxClock.stoppedAt(at));
  layEstate(world);
  return world;
}

const turn = (world: World, wanted: SwitchInput): void => {
  for (const [name, value] of Object.entries(wanted)) {
    const id = name as SwitchName; // Names of groups, by the type.
    world.apply({ kind: 'switches.changed', ...about, changes: [put('switches', { id, value: turned(id, world.switch(id), value) })] });
  }
};

const until = (world: World, instant: string): void => {
  world.clock.step(Date.parse(instant) - world.clock.nowMs());
  settle(world, agenda);
};

const customerOf = (world: World, accountId: string): string =>
  must(world.tables.relationships.by('accountId', accountId)[0], 'customer').customerId;

function buys(world: World, over: Readonly<Record<string, unknown>> = {}): Subscription {
  const done = buy(world, { account: 'pc-1', customer: customerOf(world, 'pc-1'), sku: 'CFQ7TTC0LCHC:0002', quantity: 10, ...over });
  if ('refused' in done) throw new Error(done.refused);
  return done.done as Subscription; // What this act answers.
}

const ownLines = (world: World, id: string, ...periods: readonly string[]): ChargeLine[] =>
  periods.flatMap((period) => [...linesOf(world, 'pc-1', period)]).filter((line) => line.subscriptionId === id);
const brief = (line: ChargeLine) => [
  line.chargeType,
  line.effectiveUnitPrice.startsWith('-') ? -Number(line.quantity) : Number(line.quantity),
  line.chargeStart,
  line.chargeEnd,
  line.total,
];

describe('columns', () => {
  const header = (name: string): string =>
    readFileSync(new URL(`./fixtures/recon.${name}.columns.csv`, import.meta.url), 'utf8').split('\n')[0] ?? '';
  const quoted = (columns: readonly string[]): string => `${columns.map((column) => `"${column}"`).join(',')}\r`;

  test('header rows are those of the published files, byte for byte', () => {
    expect(csvHeader).toBe(`${header('new-commerce')}\n`);
    expect(quoted(dailyColumns)).toBe(header('daily-rated-usage'));
    expect(quoted(seatColumns)).toBe(header('legacy-license-based'));
    expect(quoted(usageColumns)).toBe(header('legacy-usage-based'));
  });

  test('a row has American days and quoted cells', () => {
    const world = aWorld();
    const row = bought('2026-11-05', { accountId: 'pc-1', customerId: customerOf(world, 'pc-1'), friendlyName: 'He said "all"' });
    const [line] = linesTo('2026-12-01', [moment('2026-11-05', row)]);
    const text = csvRow(world, must(line, 'line'), { invoiceId: 'G000000001', issuedAt: '2026-12-07T00:00:00Z', rules: rulesWith({}) });
    expect(text).toContain('"11/5/2026","12/4/2026"');
    expect(text).toContain('"He said ""all"""');
    expect(text).toContain('"{""osId"":');
  });

  test('the reference is plain before its day and an object from it on', () => {
    const rules = rulesWith({});
    expect(referenceText('a', { invoiceId: '', issuedAt: '2026-06-14T23:00:00Z', rules })).toBe('a');
    const object: unknown = JSON.parse(referenceText('a', { invoiceId: '', issuedAt: '2026-06-15T00:00:00Z', rules }));
    expect(object).toMatchObject({ id: 'a', v: '2.0' });
    expect(object).not.toMatchObject({ osId: 'a' });
    const first = referenceText('a', { invoiceId: '', issuedAt: '2026-06-15T00:00:00Z', rules: rulesWith({ referenceForm: 'idOnly' }) });
    expect(JSON.parse(first)).toEqual({ id: 'a', v: '2.0' });
  });

  test('two or eighteen decimals change how the price is written and no amount', () => {
    const row = bought('2021-07-15');
    const history = [moment('2021-07-15', row), moment('2021-07-17', { ...row, status: 'deleted' } as const)];
    const [, line] = linesTo('2021-09-01', history);
    const world = aWorld();
    const shown = (decimals: 2 | 18) =>
      valuesOf(world, must(line, 'line'), { invoiceId: '', issuedAt: startsAt, rules: rulesWith({ decimals }) });
    expect([shown(2).EffectiveUnitPrice, shown(18).EffectiveUnitPrice]).toEqual(['-9.42', '-9.429677419354838709']);
    expect(shown(2).Total).toBe(shown(18).Total);
  });
});

describe('what is charged', () => {
  test('bought, grown, charged again, cancelled: each once, in the month in which it happened', () => {
    const world = aWorld();
    const row = buys(world);
    until(world, '2026-11-25T12:00:00Z');
    portalActs['portal.seats']?.(world, { subscriptionId: row.id, quantity: 15 });
    until(world, '2027-01-02T12:00:00Z');
    expect(ownLines(world, row.id, '2026-10', '2026-11', '2026-12', '2027-01').map(brief)).toEqual([
      ['new', 10, '2026-11-21', '2026-12-20', '184.8'],
      ['addQuantity', -10, '2026-11-25', '2026-12-20', '-160.1'],
      ['addQuantity', 15, '2026-11-25', '2026-12-20', '240.15'],
      ['cycleCharge', 15, '2026-12-21', '2027-01-20', '277.2'],
    ]);
  });

  test.each([
    ['24h', '2026-11-22T09:00:00Z', '-184.8'],
    ['24h', '2026-11-22T11:00:00Z', '-178.6'],
    ['midnight', '2026-11-21T23:00:00Z', '-184.8'],
    ['midnight', '2026-11-22T09:00:00Z', '-178.6'],
    ['none', '2026-11-22T09:00:00Z', '-178.6'],
  ] as const)('cancelled with full refund rule %s at %s: %s back', (refundFirstDay, at, amount) => {
    const world = aWorld();
    turn(world, { billing: { refundFirstDay } });
    const row = buys(world);
    until(world, at);
    portalActs['portal.cancel']?.(world, { subscriptionId: row.id });
    expect(ownLines(world, row.id, '2026-11').at(-1)).toMatchObject({ chargeType: 'cancelImmediate', total: amount });
  });

  test('a term that does not renew goes on month by month, and the line says so', () => {
    const world = aWorld();
    const row = buys(world, { term: 'P1M' });
    portalActs['portal.autoRenew']?.(world, { subscriptionId: row.id, autoRenew: false });
    until(world, '2027-01-25T00:00:00Z');
    const lines = ownLines(world, row.id, '2026-12', '2027-01');
    expect(lines.map((line) => [line.chargeType, line.skuName, line.chargeStart])).toEqual([
      ['renew', 'Microsoft 365 Business Premium - Extended Service Term', '2026-12-21'],
      ['renew', 'Microsoft 365 Business Premium - Extended Service Term', '2027-01-21'],
    ]);
    expect(Number(lines[0]?.effectiveUnitPrice)).toBeCloseTo(Number(lines[0]?.unitPrice) * 1.03, 2);
    turn(world, { billing: { extendedServiceTerm: 'priceRatio' } });
    expect(ownLines(world, row.id, '2027-01')[0]?.skuName).toBe('Microsoft 365 Business Premium');
    turn(world, { billing: { extendedServiceTerm: 'priceAdjustment' } });
    expect(ownLines(world, row.id, '2027-01')[0]).toMatchObject({ skuName: 'Microsoft 365 Business Premium' });
    expect(ownLines(world, row.id, '2027-01')[0]?.priceAdjustments).toContain('Extended Service Term');
  });

  test('a promotion is on the effective price and ends with its term', () => {
    const world = aWorld();
    const sale = must(
      world.tables.availabilities.by('sku', 'CFQ7TTC0LDPB:0001').find((one) => one.term === 'P1Y' && one.billingCycle === 'monthly'),
      'sale',
    );
    const promotionId = '39NFJQT1PJQC:0001:39NFJQT1Q5KM';
    const row = purchased(world, {
      accountId: 'pc-1',
      customerId: customerOf(world, 'pc-1'),
      quantity: 4,
      availability: sale,
      sku: must(world.tables.skus.get('CFQ7TTC0LDPB:0001'), 'sku'),
      promotionId,
    });
    world.apply({ kind: 'subscription.bought', ...about, changes: [put('subscriptions', row)] });
    const [line] = ownLines(world, row.id, '2026-11');
    const net = reduced(row.unitPrice, discountOf(world, promotionId));
    expect([Number(line?.unitPrice), Number(line?.effectiveUnitPrice), line?.promotionId]).toEqual([
      Number(row.unitPrice),
      Number(net),
      promotionId,
    ]);
    expect(Number(net)).toBeLessThan(Number(row.unitPrice));
  });

  test('a product with telephony in it is two lines of one price', () => {
    const world = aWorld();
    const row = buys(world, { sku: 'CFQ7TTC0LFLZ:0002' });
    until(world, '2026-11-24T12:00:00Z');
    portalActs['portal.seats']?.(world, { subscriptionId: row.id, quantity: 12 });
    const lines = ownLines(world, row.id, '2026-11');
    expect(lines.map((line) => [line.chargeType, line.quantity])).toEqual([
      ...['new', 'new'].map((type) => [type, '10']),
      ...['addQuantity', 'addQuantity'].map((type) => [type, '10']),
      ...['addQuantity', 'addQuantity'].map((type) => [type, '12']),
    ]);
    expect(new Set(lines.slice(0, 2).map((line) => line.reference)).size).toBe(1);
    expect(new Set(lines.map((line) => line.id)).size).toBe(6);
    const [rest, telephony] = lines;
    expect(Number(rest?.unitPrice) + Number(telephony?.unitPrice)).toBeCloseTo(Number(row.unitPrice), 10);
    turn(world, { billing: { telcoLines: 'one' } });
    expect(ownLines(world, row.id, '2026-11').map((line) => line.unitPrice)).toEqual(Array(3).fill(String(Number(row.unitPrice))));
  });

  test('a first term that ends with the calendar month costs its days', () => {
    const row = bought('2026-11-21', {
      term: 'P1M',
      unitPrice: '30',
      anchorAt: '2026-12-01T00:00:00Z',
      commitmentEndAt: '2026-11-30T23:59:59Z',
      billingCycleEndAt: '2026-11-30T23:59:59Z',
    });
    expect(linesTo('2026-12-01', [moment('2026-11-21', row)]).map(brief)).toEqual([['new', 10, '2026-11-21', '2026-11-30', '100']]);
  });

  test('a transferred subscription is paid by its new partner from the next cycle on', () => {
    const world = aWorld();
    const row = buys(world);
    const other: Subscription = { ...row, accountId: 'pc-9', version: 2 };
    world.apply({
      kind: 'subscription.transferred',
      ...about,
      at: '2026-11-25T10:00:00Z',
      changes: [
        put('partnerAccounts', { ...must(world.tables.partnerAccounts.get('pc-1'), 'account'), id: 'pc-9' }),
        put('subscriptions', other),
      ],
    });
    until(world, '2026-12-30T00:00:00Z');
    expect(ownLines(world, row.id, '2026-11', '2026-12').map((line) => line.chargeType)).toEqual(['new']);
    expect([...linesOf(world, 'pc-9', '2026-12')].map((line) => [line.chargeType, line.accountId])).toEqual([['cycleCharge', 'pc-9']]);
  });

  test('a perpetual licence is one line without term', () => {
    const world = aWorld();
    const sku = must(
      [...world.tables.skus.values()].find((one) => one.kind === 'perpetual'),
      'perpetual SKU',
    );
    const sale = must(world.tables.availabilities.by('sku', sku.id)[0], 'sale');
    const line = {
      lineItemNumber: 0,
      offerId: `${sku.id}:${sale.availabilityId}`,
      saleId: sale.id,
      billingCycle: 'one_time',
      transactionType: 'New',
      friendlyName: '',
      quantity: 2,
      listPrice: '500.00',
      price: '500.00',
    };
    world.apply({
      kind: 'order.placed',
      ...about,
      changes: [
        put('orders', {
          id: 'aabbccddeeff',
          accountId: 'pc-1',
          customerId: customerOf(world, 'pc-1'),
          billingCycle: 'one_time',
          currency: 'USD',
          createdAt: world.now(),
          status: 'completed',
          transactionType: 'UserPurchase',
          lines: [line],
          version: 1,
        }),
      ],
    });
    expect([...linesOf(world, 'pc-1', '2026-11')].filter((one) => one.orderId === 'aabbccddeeff')).toMatchObject([
      { chargeType: 'new', total: '1000', chargeEnd: '', termAndBillingCycle: '', category: 'software' },
    ]);
  });

  test('an indirect reseller is billed by his provider: nothing of Microsoft', () => {
    const world = aWorld();
    expect([...linesOf(world, 'pc-2', '2026-11')]).toEqual([]);
    expect(invoicesOf(world, 'pc-2')).toEqual([]);
  });

  test('a reader who stopped anywhere goes on with the next line', () => {
    const world = aWorld();
    const wanted = { accountId: 'pc-1', period: '2026-11', untilMs: world.clock.nowMs(), rules: world.switch('billing') };
    const lines = [...allLines(world, wanted)];
    for (const [place, line] of lines.entries())
      expect([...allLines(world, { ...wanted, after: cursorAt(line) })]).toEqual(lines.slice(place + 1));
  });
});

describe('months that close', () => {
  test('an invoice is ready on the 6th to 8th, once, and told', () => {
    const world = aWorld();
    buys(world);
    until(world, '2026-12-05T23:59:59Z');
    expect(world.events.some((event) => event.kind === 'invoice.ready')).toBe(false);
    expect([...unbilledLines(world, 'pc-1', 'previous', 'USD')].length).toBeGreaterThan(0);
    until(world, '2027-02-01T00:00:00Z');
    const told = world.events.filter((event) => event.kind === 'invoice.ready' && event.about['accountId'] === 'pc-1');
    expect(told.map((event) => event.at.slice(0, 7))).toEqual(['2026-12', '2027-01']);
    for (const event of told) expect(Number(event.at.slice(8, 10))).toSatisfy((day: number) => day >= 6 && day <= 8);
    const invoice = must(findInvoice(world, 'pc-1', `OneTime-${told[0]?.about['invoiceId'] ?? ''}`), 'invoice');
    expect(invoice.period).toBe('2026-11');
    expect([...unbilledLines(world, 'pc-1', 'previous', 'USD')].every((line) => line.period === '2027-01')).toBe(true);
    expect(new Set(invoicesOf(world, 'pc-1').map((one) => one.id)).size).toBe(invoicesOf(world, 'pc-1').length);
  });

  test('what was unbilled on the day before is what the invoice says', () => {
    const world = aWorld();
    const row = buys(world, { quantity: 7 });
    until(world, '2026-11-24T12:00:00Z');
    portalActs['portal.seats']?.(world, { subscriptionId: row.id, quantity: 13 });
    until(world, '2026-12-05T23:00:00Z');
    const open = [...unbilledLines(world, 'pc-1', 'previous', 'usd')];
    until(world, '2026-12-09T00:00:00Z');
    expect([...unbilledLines(world, 'pc-1', 'previous', 'usd')]).toEqual([]);
    const closed = invoicesOf(world, 'pc-1').find((one) => one.period === '2026-11');
    expect(open).not.toEqual([]);
    expect([...invoiceLines(world, must(closed, 'invoice'))]).toEqual(open);
  });

  test('a switch that is turned later changes no closed invoice', () => {
    const world = aWorld();
    const row = buys(world, { quantity: 7 });
    until(world, '2026-11-24T12:00:00Z');
    portalActs['portal.seats']?.(world, { subscriptionId: row.id, quantity: 13 });
    until(world, '2026-12-10T00:00:00Z');
    const closed = () =>
      must(
        invoicesOf(world, 'pc-1').findLast((one) => one.period === '2026-11'),
        'invoice',
      );
    const before = [...invoiceLines(world, closed())];
    const total = totalsOf(world, closed()).total;
    turn(world, { billing: { rounding: 'product-first', taxPercent: '19' } });
    expect([...invoiceLines(world, closed())]).toEqual(before);
    expect(totalsOf(world, closed()).total).toBe(total);
    expect([...linesOf(world, 'pc-1', '2026-11')]).not.toEqual(before);
  });

  test('each currency has its own invoice, with its own lines', () => {
    const world = aWorld();
    const euros: Subscription = { ...buys(world, { quantity: 3 }), id: world.newId(), currency: 'EUR' };
    world.apply({ kind: 'subscription.bought', ...about, changes: [put('subscriptions', euros)] });
    until(world, '2026-12-10T00:00:00Z');
    const november = invoicesOf(world, 'pc-1').filter((one) => one.period === '2026-11');
    expect(november.map((one) => one.currency).toSorted()).toEqual(['EUR', 'USD']);
    for (const invoice of november) {
      const lines = [...invoiceLines(world, invoice)];
      expect(lines.every((line) => line.currency === invoice.currency)).toBe(true);
      expect(lines.some((line) => line.subscriptionId === euros.id)).toBe(invoice.currency === 'EUR');
    }
  });

  test('the first months of the estate have invoices without a stored line', () => {
    const world = aWorld();
    expect(invoicesOf(world, 'pc-1').map((one) => one.period)).toEqual([
      '2025-11',
      '2025-12',
      '2026-01',
      '2026-02',
      '2026-03',
      '2026-04',
      '2026-05',
      '2026-06',
      '2026-07',
      '2026-08',
      '2026-09',
      '2026-10',
    ]);
    expect(world.events).toEqual([]);
    expect(world.tables.closedMonths.size).toBe(0);
  });
});
