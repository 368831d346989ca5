import { expect, test } from 'vitest';
import { billed, someBooks } from '../../../test/support/some-books.ts';
import { must } from '../../lib/must.ts';
import type { Finding } from '../../model/difference.ts';
import { compare } from './compare.ts';
import { type Settled, type StoredDifference, settle } from './settle.ts';

const today = '2026-11-21';
const finding = (quantity: number): Finding => must(compare(someBooks({ lines: [billed(1, { quantity })] })).findings[0], 'a finding');

const stored = (more: Partial<StoredDifference> = {}): StoredDifference => ({
  differenceId: 'd1',
  kind: 'quantity_mismatch_psa',
  subject: finding(20).subject,
  state: 'open',
  cameBack: false,
  mutedUntil: undefined,
  isAlways: false,
  finding: finding(20),
  isAwaited: false,
  ...more,
});

const found = (...findings: Finding[]) => ({ findings, unproven: [] });
const states = (settled: readonly Settled[]) =>
  settled.map((each) =>
    each.act === 'keep' ? `${each.state}${each.cameBack ? ' came back' : ''}${each.isChanged ? ' changed' : ''}` : each.act,
  );

type Case = readonly [string, readonly StoredDifference[], Parameters<typeof settle>[1], readonly string[]];

const cases: readonly Case[] = [
  ['a new one opens', [], found(finding(20)), ['open']],
  ['the same again stays, untouched', [stored()], found(finding(20)), ['open']],
  ['with other numbers it stays and its version grows', [stored()], found(finding(21)), ['open changed']],
  ['no longer found: gone', [stored()], found(), ['gone']],
  ['fixed by a plan and found again came back', [stored({ state: 'fixed' })], found(finding(20)), ['open came back changed']],
  ['gone and found again came back', [stored({ state: 'gone' })], found(finding(20)), ['open came back changed']],
  ['accepted stays accepted while nothing changes', [stored({ state: 'accepted' })], found(finding(20)), ['accepted']],
  ['accepted with other numbers is another question', [stored({ state: 'accepted' })], found(finding(18)), ['open came back changed']],
  [
    'accepted for good stays so with other numbers',
    [stored({ state: 'accepted', isAlways: true })],
    found(finding(18)),
    ['accepted changed'],
  ],
  [
    'accepted for good, gone and found again is still accepted',
    [stored({ state: 'gone', isAlways: true })],
    found(finding(18)),
    ['accepted changed'],
  ],
  ['muted until tomorrow is quiet', [stored({ state: 'muted', mutedUntil: '2026-11-22' })], found(finding(20)), ['muted']],
  ['muted until today opens', [stored({ state: 'muted', mutedUntil: today })], found(finding(20)), ['open changed']],
  [
    'waiting for a second person waits on',
    [stored({ state: 'waitingForApproval', isAwaited: true })],
    found(finding(20)),
    ['waitingForApproval'],
  ],
  ['waiting for a plan that expired opens', [stored({ state: 'waitingForApproval' })], found(finding(20)), ['open changed']],
  ['being applied is left alone', [stored({ state: 'applying' })], found(), []],
  ['fixed and not found is what we want', [stored({ state: 'fixed' })], found(), []],
  ['failed and found stays failed', [stored({ state: 'failed' })], found(finding(20)), ['failed']],
  ['nothing goes on a reading that proves nothing', [stored()], { findings: [], unproven: ['quantity_mismatch_psa' as const] }, []],
];

test.each(cases)('%s', (_name, before, compared, expected) => {
  expect(states(settle(before, compared, today))).toEqual(expected);
});

test('when it was read is no change: decisions hold', () => {
  const later = { ...finding(20), microsoft: { ...finding(20).microsoft, readAt: '2026-11-21T10:00:00Z' } };
  expect(states(settle([stored({ state: 'accepted' })], found(later), today))).toEqual(['accepted']);
});
