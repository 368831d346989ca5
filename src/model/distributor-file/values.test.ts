import { describe, expect, test } from 'vitest';
import {
  dayOrderOf,
  decimalSignOf,
  isNothing,
  plainText,
  type Read,
  readAmount,
  readDate,
  readFrequency,
  readId,
  readSeats,
  readTerm,
  readText,
  skuOf,
  statusOf,
} from './values.ts';

const valueOf = <T>(read: Read<T>): T | string => ('value' in read ? read.value : `because it ${read.because}`);

describe('a cell', () => {
  test.each([
    ['  Contoso  ', 'Contoso'],
    ['="00123"', '00123'],
    ["'00123", '00123'],
    ["''00123", '00123'],
    ["O'Neil", "O'Neil"],
    ["'", "'"],
    ['="', '="'],
  ])('%j is read as %j', (cell, text) => {
    expect(plainText(cell)).toBe(text);
  });

  test.each(['', '-', 'N/A', 'na', 'NULL', 'none', '#N/A'])('%j stands for nothing', (text) => {
    expect(isNothing(text)).toBe(true);
  });

  test.each(['0', 'No', '--', 'nonesuch'])('%j stands for something', (text) => {
    expect(isNothing(text)).toBe(false);
  });
});

describe('an id', () => {
  test.each(['0012', 'S-1', '4711', '1E5', '12E+3A', 'x'.repeat(200)])('%j is taken as it is', (text) => {
    expect(readId(text)).toEqual({ value: text });
  });

  test.each([
    ['1.23457E+15', 'rounded'],
    ['1,23457e+15', 'rounded'],
    ['1E+15', 'rounded'],
    ['=A1', 'a formula'],
    ['=HYPERLINK("https://evil.example","x")', 'a formula'],
    ['#REF!', 'that it lost'],
    ['#NAME?', 'that it lost'],
    ['########', 'that it lost'],
    ['x'.repeat(201), 'longer than 200'],
  ])('%j is not, and it is said why', (text, because) => {
    expect(valueOf(readId(text))).toContain(because);
  });

  test('is shown shortened, so that a megabyte in a cell is no megabyte of message', () => {
    expect(valueOf(readText(`=${'x'.repeat(1_000_000)}`)).length).toBeLessThan(120);
  });
});

describe('the sign before the parts of a unit', () => {
  test.each([
    [['12,50', '3'], ','],
    [['1.234,56'], ','],
    [['12.50', '3'], '.'],
    [['1,234.56'], '.'],
    [['1,234', '5,678'], 'unsure'],
    [['12,50', '12.50'], 'unsure'],
    [['€ 12,50', '7,5 EUR'], ','],
    [['$1,234.50'], '.'],
    [[], 'unsure'],
    [['none', ''], 'unsure'],
  ] as const)('of %j is %s', (amounts, sign) => {
    expect(decimalSignOf(amounts)).toBe(sign);
  });
});

describe('an amount', () => {
  test.each([
    ['18,70', ',', '18.7'],
    ['1.234,56', ',', '1234.56'],
    ['1 234,56', ',', '1234.56'],
    ['1\u202f234,56 €', ',', '1234.56'],
    ["1'234.56", '.', '1234.56'],
    ['CHF 12.00', '.', '12'],
    ['12.345678901234567', '.', '12.345678901234567'],
    ['-3.10', '.', '-3.1'],
    ['12', 'unsure', '12'],
    ['1,5', 'unsure', '1.5'],
    ['0,00', ',', '0'],
  ] as const)('%j where parts come behind %j is %s', (text, sign, amount) => {
    expect(readAmount(text, sign)).toEqual({ value: amount });
  });

  test('that may be a thousand or one and a bit is never guessed', () => {
    expect(valueOf(readAmount('1,234', 'unsure'))).toContain('a thousand or one');
    expect(readAmount('1,234', '.')).toEqual({ value: '1234' });
    expect(readAmount('1,234', ',')).toEqual({ value: '1.234' });
  });

  test.each(['ten', '1.2.3,4,5', '--5', '=1+1', '#VALUE!', 'NaN', 'Infinity', '0x10'])('%j is none', (text) => {
    expect(readAmount(text, '.')).toHaveProperty('because');
  });
});

describe('seats', () => {
  test.each([
    ['25', 'unsure', 25],
    ['25.0', '.', 25],
    ['25,00', ',', 25],
    ['1.000', ',', 1_000],
    ['0', '.', 0],
    ['007', 'unsure', 7],
  ] as const)('%j where parts come behind %j are %i', (text, sign, seats) => {
    expect(readSeats(text, sign)).toEqual({ value: seats });
  });

  test.each(['-1', '2.5', 'many', '99999999999999999999', '#REF!'])('%j are none', (text) => {
    expect(readSeats(text, '.')).toHaveProperty('because');
  });
});

describe('a date', () => {
  test.each([
    [['31/01/2026', '01/02/2026'], 'dayFirst'],
    [['01/31/2026', '01/02/2026'], 'monthFirst'],
    [['01-31-2026'], 'monthFirst'],
    [['01/02/2026'], 'unsure'],
    [['31/01/2026', '01/31/2026'], 'unsure'],
    [['2026-01-31'], 'unsure'],
  ] as const)('in a file with %j is written %s', (days, order) => {
    expect(dayOrderOf(days)).toBe(order);
  });

  test.each([
    ['2026-11-21', 'unsure', '2026-11-21'],
    ['2026-11-21T23:30:00-08:00', 'unsure', '2026-11-21'],
    ['1.2.2026', 'unsure', '2026-02-01'],
    ['29.02.2028', 'unsure', '2028-02-29'],
    ['1/2/2026', 'dayFirst', '2026-02-01'],
    ['1/2/2026', 'monthFirst', '2026-01-02'],
    ['03/03/2026', 'unsure', '2026-03-03'],
    ['1/2/2026 12:00:00 AM', 'monthFirst', '2026-01-02'],
  ] as const)('%j, %s, is %s', (text, order, day) => {
    expect(readDate(text, order)).toEqual({ value: day });
  });

  test.each([
    ['01/02/2026', 'unsure', 'nothing in the file tells which is the day'],
    ['46000', 'unsure', "a spreadsheet's number of a day"],
    ['46000.5', 'unsure', "a spreadsheet's number of a day"],
    ['2026-02-30', 'unsure', 'no day of the calendar'],
    ['29.02.2026', 'unsure', 'no day of the calendar'],
    ['13/13/2026', 'dayFirst', 'no day of the calendar'],
    ['soon', 'unsure', 'no date'],
    ['=TODAY()', 'unsure', 'a formula'],
    ['1/2/26', 'dayFirst', 'no date'],
  ] as const)('%j, %s, is none, and it is said why', (text, order, because) => {
    expect(valueOf(readDate(text, order))).toContain(because);
  });
});

describe('words of distributors', () => {
  test.each([
    ['P1Y', 'P1Y'],
    ['Annual', 'P1Y'],
    ['12 months', 'P1Y'],
    ['1_YEAR', 'P1Y'],
    ['Month-to-Month', 'P1M'],
    ['triennial', 'P3Y'],
    ['24', 'P2Y'],
    ['No commitment', 'none'],
  ])('the term %j is %s', (text, term) => {
    expect(readTerm(text)).toEqual({ value: term });
  });

  test.each([
    ['per month', 'monthly'],
    ['Upfront', 'annual'],
    ['One-Time', 'oneTime'],
    ['pay as you go', 'none'],
  ])('billed %j is %s', (text, frequency) => {
    expect(readFrequency(text)).toEqual({ value: frequency });
  });

  test('a term or frequency that nobody knows is named, with some that are known', () => {
    expect(valueOf(readTerm('P7Y'))).toContain('P1M, P1Y, P3Y');
    expect(valueOf(readFrequency('fortnightly'))).toContain('monthly, annual, triennial');
  });

  test.each([
    ['Active', 'active'],
    ['PENDING CANCEL', 'active'],
    ['On-Hold', 'suspended'],
    ['Canceled', 'cancelled'],
    ['expired', 'expired'],
    ['zombie', 'unknown'],
  ])('the state %j is %s', (text, status) => {
    expect(statusOf(text)).toBe(status);
  });
});

describe('a SKU', () => {
  test.each([
    ['CFQ7TTC0LH18:0001', 'CFQ7TTC0LH18:0001'],
    ['cfq7ttc0lh18-1', 'CFQ7TTC0LH18:0001'],
    ['CFQ7TTC0LH18 / 00A', 'CFQ7TTC0LH18:000A'],
    ['CFQ7TTC0LH18_0001', 'CFQ7TTC0LH18:0001'],
    ['MS-365-BP', 'MS-365-BP'],
    ['CFQ7TTC0LH18', 'CFQ7TTC0LH18'],
    ['CFQ7TTC0LH18:0001:P1Y', 'CFQ7TTC0LH18:0001:P1Y'],
  ])('%j is %s', (text, sku) => {
    expect(skuOf(text)).toBe(sku);
  });
});
