import { expect, test } from 'vitest';
import type { BookSide } from '#model/difference.ts';
import { changesOf, isOdd, quantityOf } from './books.ts';

const side = (quantity?: string): BookSide => ({ present: true, remoteIds: [], ...(quantity !== undefined && { quantity }) });
const absent: BookSide = { present: false, remoteIds: [] };

test('a book that does not have the subscription shows a dash, one that does not count seats says it is there', () => {
  expect(quantityOf(absent)).toBe('–');
  expect(quantityOf(side())).toBe('there');
  expect(quantityOf(side('2.5'))).toBe('2.5');
});

test('the PSA stands out when it bills another quantity, and nobody else does', () => {
  const three = { microsoft: side('25'), distributor: side('25'), psa: side('20') };

  expect(isOdd('quantity_mismatch_psa', 'psa', three)).toBe(true);
  expect(isOdd('quantity_mismatch_psa', 'microsoft', three)).toBe(false);
  expect(isOdd('quantity_mismatch_psa', 'distributor', three)).toBe(false);
});

test('a number that agrees is not marked, even when a later reading brought it', () => {
  expect(isOdd('quantity_mismatch_psa', 'psa', { microsoft: side('25'), distributor: side('25'), psa: side('25') })).toBe(false);
});

test('a missing line marks the book where it is missing', () => {
  const three = { microsoft: side('12'), distributor: side('12'), psa: absent };

  expect(isOdd('missing_in_psa', 'psa', three)).toBe(true);
  expect(isOdd('missing_in_microsoft', 'microsoft', { ...three, microsoft: absent, psa: side('12') })).toBe(true);
});

test('a step shows only what it changes: quantity before date, dates as people write them', () => {
  const before = { quantity: '20', unitPrice: '22', service: '77', until: 'open' };
  const after = { quantity: '25', unitPrice: '22', service: '77', until: 'open', from: '2026-12-01' };

  const changes = changesOf(before, after);

  expect(changes.map(({ field }) => field)).toEqual(['quantity', 'from']);
  expect(changes[0]).toEqual({ field: 'quantity', before: '20', after: '25' });
  expect(changes[1]?.before).toBe('–');
  expect(changes[1]?.after).toContain('2026');
});

test('a new line shows what it will be, beside nothing', () => {
  const changes = changesOf({ line: 'none' }, { quantity: '12', unitPrice: '4', service: '9', until: 'open' }, 'USD');

  expect(changes.find(({ field }) => field === 'unitPrice')?.after).toBe('USD\u00a04.00');
  expect(changes.map(({ field, before }) => [field, before])).toEqual([
    ['quantity', '–'],
    ['unitPrice', '–'],
    ['service', '–'],
    ['until', '–'],
  ]);
});
