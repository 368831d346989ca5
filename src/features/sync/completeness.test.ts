import { describe, expect, test } from 'vitest';
import { areMany, isSuspiciousUnit, isThinUnit, judgeReading, type ReadFacts } from './completeness.ts';
import { freshKind, plusPage, plusUnit, unitsLeft } from './progress.ts';

const whole: ReadFacts = {
  ended: true,
  failed: 0,
  suspicious: 0,
  received: 100,
  total: 100,
  lastCount: 100,
  shortBefore: false,
  accepted: false,
};

describe('the verdict on a reading', () => {
  test.each<[string, Partial<ReadFacts>, string, string | undefined]>([
    ['everything came', {}, 'complete', undefined],
    ['more than the remote says', { received: 101 }, 'complete', undefined],
    ['the remote gives no total', { total: undefined }, 'complete', undefined],
    ['the very first reading, and nothing there', { received: 0, total: 0, lastCount: undefined }, 'complete', undefined],
    ['it broke off', { ended: false }, 'partial', 'brokenOff'],
    ['a customer failed', { failed: 1 }, 'partial', 'unitsFailed'],
    ['a customer was doubtful', { suspicious: 1 }, 'suspicious', 'unitsSuspicious'],
    ['one short of the total', { received: 99 }, 'suspicious', 'totalDiffers'],
    ['one short of the total, twice', { received: 99, shortBefore: true }, 'suspicious', 'totalDiffers'],
    ['nothing at all', { received: 0, total: undefined }, 'suspicious', 'nothingAtAll'],
    ['nothing at all, twice', { received: 0, total: 0, shortBefore: true }, 'suspicious', 'nothingAtAll'],
    ['nothing at all, accepted but not seen before', { received: 0, total: 0, accepted: true }, 'suspicious', 'nothingAtAll'],
    ['nothing at all, twice and accepted', { received: 0, total: 0, shortBefore: true, accepted: true }, 'complete', undefined],
    ['half', { received: 50, total: 50 }, 'complete', undefined],
    ['less than half', { received: 49, total: 49 }, 'suspicious', 'farFewer'],
    ['less than half, twice the same', { received: 49, total: 49, shortBefore: true }, 'complete', undefined],
    ['one of three, in a small estate', { received: 1, total: 1, lastCount: 3 }, 'complete', undefined],
  ])('%s', (_what, facts, verdict, reason) => {
    expect(judgeReading({ ...whole, ...facts })).toEqual({ verdict, reason });
  });

  test.each([
    [0, 0, false, false],
    [0, 1, false, true],
    [0, 1, true, false],
    [0, 2, false, true],
    [0, 2, true, false],
    [4, 10, false, true],
    [5, 10, false, false],
  ])('%i records where %i were, short before: %s, is suspicious: %s', (received, known, shortBefore, expected) => {
    expect(isSuspiciousUnit(received, known, shortBefore)).toBe(expected);
  });
});

describe('many customers with less than before at once', () => {
  test.each([
    [0, 0, false],
    [0, 1, true],
    [0, 7, true],
    [4, 10, true],
    [9, 10, false],
    [10, 7, false],
  ])('%i records where %i were is thin: %s, and stays in doubt however often it comes', (received, known, thin) => {
    expect(isThinUnit(received, known)).toBe(thin);
    expect(isSuspiciousUnit(received, known, true, true)).toBe(thin);
    expect(isSuspiciousUnit(received, known, false, true)).toBe(thin);
  });

  test.each([
    [2, 3, false],
    [3, 3, true],
    [6, 60, false],
    [7, 60, true],
    [6_001, 60_000, true],
  ])('%i of %i are many: %s', (thin, units, many) => {
    expect(areMany(thin, units)).toBe(many);
  });
});

describe('how far a run is', () => {
  const keys = ['a', 'b', 'c', 'd', 'e'];

  test('counts every record once', () => {
    const progress = plusPage(freshKind('customers'), { created: 2, updated: 1, unchanged: 3, quarantined: 1 });

    expect(progress.received).toBe(7);
  });

  test('moves the cursor only over units that are done without a gap', () => {
    const later = plusUnit(plusUnit(freshKind('lines'), 'c', keys), 'b', keys);
    const closed = plusUnit(later, 'a', keys);

    expect(later).toMatchObject({ cursor: null, ahead: ['c', 'b'] });
    expect(closed).toMatchObject({ cursor: 'c', ahead: [] });
  });

  test('leaves to a later run exactly what is not done', () => {
    const progress = plusUnit(plusUnit(freshKind('lines'), 'a', keys), 'd', keys);

    expect(unitsLeft(progress, keys)).toEqual(['b', 'c', 'e']);
    expect(unitsLeft({ ...progress, cursor: 'e', ahead: [] }, keys)).toEqual([]);
  });

  test.each([0, 1, 2, 3, 4, 5])('does not depend on the order in which units end (turn %i)', (turn) => {
    const order = [...keys.slice(turn), ...keys.slice(0, turn)];

    expect(order.reduce((progress, key) => plusUnit(progress, key, keys), freshKind('lines'))).toMatchObject({ cursor: 'e', ahead: [] });
  });
});
