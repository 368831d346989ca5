import { describe, expect, test } from 'vitest';
import { billed, someBooks } from '../../../test/support/some-books.ts';
import { must } from '../../lib/must.ts';
import { DifferenceState, differenceNext, type Finding } from '../../model/difference.ts';
import { compare } from './compare.ts';
import { differenceKey, type Settled, type StoredDifference, settle, substance } from './settle.ts';

const today = '2026-11-21';
const finding = (quantity: number): Finding => must(compare(someBooks({ lines: [billed(1, { quantity })] })).findings[0], 'a finding');
const stored = (state: DifferenceState, more: Partial<StoredDifference> = {}): StoredDifference => ({
  differenceId: 'd1',
  kind: 'quantity_mismatch_psa',
  subject: finding(20).subject,
  state,
  cameBack: false,
  mutedUntil: state === 'muted' ? '2026-12-31' : undefined,
  isAlways: false,
  finding: finding(20),
  isAwaited: state === 'waitingForApproval',
  ...more,
});
const nothing = { findings: [], unproven: [] };
const again = (quantity = 20) => ({ findings: [finding(quantity)], unproven: [] });
const endOf = (before: DifferenceState, [settled]: readonly Settled[]): DifferenceState =>
  settled === undefined ? before : settled.act === 'keep' ? settled.state : settled.act === 'gone' ? 'gone' : 'open';

describe.each(DifferenceState.options)('a difference that is %s', (state) => {
  test.each([
    ['found again', again()],
    ['found with other numbers', again(18)],
    ['not found', nothing],
    ['not found where nothing was proven', { findings: [], unproven: ['quantity_mismatch_psa' as const] }],
  ])('%s goes only where the table of states lets it', (_name, compared) => {
    const next: readonly DifferenceState[] = [state, ...differenceNext[state]];
    expect(next).toContain(endOf(state, settle([stored(state)], compared, today)));
  });

  test('stays as it is on a reading that proves nothing', () => {
    expect(settle([stored(state)], { findings: [], unproven: ['quantity_mismatch_psa'] }, today)).toEqual([]);
  });

  test('settles once: settling the outcome again changes nothing', () => {
    const [first] = settle([stored(state)], again(), today);
    expect(first?.act).toBe('keep');
    if (first?.act !== 'keep') return;
    const [second] = settle([{ ...stored(first.state), cameBack: first.cameBack }], again(), today);
    expect(second).toMatchObject({ act: 'keep', state: first.state, cameBack: first.cameBack, isChanged: false });
  });
});

test.each([
  ['open', 'open'],
  ['waitingForApproval', 'waitingForApproval'],
  ['applying', 'applying'],
  ['accepted', 'accepted'],
  ['muted', 'muted'],
  ['fixed', 'open'],
  ['gone', 'open'],
  ['failed', 'failed'],
] as const)('%s and found again is %s', (before, after) => {
  expect(endOf(before, settle([stored(before)], again(), today))).toBe(after);
});

test.each([
  ['open', 'gone'],
  ['waitingForApproval', 'gone'],
  ['applying', 'applying'],
  ['accepted', 'gone'],
  ['muted', 'gone'],
  ['fixed', 'fixed'],
  ['gone', 'gone'],
  ['failed', 'gone'],
] as const)('%s and no longer found is %s', (before, after) => {
  expect(endOf(before, settle([stored(before)], nothing, today))).toBe(after);
});

describe('what counts as other numbers', () => {
  const base = finding(20);
  test.each([
    ['another money', { impact: { amount: '111', currency: 'USD' } }, true],
    ['another currency', { impact: { ...base.impact, currency: 'EUR' } }, true],
    ['another correction', { correction: undefined }, true],
    ['other seats at Microsoft', { microsoft: { ...base.microsoft, quantity: '26' } }, true],
    ['another time of reading', { microsoft: { ...base.microsoft, readAt: '2026-11-22T00:00:00Z' } }, false],
    ['another sentence', { causes: [{ code: 'unknown' as const, certainty: 'unknown' as const, sentence: 'x' }] }, false],
    ['other evidence', { evidence: [] }, false],
    ['another name', { productName: 'renamed' }, false],
  ])('%s: %s', (_name, change, isOther) => {
    expect(substance({ ...base, ...change }) !== substance(base)).toBe(isOther);
  });
});

test('kind and subject together are the difference', () => {
  expect(differenceKey({ kind: 'a', subject: 'b c' })).toBe('a b c');
  const other = { ...finding(20), subject: 'psa:other' };
  expect(settle([stored('open')], { findings: [other], unproven: [] }, today).map(({ act }) => act)).toEqual(['open', 'gone']);
});
