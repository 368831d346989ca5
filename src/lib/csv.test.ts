import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvField, csvRecord, unguarded } from './csv.ts';

describe('a CSV of ours', () => {
  test.each([
    ['plain', 'plain'],
    ['', ''],
    ['-12.50', '-12.50'],
    ['Alpen, Bau', '"Alpen, Bau"'],
    ['say "no"', '"say ""no"""'],
    ['two\nlines', '"two\nlines"'],
    ["=cmd|'/C calc'!A0", "'=cmd|'/C calc'!A0"],
    ['=1,2', '"\'=1,2"'],
    ['+49 30 1234', "'+49 30 1234"],
    ['-1-2', "'-1-2"],
    ['@sum', "'@sum"],
    ['\ttab', "'\ttab"],
    ["'quoted'", "'quoted'"],
  ])('%j is written %j', (text, expected) => {
    expect(csvField(text)).toBe(expected);
  });

  test('ends its records as the RFC says', () => {
    expect(csvRecord(['a', 'b,c', ''])).toBe('a,"b,c",\r\n');
  });

  test('no text runs as a formula, and read back it is the same text (R16)', () => {
    const unit = fc.constantFrom('=', '+', '-', '@', "'", '1', 'a', '\t', '.');
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 6 }), (text) => {
        const written = csvField(text);
        expect(/^[=+@\t]/.test(written)).toBe(false);
        expect(written.startsWith('-') && !/^-\d+(\.\d+)?$/.test(written)).toBe(false);
        // Text that was guarded by somebody else before looks like ours.
        if (unguarded(text) === text) expect(unguarded(written)).toBe(text);
      }),
    );
  });
});
