import { describe, expect, test } from 'vitest';
import type { ChargeLine } from '../world/types.ts';
import { bought, example, linesTo, moment, rulesWith } from './a-history.ts';
import { amountsOf, ruleFor, shownEffective } from './rounding.ts';
import type { Rules } from './rules.ts';

const shown = (line: ChargeLine, rules: Rules): string =>
  shownEffective(line.effectiveUnitPrice, 2, ruleFor(rules.rounding, line.chargeType));
const number = (text: string | undefined): number => Number(text);
/** Lines with the same reference get the same small number, in order of appearance. */
const groups = (references: readonly (string | undefined)[]): number[] => references.map((one) => [...new Set(references)].indexOf(one));

const plain = { unitFirst: rulesWith({ rounding: 'seat-unit-first' }), productFirst: rulesWith({ rounding: 'product-first' }) };
const published = rulesWith({ rounding: 'as-published' });

describe('published examples come out line by line', () => {
  test.each([plain.productFirst, published])('seats added and removed, rule set $rounding', (rules) => {
    const row = bought('2022-03-05', { quantity: 10, unitPrice: '12' });
    const steps: readonly [string, number][] = [
      ['07', 15],
      ['10', 25],
      ['12', 23],
      ['14', 20],
      ['25', 30],
    ];
    const lines = linesTo(
      '2022-04-01',
      [moment('2022-03-05', row), ...steps.map(([day, quantity]) => moment(`2022-03-${day}`, { ...row, quantity }))],
      rules,
    );
    const wanted = example('seat-changes.1');
    expect(
      lines.map((line) => [
        line.orderedAt.slice(0, 10),
        line.chargeType,
        number(line.unitPrice),
        number(line.billableQuantity),
        number(shown(line, rules)),
        number(line.subtotal),
        line.chargeStart,
        line.chargeEnd,
      ]),
    ).toEqual(
      wanted.map((row) => [
        row['OrderDate'],
        row['ChargeType'],
        number(row['UnitPrice']),
        number(row['BillableQuantity']),
        number(row['EffectiveUnitPrice']),
        number(row['Subtotal']),
        row['ChargeStartDate'],
        row['ChargeEndDate'],
      ]),
    );
    expect(groups(lines.map((line) => line.reference))).toEqual(groups(wanted.map((row) => row['ReferenceId'])));
  });

  test.each([plain.unitFirst, published])('cancelled in the window, rule set $rounding', (rules) => {
    const row = bought('2021-07-15');
    const lines = linesTo('2021-09-01', [moment('2021-07-15', row), moment('2021-07-17', { ...row, status: 'deleted' })], rules);
    expect(
      lines.map((line) => [
        line.orderedAt.slice(0, 10),
        line.chargeType,
        number(line.unitPrice),
        line.chargeStart,
        line.chargeEnd,
        number(shown(line, rules)),
        number(line.billableQuantity),
        number(line.total),
      ]),
    ).toEqual(
      example('cancel-in-window.1').map((row) => [
        row['OrderDate'],
        row['ChargeType'],
        number(row['UnitPrice']),
        row['ChargeStartDate'],
        row['ChargeEndDate'],
        number(row['EffectiveUnitPrice']),
        number(row['BillableQuantity']),
        number(row['Total']),
      ]),
    );
  });

  const standard = bought('2021-06-18', { quantity: 300, offerName: 'Microsoft 365 Business Standard', productId: 'A', term: 'P1M' });
  const e1 = { offerName: 'Office 365 E1', productId: 'B', unitPrice: '6.43' };
  const upgradeColumns = (row: Record<string, string>): unknown[] => [
    row['OrderDate'],
    row['Product'],
    row['ChargeType'],
    number(row['UnitPrice']),
    row['ChargeStartDate'],
    row['ChargeEndDate'],
    number(row['EffectiveUnitPrice']),
    number(row['BillableQuantity']),
    number(row['Total']),
  ];
  const upgradeLine = (line: ChargeLine): unknown[] => [
    line.orderedAt.slice(0, 10),
    line.productName,
    line.chargeType,
    number(line.unitPrice),
    line.chargeStart,
    line.chargeEnd,
    number(shown(line, plain.unitFirst)),
    number(line.billableQuantity),
    number(line.total),
  ];

  test('a full upgrade keeps the subscription', () => {
    const lines = linesTo('2021-07-01', [moment('2021-06-18', standard), moment('2021-06-25', { ...standard, ...e1 })]);
    const wanted = example('full-upgrade.1');
    expect(lines.map(upgradeLine)).toEqual(wanted.map(upgradeColumns));
    expect(groups(lines.map((line) => line.reference))).toEqual(groups(wanted.map((row) => row['ReferenceID'])));
    expect(new Set(lines.map((line) => line.subscriptionId)).size).toBe(1);
  });

  test('a partial upgrade makes another subscription', () => {
    const target = {
      ...standard,
      ...e1,
      id: 'target',
      quantity: 100,
      effectiveStartAt: '2021-06-25T12:00:00Z',
      createdAt: '2021-06-25T12:00:00Z',
      billingCycleEndAt: '2021-07-17T23:59:59Z',
    };
    const taken = moment('2021-06-25', { ...standard, quantity: 200 }, 'subscription.transitioned', [{ id: 'target', isNew: true }]);
    const given = moment('2021-06-25', target, 'subscription.transitioned', [{ id: standard.id, isNew: false }]);
    const lines = [...linesTo('2021-07-01', [moment('2021-06-18', standard), taken]), ...linesTo('2021-07-01', [given])];
    const wanted = example('partial-upgrade.1');
    expect(lines.map(upgradeLine)).toEqual(wanted.map(upgradeColumns));
    expect(groups(lines.map((line) => line.reference))).toEqual(groups(wanted.map((row) => row['ReferenceID'])));
  });

  const planColumns = (row: Record<string, string>): unknown[] => [
    row['ChargeType'],
    number(row['Quantity']),
    number(row['UnitPrice']),
    number(row['EffectiveUnitPrice']),
    number(row['Total']),
    row['ChargeStartDate'],
    row['ChargeEndDate'],
    row['BillingFrequency'],
  ];
  const planLine = (line: ChargeLine): unknown[] => [
    line.chargeType,
    number(line.quantity),
    number(line.unitPrice),
    number(shown(line, plain.unitFirst)),
    number(line.total),
    line.chargeStart,
    line.chargeEnd,
    line.billingFrequency,
  ];

  test('yearly billing becomes monthly', () => {
    const yearly = bought('2021-09-20', { term: 'P3Y', billingCycle: 'annual', unitPrice: '250' });
    const lines = linesTo('2022-10-01', [
      moment('2021-09-20', yearly),
      moment('2022-09-20T00:00:00Z', { ...yearly, billingCycle: 'monthly', unitPrice: '20' }),
    ]);
    expect(lines.map(planLine)).toEqual(example('change-billing-plan.1').map(planColumns));
  });

  test('monthly billing becomes yearly: the rest of the year by months', () => {
    const monthly = bought('2021-09-20', { term: 'P1Y', unitPrice: '20' });
    const lines = linesTo('2022-09-01', [
      moment('2021-09-20', monthly),
      moment('2021-10-20T00:00:00Z', { ...monthly, billingCycle: 'annual', unitPrice: '250' }),
    ]);
    expect(lines.map(planLine)).toEqual(example('change-billing-plan.2').map(planColumns));
  });

  test('a trial becomes paid', () => {
    const trial = bought('2021-06-25', { quantity: 25, unitPrice: '52.61', isTrial: true });
    const lines = linesTo('2021-07-01', [moment('2021-06-25', trial), moment('2021-06-25T15:00:00Z', { ...trial, isTrial: false })]);
    expect(
      lines.map((line) => [
        line.orderedAt.slice(0, 10),
        line.chargeType,
        number(line.unitPrice),
        line.chargeStart,
        line.chargeEnd,
        number(line.effectiveUnitPrice),
        number(line.billableQuantity),
        line.qualifiers,
        number(line.total),
      ]),
    ).toEqual(
      example('trial-conversion.1').map((row) => [
        row['OrderDate'],
        row['ChargeType'],
        number(row['UnitPrice']),
        row['ChargeStartDate'],
        row['ChargeEndDate'],
        number(row['EffectiveUnitPrice']),
        number(row['BillableQuantity']),
        row['ProductQualifier'] === '' ? [] : ['Trial'],
        number(row['Total']),
      ]),
    );
  });

  test.each(['month-end-day-before.1', 'month-end-last-day.1'])('monthly terms bought at a month end: %s', (name) => {
    for (const wanted of example(name)) {
      const [line] = linesTo('2022-01-01', [moment(wanted['OrderDate'] ?? '', bought(wanted['OrderDate'] ?? ''))]);
      expect([line?.chargeStart, line?.chargeEnd, line?.subscriptionStart, line?.subscriptionEnd, line?.effectiveUnitPrice]).toEqual([
        wanted['ChargeStartDate'],
        wanted['ChargeEndDate'],
        wanted['SubscriptionStartDate'],
        wanted['SubscriptionEndDate'],
        '10.08',
      ]);
    }
  });

  test.each([
    ['month-end-day-before.2', '2021-01-30'],
    ['month-end-last-day.2', '2021-01-31'],
  ])('yearly terms billed monthly from a month end: %s', (name, day) => {
    const lines = linesTo('2022-01-01', [moment(day, bought(day, { term: 'P1Y' }))]);
    expect(
      lines.map((line) => [line.orderedAt.slice(0, 10), line.chargeType, line.chargeStart, line.chargeEnd, line.effectiveUnitPrice]),
    ).toEqual(example(name).map((row) => [row['OrderDate'], row['ChargeType'], row['ChargeStartDate'], row['ChargeEndDate'], '10.08']));
  });
});

const { unitFirst: b, productFirst: a } = { unitFirst: 'seat-unit-first', productFirst: 'product-first' } as const;
const [c, d, e] = ['half-up-unit', 'half-up-product', 'half-up-day'] as const;
// The dossier says all; the day price rounded first gives 2.47.
const all = [a, b, c, d] as const;

describe('the 25 published amounts, each under the rule sets that give it', () => {
  test.each([
    ['10.08', 30, 28, 10, 94.08, [a, d]],
    ['10.08', 30, 28, 12, 112.89, [a]],
    ['10.08', 30, 28, 8, 75.26, [a, d]],
    ['12', 31, 29, 10, 112.25, [a]],
    ['12', 31, 29, 15, 168.38, [a]],
    ['12', 31, 26, 15, 150.96, [a]],
    ['12', 31, 26, 25, 251.61, [a, d]],
    ['12', 31, 24, 25, 232.25, [a, b, c]],
    ['12', 31, 24, 23, 213.67, [a, b, c]],
    ['12', 31, 22, 23, 195.87, [a, d]],
    ['12', 31, 22, 20, 170.32, [a, d]],
    ['12', 31, 11, 20, 85.16, [a, d]],
    ['12', 31, 11, 30, 127.74, [a, d]],
    ['10.08', 31, 29, 10, 94.2, [b]],
    ['10.08', 30, 23, 300, 2316, [b]],
    ['6.43', 30, 23, 300, 1476, [b]],
    ['10.08', 30, 23, 100, 772, [b]],
    ['6.43', 30, 23, 100, 492, [b]],
    ['4', 30, 29, 1, 3.87, [c, d]],
    ['4', 30, 29, 2, 7.74, [c]],
    ['4', 31, 19, 1, 2.45, all],
    ['4', 31, 12, 2, 3.1, [c, d]],
    ['211.20', 365, 27, 2, 31.25, [d]],
    ['211.20', 365, 337, 2, 390, [c, d]],
    ['48', 365, 19, 1, 2.47, [e]],
  ] as const)('%s / %i days x %i days x %i = %d', (price, days, billed, quantity, amount, fits) => {
    for (const rule of fits)
      expect(amountsOf({ price, part: { of: billed, in: days }, quantity, rate: '1' }, rule).subtotal.toNumber(), rule).toBe(amount);
  });
});
