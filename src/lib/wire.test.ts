import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { exactNumber } from './exact-json.ts';
import { optionalAmount, optionalCount, optionalFlag, optionalText, readGuid, safeText, wireAmount, wireCount, wireText } from './wire.ts';

describe('amounts', () => {
  test.each([
    ['22.0', '22'],
    ['1e-7', '0.0000001'],
    [17.6, '17.6'],
    [exactNumber('0.1000000000000000055511151231257827'), '0.1000000000000000055511151231257827'],
    ['-0', '0'],
    [' 5.50 ', '5.5'],
  ])('%s is %s, digit for digit', (sent, amount) => {
    expect(wireAmount.parse(sent)).toBe(amount);
  });

  test.each(['NaN', 'Infinity', '1,5', '', 'ten', '0x10', null, true, {}])('%s is no amount', (sent) => {
    expect(wireAmount.safeParse(sent).success).toBe(false);
  });

  test('an absent, null or blank amount is none; an unreadable one is not taken for none', () => {
    const record = z.object({ cost: optionalAmount });

    expect([{}, { cost: null }, { cost: '' }].map((sent) => record.parse(sent).cost)).toEqual([undefined, undefined, undefined]);
    expect(record.safeParse({ cost: 'free' }).success).toBe(false);
  });
});

describe('counts', () => {
  test.each([
    [25, 25],
    ['25', 25],
    ['25.0', 25],
    [0, 0],
  ])('%s seats are %i', (sent, seats) => {
    expect(wireCount.parse(sent)).toBe(seats);
  });

  test.each([-1, '-5', 1.5, '2.5', 'many', '99999999999999999999'])('%s seats cannot be', (sent) => {
    expect(wireCount.safeParse(sent).success).toBe(false);
  });

  test('a count may be missing', () => {
    expect(z.object({ total: optionalCount }).parse({}).total).toBeUndefined();
    expect(z.object({ total: optionalCount }).safeParse({ total: 'x' }).success).toBe(false);
  });
});

describe('texts', () => {
  test('a number may stand where a text is meant', () => {
    expect(wireText.parse(42)).toBe('42');
  });

  test('what PostgreSQL cannot keep is replaced, everything else stays as it was sent', () => {
    expect(safeText('a\u0000b')).toBe('a\uFFFDb');
    expect(safeText('half \uD800 sign')).toBe('half \uFFFD sign');
    expect(safeText('=HYPERLINK("x") <b> \u202Egnp')).toBe('=HYPERLINK("x") <b> \u202Egnp');
  });

  test('blank, null and absent are the same nothing', () => {
    expect(['', '  ', null, undefined].map((sent) => optionalText.parse(sent))).toEqual([undefined, undefined, undefined, undefined]);
  });

  test('flags come as flags, texts and numbers', () => {
    expect([true, 'True', 1, false, 'false', 0, null, 'perhaps'].map((sent) => optionalFlag.parse(sent))).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
      undefined,
      undefined,
    ]);
  });
});

test('GUIDs are compared in lower case without braces; anything else is none', () => {
  expect(readGuid('{A356AC8C-E310-44F4-BF85-C7F29044AF99}')).toBe('a356ac8c-e310-44f4-bf85-c7f29044af99');
  expect(['<guid>', '', undefined, '../x', 'a356ac8c'].map(readGuid)).toEqual([undefined, undefined, undefined, undefined, undefined]);
});
