import { describe, expect, test } from 'vitest';
import { exactNumber, type JsonValue, readJson } from '../../../src/lib/exact-json.ts';
import { readPatch } from './patch.ts';
import { dayValue, decimalValue, flagValue, textValue, ValueError, wholeValue } from './values.ts';

describe('amounts', () => {
  test.each<[JsonValue, string]>([
    [exactNumber('26.40'), '26.4'],
    [exactNumber('0.1234567890123456789'), '0.1234567890123456789'],
    ['26.40', '26.4'],
    [exactNumber('-5'), '-5'],
    [exactNumber('1e3'), '1000'],
    [null, '0'],
  ])('%j is kept as %s', (value, text) => {
    expect(decimalValue(value)).toBe(text);
  });

  test.each<JsonValue>(['', 'many', '1,5', true, [], {}, 'NaN', 'Infinity', '0x10'])('%j is no number', (value) => {
    expect(() => decimalValue(value)).toThrow(ValueError);
  });
});

describe('days', () => {
  test.each<[JsonValue, string | undefined]>([
    ['2026-02-01', '2026-02-01'],
    ['2026-02-01T00:00:00Z', '2026-02-01'],
    ['2026-02-01T23:59:59.999Z', '2026-02-01'],
    ['2026-02-01T00:00:00', '2026-02-01'],
    ['2028-02-29', '2028-02-29'],
    ['', undefined],
    [null, undefined],
  ])('%j is %j', (value, day) => {
    expect(dayValue(value)).toBe(day);
  });

  test.each<JsonValue>([
    '2026-02-29',
    '2026-13-01',
    '02/01/2026',
    '2026-2-1',
    'today',
    20260201,
    '2026-02-01 00:00',
    '2026-02-01T00:00:00+01:00',
  ])('%j is no day', (value) => {
    expect(() => dayValue(value)).toThrow('must be a date');
  });
});

describe('texts, flags and numbers', () => {
  test('a text has a longest length, and null is no text', () => {
    expect([textValue('x'.repeat(50), 50), textValue(null, 50)]).toEqual(['x'.repeat(50), '']);
    expect(() => textValue('x'.repeat(51), 50)).toThrow('must not be longer than 50 characters');
    expect(() => textValue(exactNumber('5'), 50)).toThrow('must be text');
  });

  test('a flag is true, false or unset', () => {
    expect([flagValue(true), flagValue(false), flagValue(null)]).toEqual([true, false, false]);
    expect(() => flagValue('true')).toThrow('must be true or false');
  });

  test.each<[JsonValue | undefined, number | undefined]>([
    [exactNumber('5'), 5],
    [exactNumber('0'), 0],
    [exactNumber('999999999'), 999_999_999],
    [exactNumber('1000000000'), undefined],
    [exactNumber('5.0'), undefined],
    [exactNumber('-5'), undefined],
    ['5', undefined],
    [undefined, undefined],
  ])('%j as a number of a row is %j', (value, number) => {
    expect(wholeValue(value)).toBe(number);
  });
});

describe('a JSON patch (psa.md 2.6)', () => {
  const known = new Set(['quantity', 'product', 'cancelledDate', 'customFields']);
  const read = (body: string) => readPatch(readJson(body), (name) => known.has(name), 'addition');

  test.each([
    ['one', '[{"op":"replace","path":"quantity","value":5}]', { quantity: exactNumber('5') }],
    ['a leading slash', '[{"op":"replace","path":"/quantity","value":5}]', { quantity: exactNumber('5') }],
    ['op in capitals', '[{"op":"Replace","path":"quantity","value":5}]', { quantity: exactNumber('5') }],
    ['add', '[{"op":"add","path":"cancelledDate","value":"2026-12-31"}]', { cancelledDate: '2026-12-31' }],
    ['remove', '[{"op":"remove","path":"cancelledDate"}]', { cancelledDate: null }],
    ['null as a value', '[{"op":"replace","path":"cancelledDate","value":null}]', { cancelledDate: null }],
    ['into a reference', '[{"op":"replace","path":"product/id","value":6}]', { product: { id: exactNumber('6') } }],
    [
      'the later one wins',
      '[{"op":"replace","path":"quantity","value":5},{"op":"replace","path":"quantity","value":6}]',
      { quantity: exactNumber('6') },
    ],
    ['none', '[]', {}],
  ])('%s', (_name, body, changes) => {
    expect(read(body)).toEqual(changes);
  });

  test.each([
    ['an object', '{"op":"replace"}', 'The body must be an array of patch operations.'],
    ['null', 'null', 'The body must be an array of patch operations.'],
    ['an operation that is none', '[5]', 'A patch operation must be an object.'],
    ['test', '[{"op":"test","path":"quantity","value":5}]', 'op must be add, replace or remove.'],
    ['no op', '[{"path":"quantity","value":5}]', 'op must be add, replace or remove.'],
    ['no path', '[{"op":"remove"}]', 'path is required.'],
    ['an unknown path', '[{"op":"replace","path":"secret","value":5}]', "The path 'secret' could not be found."],
    ['the language', '[{"op":"replace","path":"__proto__/x","value":5}]', "The path '__proto__/x' could not be found."],
    ['too deep', '[{"op":"replace","path":"product/id/x","value":5}]', "The path 'product/id/x' could not be found."],
    ['an empty step', '[{"op":"replace","path":"product/","value":5}]', "The path 'product/' could not be found."],
    ['no value', '[{"op":"replace","path":"quantity"}]', "A value is required to replace 'quantity'."],
  ])('%s is refused', (_name, body, message) => {
    expect(read(body)).toEqual([expect.objectContaining({ code: 'InvalidOperation', resource: 'addition', message })]);
  });

  test('every wrong operation is named, and then nothing is changed', () => {
    expect(read('[{"op":"replace","path":"quantity","value":5},{"op":"x","path":"quantity"},{"op":"remove"}]')).toHaveLength(2);
  });
});
