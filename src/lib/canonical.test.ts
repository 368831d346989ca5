import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from './canonical.ts';
import { Decimal } from './decimal.ts';

/** The same value with the members of every object in another order. */
function shuffled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shuffled);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, member]) => [name, shuffled(member)]),
  );
}

describe('one text for one value', () => {
  test.each([
    [null, 'null'],
    [true, 'true'],
    ['', '""'],
    ['"quoted"\n', '"\\"quoted\\"\\n"'],
    [12.5, '12.5'],
    [[], '[]'],
    [{}, '{}'],
    [{ b: 1, a: 2 }, '{"a":2,"b":1}'],
    [{ b: { d: 1, c: [{ z: 1, y: 2 }] }, a: null }, '{"a":null,"b":{"c":[{"y":2,"z":1}],"d":1}}'],
    [{ a: undefined, b: 1 }, '{"b":1}'],
    [[1, undefined, 2], '[1,null,2]'],
    [{ at: Temporal.Instant.from('2026-11-21T09:00:00Z') }, '{"at":"2026-11-21T09:00:00Z"}'],
    [{ on: Temporal.PlainDate.from('2026-01-31') }, '{"on":"2026-01-31"}'],
    [{ amount: new Decimal('12.50') }, '{"amount":"12.5"}'],
    [new Date('2026-11-21T09:00:00Z'), '"2026-11-21T09:00:00.000Z"'],
  ])('%j', (value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });

  test('the order in which members were written does not matter', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(canonicalJson(shuffled(value))).toBe(canonicalJson(value));
      }),
    );
  });

  test('it is JSON, and reading it back gives the value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  test('writing what was read back gives the same text: a hash made here can be checked from a stored copy', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);

        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
    );
  });

  test.each([
    ['the order in a list', [1, 2], [2, 1]],
    ['text and number', { a: '1' }, { a: 1 }],
    ['absent and null', {}, { a: null }],
    ['a member and its name', { ab: 'c' }, { a: 'bc' }],
  ])('%s makes a difference', (_what, one, other) => {
    expect(canonicalJson(one)).not.toBe(canonicalJson(other));
  });

  test('names are ordered by their bytes, not by the language of the machine', () => {
    expect(canonicalJson({ z: 1, ä: 2, Z: 3, a: 4, 10: 5, 9: 6 })).toBe('{"10":5,"9":6,"Z":3,"a":4,"z":1,"ä":2}');
  });
});
