import { expect, test } from 'vitest';
import type { DifferenceState, Finding } from '../../../model/difference.ts';
import type { StoredDifference } from '../settle.ts';
import { type Domain, settlePeriod } from './settle-period.ts';

const aFinding = (more: Partial<Finding> = {}): Finding => ({
  kind: 'duplicate_line',
  subject: '2026-10/G1/s1',
  productName: 'Microsoft 365 E3',
  microsoft: { present: true, remoteIds: ['s1'] },
  distributor: { present: false, remoteIds: [] },
  psa: { present: false, remoteIds: [] },
  impact: { amount: '12.5', currency: 'EUR' },
  period: '2026-10',
  invoice: 'G1',
  causes: [{ code: 'line_repeated', certainty: 'certain', sentence: 'The same line again.' }],
  evidence: [],
  links: { psaLineIds: [], connectionIds: ['p0'] },
  ...more,
});

const stored = (finding: Finding, state: DifferenceState = 'open'): StoredDifference => ({
  differenceId: finding.subject,
  kind: finding.kind,
  subject: finding.subject,
  state,
  cameBack: false,
  mutedUntil: undefined,
  finding,
  isAwaited: false,
  isAlways: false,
});

const october: Domain = { period: '2026-10', proof: { unproven: [], leftOut: [] }, today: '2026-11-21', connectionIds: undefined };
const settled = (before: StoredDifference[], found: Finding[], domain: Partial<Domain> = {}) =>
  (settlePeriod(new Map([['contoso', before]]), new Map([['contoso', found]]), { ...october, ...domain }).get('contoso') ?? []).map(
    (each) => `${each.act} ${each.act === 'gone' ? each.stored.subject : each.finding.subject}`,
  );

test('what an invoice no longer shows is gone, what it shows anew is opened', () => {
  expect(settled([stored(aFinding())], [aFinding({ subject: '2026-10/G1/s2' })])).toEqual(['open 2026-10/G1/s2', 'gone 2026-10/G1/s1']);
});

test('another month is left alone', () => {
  expect(settled([stored(aFinding({ period: '2026-09' }))], [])).toEqual([]);
});

test('a month that could not be judged proves nothing', () => {
  expect(settled([stored(aFinding())], [], { proof: { unproven: ['duplicate_line'], leftOut: [] } })).toEqual([]);
});

test('of some connections alone nothing of the others goes', () => {
  const elsewhere = aFinding({ subject: '2026-10/G2/s1', invoice: 'G2', links: { psaLineIds: [], connectionIds: ['p1'] } });
  expect(settled([stored(aFinding()), stored(elsewhere)], [], { connectionIds: ['p1'] })).toEqual(['gone 2026-10/G2/s1']);
});

const sold = (period: string) =>
  aFinding({ kind: 'price_mismatch_sell', subject: 's1', period, links: { psaLineIds: ['1'], connectionIds: [] } });

test('a price at the PSA is one difference over the months', () => {
  expect(settled([stored(sold('2026-09'))], [sold('2026-10')])).toEqual(['keep s1']);
  expect(settled([stored(sold('2026-09'))], [])).toEqual(['gone s1']);
});

test('a look back at an earlier month neither ends nor doubles what stands now', () => {
  expect(settled([stored(sold('2026-11'))], [sold('2026-10')])).toEqual([]);
});
