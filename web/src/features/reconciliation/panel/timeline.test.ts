import { expect, test } from 'vitest';
import { aDetail, aDifference } from '../samples.ts';
import { cutOffOf, timelineOf } from './timeline.ts';

test('a change after the end of the charged month stands above the cut-off, one before it below', () => {
  const difference = aDetail(aDifference({ period: '2026-10', firstSeenAt: '2026-11-08T08:00:00Z', lastSeenAt: '2026-11-21T09:55:00Z' }));
  const seats = (before: number, after: number) => ({ seats: { before, after } });

  const entries = timelineOf({
    difference,
    changes: [
      { at: '2026-10-14T09:00:00Z', cause: 'sync', changes: seats(20, 23) },
      { at: '2026-11-01T00:30:00Z', cause: 'sync', changes: seats(23, 25) },
    ],
    events: [{ id: 'evt_1', action: 'mute', by: 'Ana', reason: 'Only timing', before: null, after: null, at: '2026-11-09T10:00:00Z' }],
    notes: [],
  });

  expect(entries.map(({ what }) => what)).toEqual([
    'Last seen by the comparison',
    'Dismissed for now',
    'Found by the comparison',
    'Quantity 23 → 25',
    expect.stringContaining('Invoice cut-off'),
    'Quantity 20 → 23',
  ]);
});

test('what only the books show is held against the month before it was last seen', () => {
  expect(cutOffOf({ period: null, lastSeenAt: '2026-11-21T09:55:00Z' }).at).toBe('2026-11-01T00:00:00.000Z');
  expect(cutOffOf({ period: null, lastSeenAt: '2027-01-03T09:55:00Z' }).at).toBe('2027-01-01T00:00:00.000Z');
  expect(cutOffOf({ period: '2026-12', lastSeenAt: '2027-01-21T09:55:00Z' }).at).toBe('2027-01-01T00:00:00.000Z');
});
