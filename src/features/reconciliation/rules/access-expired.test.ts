import { expect, test } from 'vitest';
import { casesOf, isUnproven, kindsIn, sentenceOf, theOne } from '../../../../test/support/found-by.ts';
import { billed, psaBook, someBooks, source } from '../../../../test/support/some-books.ts';

const kind = 'access_expired';
const access = (state: string, endsAt?: string) => someBooks({ access: { state, endsAt } });

casesOf(kind, [
  ['active', access('active')],
  ['missing is not ended', access('missing')],
  ['pending', access('pending')],
  ['in error', access('error')],
  ['active and ending tomorrow', access('active', '2026-11-22T00:00:00Z')],
  ['expired', access('expired', '2026-11-01T00:00:00Z'), '0 USD, certain, access_ended'],
  ['expired, nobody knows when', access('expired'), '0 USD, certain, access_ended'],
]);

test.each([
  [
    '2026-11-01T00:00:00Z',
    'Delegated access to Contoso Ltd ended on 2026-11-01. An ended relationship cannot be revived; request a new one.',
  ],
  [undefined, 'Delegated access to Contoso Ltd ended. An ended relationship cannot be revived; request a new one.'],
])('ended %s is said in words', (endsAt, sentence) => {
  expect(sentenceOf(theOne(kind, access('expired', endsAt)))).toBe(sentence);
});

test('money is compared all the same (ruling 3)', () => {
  const books = someBooks({ access: { state: 'expired', endsAt: undefined }, lines: [billed(1, { quantity: 20 })] });
  expect(kindsIn(books)).toEqual([kind, 'quantity_mismatch_psa']);
});

test('it needs no book to be read, so it always proves itself', () => {
  expect(isUnproven(kind, someBooks({ psas: [psaBook([], { source: source('psa', 'never') })] }))).toBe(false);
});
