import { expect, test } from 'vitest';
import { type Held, judge } from './judge.ts';

const now = Temporal.Instant.from('2026-11-21T09:00:00Z');
const at = (text: string) => Temporal.Instant.from(`${text}T00:00:00Z`);

const group = (status: string) => ({ id: 'a', groupId: 'g', status, roleIds: [] });

/** Ordinary in everything that a test does not name: all roles, a group, and extended by itself. */
const held = (given: Partial<Held>): Held => ({
  state: 'active',
  ends_at: at('2027-11-01'),
  remote_status: given.state ?? 'active',
  role_ids: ['f2ef992c-3afb-46b9-b7cf-a126ee74c451'],
  auto_extends: true,
  groups: [{ id: 'a', groupId: 'g', status: 'active', roleIds: [] }],
  ...given,
});

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
  expect(judge(rows.map(held), now)).toMatchObject({ state, ends_at: end === null ? null : at(end) });
});

test.each([
  ['nothing to say', [{}], []],
  ['roles that do not reach to licences', [{ role_ids: ['f023fd81-a637-4b56-95fd-791ac0226033'] }], ['rolesMissing']],
  ['no group that holds the roles', [{ state: 'pending', remote_status: 'active', groups: [] }], ['noGroup']],
  ['a group that Microsoft is still letting in', [{ state: 'pending', remote_status: 'active', groups: [group('pending')] }], ['noGroup']],
  ['an end that nobody moves', [{ auto_extends: false }], ['noAutoExtend']],
  ['a second one that prolongs itself', [{ auto_extends: false }, {}], ['several']],
  ['a word of Microsoft that nobody knows', [{ state: 'error', remote_status: 'paused' }], ['statusUnknown']],
  ['ended by somebody', [{ state: 'expired', remote_status: 'terminated' }], ['ended']],
  ['run out by itself', [{ state: 'expired', remote_status: 'expired' }], []],
] as const)('%s is told besides the state', (_what, rows, flags) => {
  expect(judge(rows.map(held), now).flags).toEqual(flags);
});
