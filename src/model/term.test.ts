import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Decimal, printDecimal } from '../lib/decimal.ts';
import { BillingFrequency, chargeMonths, monthlyEquivalent, Term, termLabel } from './term.ts';

describe('a price as a price a month', () => {
  test.each([
    ['22.00', 'monthly', '22'],
    ['264.00', 'annual', '22'],
    ['528', 'biennial', '22'],
    ['792', 'triennial', '22'],
    ['-12', 'annual', '-1'],
    ['0', 'annual', '0'],
    ['100', 'oneTime', undefined],
    ['100', 'none', undefined],
  ] as const)('%s charged %s is %s', (price, frequency, monthly) => {
    const equivalent = monthlyEquivalent(new Decimal(price), frequency);

    expect(equivalent === undefined ? undefined : printDecimal(equivalent)).toBe(monthly);
  });

  test('times the months that a charge covers is the charge again, to far less than a cent', () => {
    const price = fc.integer({ min: -10_000_000, max: 10_000_000 }).map((cents) => new Decimal(cents).div(100));
    fc.assert(
      fc.property(price, fc.constantFrom(...BillingFrequency.options), (charge, frequency) => {
        const months = chargeMonths[frequency];
        const monthly = monthlyEquivalent(charge, frequency);

        expect(monthly === undefined).toBe(months === undefined);
        if (monthly !== undefined && months !== undefined) expect(monthly.times(months).minus(charge).abs().lt('1e-25')).toBe(true);
      }),
    );
  });

  test('keeps the order of prices: what is dearer a charge is dearer a month', () => {
    const price = fc.integer({ min: 0, max: 1_000_000 }).map((cents) => new Decimal(cents).div(100));
    fc.assert(
      fc.property(price, price, fc.constantFrom('monthly' as const, 'annual' as const, 'triennial' as const), (one, other, frequency) => {
        expect(monthlyEquivalent(one, frequency)?.comparedTo(monthlyEquivalent(other, frequency) ?? 0)).toBe(one.comparedTo(other));
      }),
    );
  });
});

describe('what people read instead of codes', () => {
  test.each([
    ['P1M', 'monthly', '1 month, billed monthly'],
    ['P1Y', 'monthly', '1 year, billed monthly'],
    ['P1Y', 'annual', '1 year, billed yearly'],
    ['P2Y', 'biennial', '2 years, billed every two years'],
    ['P3Y', 'triennial', '3 years, billed every three years'],
    ['none', 'none', 'no term, billed by use'],
    ['none', 'oneTime', 'no term, billed once'],
  ] as const)('%s %s is "%s"', (term, frequency, label) => {
    expect(termLabel(term, frequency)).toBe(label);
  });

  test('no two combinations read the same', () => {
    const labels = Term.options.flatMap((term) => BillingFrequency.options.map((frequency) => termLabel(term, frequency)));

    expect(new Set(labels).size).toBe(Term.options.length * BillingFrequency.options.length);
  });
});
