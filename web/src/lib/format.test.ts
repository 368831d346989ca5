import { expect, test } from 'vitest';
import {
  formatAge,
  formatDate,
  formatDayOf,
  formatLeft,
  formatMoney,
  formatMoneys,
  formatNumber,
  formatQuantity,
  plural,
} from './format.ts';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

test.each([
  ['1184.2', {}, 'USD 1,184.20'],
  ['-15.8', {}, '\u2212USD 15.80'],
  ['66', { signed: true }, '+USD 66.00'],
  ['-66', { signed: true }, '\u2212USD 66.00'],
  ['0', { signed: true }, '0'],
  ['-0.00', {}, 'USD 0.00'],
  ['0.123456', { unitPrice: true }, 'USD 0.123456'],
  ['2', { unitPrice: true }, 'USD 2.00'],
  ['99999999999999999.99', {}, 'USD 99,999,999,999,999,999.99'],
])('the amount %s is written exactly, with a real minus: %o', (amount, style, expected) => {
  expect(plain(formatMoney({ amount, currency: 'USD' }, style))).toBe(expected);
});

test('currencies without cents have none', () => {
  expect(plain(formatMoney({ amount: '1200', currency: 'JPY' }))).toBe('JPY 1,200');
  expect(plain(formatMoney({ amount: '1.5', currency: 'KWD' }))).toBe('KWD 1.500');
});

test('several currencies stand side by side', () => {
  const values = [
    { amount: '1', currency: 'EUR' },
    { amount: '2', currency: 'USD' },
  ];

  expect(plain(formatMoneys(values))).toBe('EUR 1.00 and USD 2.00');
  expect(formatMoneys([])).toBe('0');
  expect(formatMoneys([{ amount: '0.00', currency: 'USD' }])).toBe('0');
});

test('numbers, quantities and plurals', () => {
  expect(formatNumber(-1284)).toBe('\u22121,284');
  expect(formatQuantity('2.5')).toBe('2.5');
  expect(formatQuantity('many')).toBe('many');
  expect(plural(1, 'difference')).toBe('1 difference');
  expect(plural(1284, 'difference')).toBe('1,284 differences');
});

test('a calendar date is the same day everywhere', () => {
  expect(formatDate('2026-11-21')).toBe('Nov 21, 2026');
  expect(formatDate('soon')).toBe('soon');
  expect(formatDayOf('2026-11-21T12:00:00Z')).toBe('Nov 21, 2026');
  expect(formatDayOf('soon')).toBe('soon');
});

test('ages and what is left, in words', () => {
  const now = Date.parse('2026-11-21T12:00:00Z');

  expect(formatAge('2026-11-21T11:59:40Z', now)).toBe('just now');
  expect(formatAge('2026-11-21T11:56:00Z', now)).toBe('4 min ago');
  expect(formatAge('2026-11-20T10:00:00Z', now)).toBe('26 hours ago');
  expect(formatAge('2026-11-17T12:00:00Z', now)).toBe('4 days ago');
  expect(formatLeft('2026-11-21T12:00:34Z', now)).toBe('34 s');
  expect(formatLeft('2026-11-21T11:00:00Z', now)).toBe('now');
});
