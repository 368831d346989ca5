import { describe, expect, test } from 'vitest';
import { DuplicateIndex } from './duplicate-index.ts';
import { RuleSetVote } from './rule-sets.ts';

describe('repeated lines', () => {
  test('a line is known again by all of its bytes, wherever it stands', () => {
    const index = new DuplicateIndex();
    const one = Buffer.from('xx{"a":1,"b":2}yyy{"a":1,"b":2}');
    expect(index.isRepeated(one, 2, 15)).toBe(false);
    expect(index.isRepeated(one, 18, 31)).toBe(true);
    expect(index.isRepeated(Buffer.from('{"a":1,"b":2}'), 0, 13)).toBe(true);
  });

  test('one different byte anywhere is another line', () => {
    const index = new DuplicateIndex();
    const line = Buffer.alloc(103, 'a');
    expect(index.isRepeated(line, 0, line.length)).toBe(false);
    for (let at = 0; at < line.length; at += 1) {
      const other = Buffer.from(line);
      other[at] = 98;
      expect(index.isRepeated(other, 0, other.length)).toBe(false);
      expect(index.isRepeated(other, 0, other.length)).toBe(true);
    }
    expect(index.size).toBe(104);
  });

  test('grows and forgets nothing', () => {
    const index = new DuplicateIndex();
    const add = (number: number): boolean => {
      const bytes = Buffer.from(`line ${number}`);
      return index.isRepeated(bytes, 0, bytes.length);
    };
    for (let number = 0; number < 150_000; number += 1) if (add(number)) throw new Error(`${number} was called a repetition`);
    expect(index.size).toBe(150_000);
    for (let number = 0; number < 150_000; number += 997) expect(add(number)).toBe(true);
  });
});

describe('the rule set of an invoice', () => {
  const misfit = { lineNo: 1, subscriptionId: 's', customerId: 'c', invoice: 'i', currency: 'EUR', expected: 1, actual: 2 };

  test('is the default when both fit alike', () => {
    const vote = new RuleSetVote();
    expect([vote.chosen, vote.misfits]).toEqual(['seat-unit-first', []]);
    vote.misfit('seat-unit-first', misfit);
    vote.misfit('product-first', misfit);
    expect([vote.chosen, vote.misfitCount]).toEqual(['seat-unit-first', 1]);
  });

  test('is the one that fits more lines', () => {
    const vote = new RuleSetVote();
    for (let line = 0; line < 5; line += 1) vote.misfit('seat-unit-first', misfit);
    vote.misfit('product-first', { ...misfit, lineNo: 9 });
    expect([vote.chosen, vote.misfits.map(({ lineNo }) => lineNo)]).toEqual(['product-first', [9]]);
  });
});
