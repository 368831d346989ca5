import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../src/lib/exact-json.ts';
import { matches } from './matches.ts';
import { type Condition, parseConditions } from './parse.ts';
import { ConditionError, toTokens } from './tokens.ts';

type Row = { readonly id: number; readonly name: string; readonly inactiveFlag: boolean };
const row = fc.record({
  id: fc.integer({ min: 0, max: 5 }),
  name: fc.constantFrom('a', 'B', "O'B", 'say "x"', ''),
  inactiveFlag: fc.boolean(),
});

/** A condition as text together with what it means. */
type Case = { readonly text: string; readonly holds: (row: Row) => boolean };
const compared: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '=': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<>': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '>': (a, b) => a > b,
  '<=': (a, b) => a <= b,
  '>=': (a, b) => a >= b,
};
const simple: fc.Arbitrary<Case> = fc.oneof(
  fc.tuple(fc.constantFrom(...Object.keys(compared)), fc.integer({ min: 0, max: 5 })).map(([operator, number]) => ({
    text: `id ${operator} ${number}`,
    holds: ({ id }: Row) => compared[operator]?.(id, number) === true,
  })),
  fc.constantFrom('a', 'b', "O'B", 'say "x"').map((text) => ({
    text: `name="${text.replaceAll('"', '""')}"`,
    holds: ({ name }: Row) => name.toLowerCase() === text.toLowerCase(),
  })),
  fc
    .boolean()
    .map((flag) => ({ text: `inactiveFlag = ${flag ? 'True' : 'false'}`, holds: ({ inactiveFlag }: Row) => inactiveFlag === flag })),
  fc.uniqueArray(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 4 }).map((ids) => ({
    text: `id IN (${ids.join(' , ')})`,
    holds: ({ id }: Row) => ids.includes(id),
  })),
);
const worded: fc.Arbitrary<Case> = fc.oneof(
  fc.constantFrom('a', 'O', 'x"', 'zz').map((part) => ({
    text: `name contains "${part.replaceAll('"', '""')}"`,
    holds: ({ name }: Row) => name.toLowerCase().includes(part.toLowerCase()),
  })),
  fc.constantFrom('a', 'o', 's').map((part) => ({
    text: `name like '${part}%'`,
    holds: ({ name }: Row) => name.toLowerCase().startsWith(part),
  })),
  fc.constantFrom("'b", '"').map((part) => ({
    text: `name like "%${part.replaceAll('"', '""')}"`,
    holds: ({ name }: Row) => name.toLowerCase().endsWith(part),
  })),
  fc.boolean().map((isNull) => ({ text: `name ${isNull ? '=' : '!='} null`, holds: ({ name }: Row) => (name === '') === isNull })),
  fc.uniqueArray(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 3 }).map((ids) => ({
    text: `id not in (${ids.join(',')})`,
    holds: ({ id }: Row) => !ids.includes(id),
  })),
);
const joined: fc.Arbitrary<Case> = fc.letrec<{ one: Case; any: Case }>((tie) => ({
  one: fc.oneof(
    { weight: 3, arbitrary: simple },
    { weight: 2, arbitrary: worded },
    { weight: 1, arbitrary: tie('any').map(({ text, holds }) => ({ text: `not (${text})`, holds: (of: Row) => !holds(of) })) },
  ),
  any: fc.oneof(
    { maxDepth: 3 },
    tie('one'),
    fc
      .tuple(tie('one'), tie('one'))
      .map(([a, b]) => ({ text: `(${a.text}) and (${b.text})`, holds: (of: Row) => a.holds(of) && b.holds(of) })),
    fc
      .tuple(tie('one'), tie('one'))
      .map(([a, b]) => ({ text: `(${a.text}) OR (${b.text})`, holds: (of: Row) => a.holds(of) || b.holds(of) })),
  ),
})).any;

describe('laws of conditions', () => {
  test('a row is kept exactly when the condition holds', () => {
    fc.assert(
      fc.property(joined, row, ({ text, holds }, of) => {
        expect(matches(parseConditions(text), of)).toBe(holds(of));
      }),
      { numRuns: 400 },
    );
  });

  test('and binds closer than or, without brackets', () => {
    fc.assert(
      fc.property(simple, simple, simple, row, (a, b, c, of) => {
        expect(matches(parseConditions(`${a.text} or ${b.text} and ${c.text}`), of)).toBe(a.holds(of) || (b.holds(of) && c.holds(of)));
        expect(matches(parseConditions(`${a.text} and ${b.text} or ${c.text}`), of)).toBe((a.holds(of) && b.holds(of)) || c.holds(of));
      }),
    );
  });

  test('spaces, line breaks and the case of words make no difference', () => {
    fc.assert(
      fc.property(simple, simple, fc.constantFrom(' ', '   ', '\n', '\t \r\n'), (a, b, gap) => {
        const plain: Condition = parseConditions(`${a.text} and ${b.text}`);
        expect(parseConditions(`${gap}(${a.text})${gap}AND${gap}(${b.text})${gap}`)).toEqual(plain);
      }),
    );
  });

  test('any text in quotes is one text, in either kind of quotes', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '"', "'", ' ', ')', '[', '=', 'é', '%') }), (text) => {
        const of: JsonObject = { name: text };
        expect(matches(parseConditions(`name = "${text.replaceAll('"', '""')}"`), of) || text === '').toBe(true);
        expect(matches(parseConditions(`name = '${text.replaceAll("'", "''")}'`), of) || text === '').toBe(true);
      }),
    );
  });

  test('any text at all is read or refused, never anything else', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('i', 'd', ' ', '=', '(', ')', '"', "'", '[', ']', ',', '1', '-', '.', '/', 'é', '\u0000', ';') }),
        (text) => {
          try {
            parseConditions(text);
          } catch (error) {
            expect(error).toBeInstanceOf(ConditionError);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('tokens', () => {
  test.each<[string, readonly string[]]>([
    ['id=1', ['word id', 'operator =', 'number 1']],
    ['id<>-1.50', ['word id', 'operator !=', 'number -1.50']],
    ['a/b >= [2026-01-01]', ['word a/b', 'operator >=', 'date 2026-01-01']],
    ['name like "100%"', ['word name', 'word like', 'string 100%']],
    ["name = 'O''Brien'", ['word name', 'operator =', "string O'Brien"]],
    ['id in (1,2)', ['word id', 'word in', 'mark (', 'number 1', 'mark ,', 'number 2', 'mark )']],
    ['""', ['string ']],
    ['', []],
  ])('of %j', (text, tokens) => {
    expect(toTokens(text).map((token) => `${token.kind} ${token.text}`)).toEqual(tokens);
  });

  test.each([
    ['id = 1; drop table', 'near position 7: ; drop table'],
    ['name = "open', 'near position 8: "open'],
    ['id = 1x', 'near position 6: 1x'],
    ['[2026-01-01', 'near position 1: [2026-01-01'],
    ['a && b', 'near position 3: && b'],
  ])('of %j are refused with the place', (text, message) => {
    expect(() => toTokens(text)).toThrow(message);
  });
});

describe('dates', () => {
  test.each([
    ['dateAcquired > [2026-02-28]', true],
    ['dateAcquired = [2026-03-01]', true],
    ['dateAcquired = [2026-03-01T00:00:00Z]', true],
    ['dateAcquired = [2026-03-01T02:00:00+02:00]', true],
    ['dateAcquired >= [2026-03-01T00:00:00]', true],
    ['dateAcquired < [2026-03-01T00:00:00.001Z]', true],
    ['dateAcquired > [2026-03-01]', false],
    ['dateDeleted > [2020-01-01]', false],
    ['dateDeleted = null', true],
    ['dateDeleted != null', false],
  ])('%s is %s', (text, expected) => {
    expect(matches(parseConditions(text), { dateAcquired: '2026-03-01T00:00:00Z', dateDeleted: '' })).toBe(expected);
  });

  test.each(['[]', '[2026-02-30]', '[2026-13-01]', '[1 March]', '[2026-03-01T25:00:00Z]'])('%s is no date', (text) => {
    expect(() => parseConditions(`dateAcquired > ${text}`)).toThrow('is not a date');
  });
});
