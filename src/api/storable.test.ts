import { describe, expect, test } from 'vitest';
import { whyNotStorable } from './storable.ts';

const nested = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels)) as unknown;

describe('what a request may hold', () => {
  test.each([undefined, null, 5, true, '', 'Zoë 株式会社', { a: [{ b: 'c' }] }, nested(32)])('%j is taken', (value) => {
    expect(whyNotStorable(value)).toBeUndefined();
  });

  test.each([['a\0b'], [{ a: { b: ['\0'] } }], [{ 'a\0': 1 }]])('NUL is found wherever it stands: %j', (value) => {
    expect(whyNotStorable(value)).toBe('nul');
  });

  test.each([['\ud800'], [{ reason: 'so \udfff' }], [{ '\udc00': 1 }]])('half a character is found wherever it stands: %j', (value) => {
    expect(whyNotStorable(value)).toBe('halfCharacter');
    expect(whyNotStorable('🏴')).toBeUndefined();
  });

  test('nesting of 33 levels is refused, and 500,000 levels do not overflow', () => {
    expect(whyNotStorable(nested(33))).toBe('deep');
    expect(whyNotStorable(nested(500_000))).toBe('deep');
  });
});
