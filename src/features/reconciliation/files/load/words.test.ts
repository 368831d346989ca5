import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { billingOf, fullSku, termOf, termOfLine } from './words.ts';

describe('terms in the words of each book', () => {
  test.each([
    // Partner Center and price sheets (partner-center-api.md 6.3, 8)
    ['P1M', 'P1M'],
    ['P1Y', 'P1Y'],
    ['P3Y', 'P3Y'],
    ['p1y', 'P1Y'],
    [' P1Y ', 'P1Y'],
    // Pax8 (distributors.md 2.4)
    ['Monthly', 'P1M'],
    ['1-Month', 'P1M'],
    ['1-Year', 'P1Y'],
    ['3-Year', 'P3Y'],
    // anything else says nothing
    ['', ''],
    ['P5Y', ''],
    ['Annual', ''],
    ['one year', ''],
  ])('%j is %j', (text, term) => {
    expect(termOf(text)).toBe(term);
  });
});

describe('TermAndBillingCycle of an invoice line', () => {
  test.each([
    ['One-Year commitment for monthly/yearly billing', 'P1Y'],
    ['One-Year commitment for yearly billing', 'P1Y'],
    ['1 Year commitment', 'P1Y'],
    ['1-year', 'P1Y'],
    ['One-Month commitment for monthly billing', 'P1M'],
    ['one month', 'P1M'],
    ['1-Month commitment', 'P1M'],
    ['Three-3 Years commitment for monthly/3 years/yearly billing', 'P3Y'],
    ['3-Year commitment', 'P3Y'],
    ['  THREE-year  ', 'P3Y'],
    ['', ''],
    ['Pay as you go', ''],
    ['Commitment of one year', ''],
    ['13-year', ''],
  ])('%j is %j', (text, term) => {
    expect(termOfLine(text)).toBe(term);
  });
});

describe('how often is charged', () => {
  test.each([
    ['monthly', 'monthly'],
    ['Monthly', 'monthly'],
    ['annual', 'annual'],
    ['Annual', 'annual'],
    ['Yearly', 'annual'],
    ['1-Year', 'annual'],
    [' annual ', 'annual'],
    ['none', 'none'],
    ['', 'none'],
    ['Triennial', 'none'],
    ['One-Time', 'none'],
  ])('%j is %s', (text, billing) => {
    expect(billingOf(text)).toBe(billing);
  });
});

describe('SKU ids that a spreadsheet has cut', () => {
  test.each([
    ['1', '0001'],
    ['0001', '0001'],
    ['12', '0012'],
    ['000q', '000Q'],
    ['0S2K', '0S2K'],
    ['12345', '12345'],
    ["'0001", '0001'],
    ['', ''],
  ])('%j is %j', (cut, whole) => {
    expect(fullSku(cut)).toBe(whole);
  });

  test('twice is once', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('0', '1', 'a', 'Q'), maxLength: 6 }), (text) => {
        expect(fullSku(fullSku(text))).toBe(fullSku(text));
      }),
    );
  });

  test('leading zeros do not matter', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9999 }), (number) => {
        expect(fullSku(String(number))).toBe(fullSku(String(number).padStart(4, '0')));
      }),
    );
  });
});
