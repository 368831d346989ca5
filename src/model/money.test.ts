import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Decimal } from '../lib/decimal.ts';
import { amountOf, Money, minorDigitsOf, money, roundMoney, splitMoney, sumByCurrency } from './money.ts';

const currency = fc.constantFrom('USD', 'EUR', 'GBP', 'JPY', 'KWD', 'HUF');
const exact = fc
  .tuple(fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n }), fc.integer({ min: 0, max: 8 }))
  .map(([units, digits]) => new Decimal(units.toString()).div(new Decimal(10).pow(digits)));
const anyMoney = fc.tuple(exact, currency).map(([amount, code]) => money(amount, code));
/** Money in whole smallest units. */
const whole = fc
  .tuple(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), currency)
  .map(([units, code]) => money(new Decimal(units.toString()).div(new Decimal(10).pow(minorDigitsOf(code))), code));
const weights = fc
  .array(fc.integer({ min: 0, max: 10_000 }), { minLength: 1, maxLength: 40 })
  .filter((list) => list.some((weight) => weight > 0))
  .map((list) => list.map((weight) => new Decimal(weight)));
const total = (parts: readonly Money[]): Decimal => parts.reduce((sum, part) => sum.plus(amountOf(part)), new Decimal(0));

describe('an amount of money', () => {
  test.each([
    ['22.00', '22'],
    ['-0.00', '0'],
    ['1e2', '100'],
    ['0.10', '0.1'],
  ])('%s is kept as %s', (text, kept) => {
    expect(money(text, 'USD')).toEqual({ amount: kept, currency: 'USD' });
  });

  test('always has the form that the API promises', () => {
    fc.assert(
      fc.property(anyMoney, (value) => {
        expect(Money.parse(value)).toEqual(value);
        expect(amountOf(value).equals(amountOf(money(amountOf(value), value.currency)))).toBe(true);
      }),
    );
  });

  test.each(['', 'twelve', '1,50', 'NaN'])('%j is no amount and is never taken for zero', (text) => {
    expect(() => money(text, 'USD')).toThrow('amount');
  });

  test.each([
    ['a number instead of text', { amount: 12, currency: 'USD' }],
    ['a comma', { amount: '12,50', currency: 'USD' }],
    ['an exponent', { amount: '1e3', currency: 'USD' }],
    ['a currency in lower case', { amount: '1', currency: 'usd' }],
    ['a symbol for a currency', { amount: '1', currency: '$' }],
    ['no currency', { amount: '1' }],
  ])('%s is refused at the door', (_what, value) => {
    expect(Money.safeParse(value).success).toBe(false);
  });
});

// ISO 4217, list one, column "minor unit".
describe('the smallest unit', () => {
  test.each([
    ['USD', 2],
    ['EUR', 2],
    ['CHF', 2],
    ['HUF', 2],
    ['JPY', 0],
    ['KRW', 0],
    ['ISK', 0],
    ['CLP', 0],
    ['VND', 0],
    ['KWD', 3],
    ['BHD', 3],
    ['OMR', 3],
    ['JOD', 3],
    ['TND', 3],
  ])('of %s has %d digits after the point', (code, digits) => {
    expect(minorDigitsOf(code)).toBe(digits);
  });
});

// Reliability reference 8.2: policy A and B round toward zero, also credits; D half away from zero. Float traps from 8.4.
describe('rounding', () => {
  test.each([
    ['1.005', 'USD', 'halfUp', '1.01'],
    ['1.005', 'USD', 'down', '1.00'],
    ['-1.005', 'USD', 'halfUp', '-1.01'],
    ['-1.005', 'USD', 'down', '-1.00'],
    ['2.675', 'EUR', 'halfUp', '2.68'],
    ['94.0849999', 'USD', 'halfUp', '94.08'],
    ['94.0899999', 'USD', 'down', '94.08'],
    ['-94.0899999', 'USD', 'down', '-94.08'],
    ['0.5', 'JPY', 'halfUp', '1'],
    ['0.5', 'JPY', 'down', '0'],
    ['1.0005', 'KWD', 'halfUp', '1.001'],
    ['7', 'USD', 'down', '7.00'],
  ] as const)('%s %s by the rule %s is %s', (amount, code, rule, rounded) => {
    expect(roundMoney(money(amount, code), rule)).toEqual({ amount: rounded, currency: code });
  });

  test('moves an amount by less than one smallest unit, and down never away from zero', () => {
    fc.assert(
      fc.property(anyMoney, fc.constantFrom('halfUp' as const, 'down' as const), (value, rule) => {
        const rounded = amountOf(roundMoney(value, rule));
        const unit = new Decimal(10).pow(-minorDigitsOf(value.currency));

        expect(rounded.minus(amountOf(value)).abs().lt(unit)).toBe(true);
        if (rule === 'down') expect(rounded.abs().lte(amountOf(value).abs())).toBe(true);
        else expect(rounded.minus(amountOf(value)).abs().lte(unit.div(2))).toBe(true);
      }),
    );
  });

  test('a credit rounds as its charge does, with the sign turned', () => {
    fc.assert(
      fc.property(anyMoney, fc.constantFrom('halfUp' as const, 'down' as const), (value, rule) => {
        const credit = money(amountOf(value).negated(), value.currency);

        expect(
          amountOf(roundMoney(credit, rule))
            .plus(amountOf(roundMoney(value, rule)))
            .isZero(),
        ).toBe(true);
      }),
    );
  });

  test('what is rounded stays as it is when rounded again', () => {
    fc.assert(
      fc.property(anyMoney, fc.constantFrom('halfUp' as const, 'down' as const), (value, rule) => {
        const once = roundMoney(value, rule);

        expect(roundMoney(once, rule)).toEqual(once);
      }),
    );
  });
});

describe('sums', () => {
  test('of different currencies are never one number (M10)', () => {
    const sums = sumByCurrency([money('10', 'USD'), money('3', 'EUR'), money('-2.50', 'USD'), money('0', 'CHF')]);

    expect(sums).toEqual([
      { amount: '0', currency: 'CHF' },
      { amount: '3', currency: 'EUR' },
      { amount: '7.5', currency: 'USD' },
    ]);
  });

  test('of nothing name no currency', () => {
    expect(sumByCurrency([])).toEqual([]);
  });

  test('do not depend on the order, nor on how the lines were grouped', () => {
    fc.assert(
      fc.property(fc.array(anyMoney, { maxLength: 30 }), fc.nat({ max: 30 }), (values, at) => {
        const grouped = [...sumByCurrency(values.slice(0, at)), ...sumByCurrency(values.slice(at))];

        expect(sumByCurrency(values.toReversed())).toEqual(sumByCurrency(values));
        expect(sumByCurrency(grouped)).toEqual(sumByCurrency(values));
      }),
    );
  });
});

describe('splitting an amount', () => {
  test.each([
    ['100.00', ['1', '1', '1'], ['33.34', '33.33', '33.33']],
    ['0.05', ['1', '1', '1'], ['0.02', '0.02', '0.01']],
    ['10.00', ['3', '0', '1'], ['7.5', '0', '2.5']],
    ['-100.00', ['1', '1', '1'], ['-33.33', '-33.33', '-33.34']],
    ['0.01', ['1', '99'], ['0', '0.01']],
    ['0', ['1', '2'], ['0', '0']],
    ['12.34', ['7'], ['12.34']],
    ['1.00', ['0.5', '0.25', '0.25'], ['0.5', '0.25', '0.25']],
  ])('%s by the weights %j is %j', (amount, by, parts) => {
    const split = splitMoney(
      money(amount, 'USD'),
      by.map((weight) => new Decimal(weight)),
    );

    expect(split.map((part) => part.amount)).toEqual(parts);
  });

  test('loses and adds no cent, whatever the weights', () => {
    fc.assert(
      fc.property(whole, weights, (value, by) => {
        const parts = splitMoney(value, by);

        expect(parts).toHaveLength(by.length);
        expect(total(parts).equals(amountOf(value))).toBe(true);
        expect(parts.every((part) => part.currency === value.currency)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('gives everybody his share to within one smallest unit', () => {
    fc.assert(
      fc.property(whole, weights, (value, by) => {
        const unit = new Decimal(10).pow(-minorDigitsOf(value.currency));
        const all = by.reduce((sum, weight) => sum.plus(weight), new Decimal(0));

        splitMoney(value, by).forEach((part, index) => {
          const share = amountOf(value)
            .times(by[index] ?? 0)
            .div(all);
          expect(amountOf(part).minus(share).abs().lt(unit)).toBe(true);
        });
      }),
    );
  });

  test('gives nothing to whom nothing is due', () => {
    fc.assert(
      fc.property(whole, weights, (value, by) => {
        splitMoney(value, by).forEach((part, index) => {
          if (by[index]?.isZero() === true) expect(amountOf(part).isZero()).toBe(true);
        });
      }),
    );
  });

  test('gives the same to equal weights, or one unit more to the earlier', () => {
    fc.assert(
      fc.property(whole, fc.integer({ min: 1, max: 30 }), (value, count) => {
        const unit = new Decimal(10).pow(-minorDigitsOf(value.currency));
        const parts = splitMoney(
          value,
          Array.from({ length: count }, () => new Decimal(1)),
        ).map(amountOf);

        expect(
          Decimal.max(...parts)
            .minus(Decimal.min(...parts))
            .lte(unit),
        ).toBe(true);
        expect(parts.every((part, index) => index === 0 || part.lte(parts[index - 1] ?? part))).toBe(true);
      }),
    );
  });

  test('an amount finer than the smallest unit is not split in silence', () => {
    expect(() => splitMoney(money('10.005', 'USD'), [new Decimal(1)])).toThrow('whole smallest units');
    expect(() => splitMoney(money('10.5', 'JPY'), [new Decimal(1)])).toThrow('whole smallest units');
  });

  test.each([[[]], [['0', '0']]])('weights %j that say nothing are refused', (by) => {
    expect(() =>
      splitMoney(
        money('1', 'USD'),
        by.map((weight) => new Decimal(weight)),
      ),
    ).toThrow('more than zero');
  });
});

// Microsoft's published proration examples (reliability reference 8.1, 8.2): price x billing days / cycle days x quantity. They do not agree with
// each other, so rounding is a named policy; A cuts the product, B cuts the price of one first, D rounds the product half up.
describe('the published proration examples', () => {
  const vectors: readonly (readonly [price: string, cycle: number, days: number, quantity: number, published: string, fits: string])[] = [
    ['10.08', 30, 28, 10, '94.08', 'A D'],
    ['10.08', 30, 28, 12, '112.89', 'A'],
    ['10.08', 30, 28, 8, '75.26', 'A D'],
    ['12', 31, 29, 10, '112.25', 'A'],
    ['12', 31, 29, 15, '168.38', 'A'],
    ['12', 31, 26, 15, '150.96', 'A'],
    ['12', 31, 26, 25, '251.61', 'A D'],
    ['12', 31, 24, 25, '232.25', 'A B'],
    ['12', 31, 24, 23, '213.67', 'A B'],
    ['12', 31, 22, 23, '195.87', 'A D'],
    ['12', 31, 22, 20, '170.32', 'A D'],
    ['12', 31, 11, 20, '85.16', 'A D'],
    ['12', 31, 11, 30, '127.74', 'A D'],
    ['10.08', 31, 29, 10, '94.20', 'B'],
    ['10.08', 30, 23, 300, '2316.00', 'B'],
    ['6.43', 30, 23, 300, '1476.00', 'B'],
    ['10.08', 30, 23, 100, '772.00', 'B'],
    ['6.43', 30, 23, 100, '492.00', 'B'],
    ['4', 30, 29, 1, '3.87', 'D'],
    ['4', 31, 19, 1, '2.45', 'A B D'],
    ['4', 31, 12, 2, '3.10', 'D'],
    ['211.20', 365, 27, 2, '31.25', 'D'],
    ['211.20', 365, 337, 2, '390.00', 'D'],
    ['48', 365, 19, 1, '2.47', ''],
  ];

  const policies = {
    A: (one: Decimal, quantity: number) => roundMoney(money(one.times(quantity), 'USD'), 'down').amount,
    B: (one: Decimal, quantity: number) =>
      amountOf(roundMoney(money(one, 'USD'), 'down'))
        .times(quantity)
        .toFixed(2),
    D: (one: Decimal, quantity: number) => roundMoney(money(one.times(quantity), 'USD'), 'halfUp').amount,
  };

  test.each(vectors)('%s for %d of %d days and %d seats is %s under "%s"', (price, cycle, days, quantity, published, fits) => {
    const one = new Decimal(price).times(days).div(cycle);

    const fitting = Object.entries(policies).flatMap(([name, apply]) => (apply(one, quantity) === published ? [name] : []));

    expect(fitting.join(' ')).toBe(fits);
  });
});
