import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Decimal, parseDecimal, printDecimal, sumDecimals } from './decimal.ts';

const amount = fc.tuple(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), fc.integer({ min: 0, max: 9 })).map(([units, digits]) => {
  return new Decimal(units.toString()).div(new Decimal(10).pow(digits));
});
const parsed = (text: string): string | undefined => {
  const value = parseDecimal(text);
  return value === undefined ? undefined : printDecimal(value);
};

describe('reading amounts', () => {
  test.each([
    ['0', '0'],
    ['-0', '0'],
    ['0.00', '0'],
    ['1.10', '1.1'],
    ['+7', '7'],
    ['-94.08', '-94.08'],
    ['  12.5 ', '12.5'],
    ['007', '7'],
    ['1e3', '1000'],
    ['1.5E-7', '0.00000015'],
    ['9007199254740993', '9007199254740993'], // beyond what a binary double counts exactly
    ['0.1000000000000000055511151231257827', '0.1000000000000000055511151231257827'],
    ['123456789012345678901234567890.123456789', '123456789012345678901234567890.123456789'],
  ])('%j is %s', (text, printed) => {
    expect(parsed(text)).toBe(printed);
  });

  test.each([
    '',
    ' ',
    '.',
    '.5',
    '5.',
    '1,5',
    '1.234,56',
    '1 000',
    '--1',
    '1-',
    'NaN',
    'Infinity',
    '-Infinity',
    '0x10',
    '1e',
    '1e1000',
    '١٢',
    '1.2.3',
    'twelve',
    '$5',
  ])('%j is no amount', (text) => {
    expect(parseDecimal(text)).toBeUndefined();
  });

  test('nothing that remotes send makes it throw', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const value = parseDecimal(text);

        expect(value === undefined || value.isFinite()).toBe(true);
      }),
    );
  });
});

describe('writing amounts', () => {
  test.each([
    ['0.0000001', '0.0000001'],
    ['1e21', '1000000000000000000000'],
    ['-1e-20', '-0.00000000000000000001'],
  ])('%s has no exponent', (text, printed) => {
    expect(printDecimal(new Decimal(text))).toBe(printed);
  });

  test('what is written is read back as the same amount', () => {
    fc.assert(
      fc.property(amount, (value) => {
        const text = printDecimal(value);

        expect(text).toMatch(/^-?\d+(\.\d*[1-9])?$/);
        expect(parseDecimal(text)?.equals(value)).toBe(true);
      }),
    );
  });

  test('equal amounts are written the same, however they were sent', () => {
    fc.assert(
      fc.property(amount, fc.integer({ min: 0, max: 6 }), (value, zeros) => {
        const padded = value.toFixed(value.decimalPlaces() + zeros);

        expect(parsed(padded)).toBe(printDecimal(value));
      }),
    );
  });
});

// Float traps of the reliability reference, section 8.4.
describe('arithmetic is exact where binary floats are not', () => {
  test.each([
    ['1.005', 'times', '1000', '1005'],
    ['4.35', 'times', '100', '435'],
    ['8.2', 'minus', '0.2', '8'],
    ['0.1', 'plus', '0.2', '0.3'],
    ['9007199254740993', 'plus', '1', '9007199254740994'],
  ] as const)('%s %s %s is %s', (a, operation, b, result) => {
    expect(printDecimal(new Decimal(a)[operation](b))).toBe(result);
  });
});

describe('sums', () => {
  test('of nothing is nothing', () => {
    expect(printDecimal(sumDecimals([]))).toBe('0');
  });

  test('do not depend on the order', () => {
    fc.assert(
      fc.property(fc.array(amount, { maxLength: 30 }), (values) => {
        expect(sumDecimals(values.toReversed()).equals(sumDecimals(values))).toBe(true);
      }),
    );
  });

  test('of a charge and its credit is nothing', () => {
    fc.assert(
      fc.property(fc.array(amount, { maxLength: 20 }), (values) => {
        expect(sumDecimals([...values, ...values.map((value) => value.negated())]).isZero()).toBe(true);
      }),
    );
  });

  test('a thousand dimes are a hundred dollars', () => {
    expect(printDecimal(sumDecimals(Array.from({ length: 1_000 }, () => new Decimal('0.1'))))).toBe('100');
  });
});
