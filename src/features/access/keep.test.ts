import { expect, test } from 'vitest';
import { judge } from './keep.ts';

const now = Temporal.Instant.from('2026-11-21T09:00:00Z');
const at = (text: string) => Temporal.Instant.from(`${text}T00:00:00Z`);

test.each([
  ['nobody has access', [], 'missing', null],
  ['one that holds', [{ state: 'active', ends_at: at('2027-01-01') }], 'active', '2027-01-01'],
  ['one that ran out, although Microsoft still calls it active', [{ state: 'active', ends_at: at('2026-11-20') }], 'expired', '2026-11-20'],
  [
    'an old one and a new one',
    [
      { state: 'expired', ends_at: at('2026-01-01') },
      { state: 'active', ends_at: at('2027-06-01') },
    ],
    'active',
    '2027-06-01',
  ],
  [
    'two that hold: the later end counts',
    [
      { state: 'active', ends_at: at('2027-06-01') },
      { state: 'active', ends_at: at('2027-09-01') },
    ],
    'active',
    '2027-09-01',
  ],
  [
    'an invitation that is out',
    [
      { state: 'pending', ends_at: null },
      { state: 'expired', ends_at: at('2026-01-01') },
    ],
    'pending',
    null,
  ],
] as const)('%s', (_what, rows, state, end) => {
  expect(judge(rows, now)).toEqual({ state, ends_at: end === null ? null : at(end) });
});
