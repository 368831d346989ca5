import { describe, expect, test } from 'vitest';
import { whyNoDay, whyNoNumber, whyRoundedId } from './wrong-value.ts';

describe('a number that is none says why', () => {
  test.each([
    ['', /^Subtotal is empty/],
    ['   ', /^Subtotal is empty/],
    ['1.234,56', /is "1\.234,56", with a decimal comma/],
    ['-0,5', /decimal comma/],
    ['1 234,5', /decimal comma/],
    ["1'234,56", /decimal comma/],
    ['1,234.56', /commas between thousands/],
    ['12,345,678', /commas between thousands/],
    ['=A1*2', /a formula; save the file with values/],
    ['twelve', /which is no number/],
    ['12 EUR', /which is no number/],
  ])('%j', (text, expected) => {
    expect(whyNoNumber('Subtotal', text)).toMatch(expected);
  });

  test('one with too many digits is told as such, money with parts of a cent too', () => {
    expect(whyNoNumber('UnitPrice', '99999999999999999999')).toContain('more digits than are counted exactly');
    expect(whyNoNumber('Total', '1.005', 'money')).toContain('parts of a cent');
  });

  test('a name of a megabyte in its place is not repeated', () => {
    expect(whyNoNumber('Subtotal', 'x'.repeat(1_000_000)).length).toBeLessThan(100);
  });
});

describe('a day that is none says why', () => {
  test.each([
    ['31/12/2026', /day before the month.*M\/D\/YYYY/],
    ['31.12.2026', /day before the month/],
    ['46387', /spreadsheet's number of a day/],
    ['2026-13-01', /which is no day/],
    ['13/13/2026', /which is no day/],
    ['soon', /which is no day/],
  ])('%s', (text, expected) => {
    expect(whyNoDay('ChargeStartDate', text)).toMatch(expected);
  });
});

describe('an id that a spreadsheet rounded', () => {
  test.each(['1.23457E+14', '1,23457E+14', '9E+15', '1.23457e+14', '123456789012345000'])('%s is noticed', (text) => {
    expect(whyRoundedId('OrderId', text)).toContain(`OrderId is "${text}"`);
  });

  test.each(['', '123456789012345678', '1000', '100000000000000', '123456E78901', 'CFQ7TTC0LH16', '284b0ff0-0e74-4f65-cb23-f8ad95867994'])(
    '%j is not taken for one',
    (text) => {
      expect(whyRoundedId('OrderId', text)).toBeUndefined();
    },
  );
});
