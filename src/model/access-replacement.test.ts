import { describe, expect, test } from 'vitest';
import { type Other, renewalOf } from './access-replacement.ts';

const day = (days: number): Temporal.Instant => Temporal.Instant.from('2026-12-01T00:00:00Z').add({ hours: 24 * days });
const [admin, reader] = ['admin', 'reader'];
const held = { remoteId: 'b', endsAt: day(0), roleIds: [admin, reader], groups: [{ groupId: 'g1', roleIds: [admin, reader] }] };
const another = (given: Partial<Other> = {}): Other => ({
  remoteId: 'c',
  remoteStatus: 'active',
  endsAt: day(300),
  roleIds: [admin, reader],
  groups: [{ groupId: 'g1', status: 'active', roleIds: [admin, reader] }],
  ...given,
});
const holds = (...roleIds: string[]): Partial<Other> => ({ roleIds, groups: [{ groupId: 'g1', status: 'active', roleIds }] });

describe('whether something takes the place of a relationship that ends', () => {
  test.each<readonly [string, readonly Other[], string]>([
    ['nothing', [], 'needed'],
    ['itself', [{ ...another(), remoteId: 'b' }], 'needed'],
    ['one that goes on longer for the same group', [another()], 'there'],
    ['one without an end', [another({ endsAt: undefined })], 'there'],
    ['two that hold its roles together', [another(holds(admin)), another({ remoteId: 'd', ...holds(reader) })], 'there'],
    ['one that holds a part of its roles', [another(holds(reader))], 'needed'],
    ['one that ends with it, and comes first', [another({ remoteId: 'a', endsAt: day(0) })], 'there'],
    ['one that ends with it, and comes second', [another({ endsAt: day(0) })], 'needed'],
    ['one that ends sooner', [another({ endsAt: day(-1) })], 'needed'],
    ['one that is over', [another({ remoteStatus: 'expired' })], 'needed'],
    ['one that another group holds', [another({ groups: [{ groupId: 'g2', status: 'active', roleIds: [admin, reader] }] })], 'groupsLack'],
    ['one that its group is just given', [another({ groups: [{ groupId: 'g1', status: 'pending', roleIds: [admin, reader] }] })], 'there'],
    ['one whose groups nobody could read', [another({ groups: undefined })], 'groupsLack'],
    ['an invitation', [another({ remoteStatus: 'approvalPending', groups: [] })], 'invited'],
    ['an approved one', [another({ remoteStatus: 'activating', groups: [] })], 'invited'],
    ['an invitation for fewer roles', [another({ remoteStatus: 'approvalPending', roleIds: [reader] })], 'needed'],
    [
      'an invitation that was promised to another group',
      [another({ remoteStatus: 'approvalPending', promised: [{ groupId: 'g2', roleIds: [] }] })],
      'needed',
    ],
    [
      'an invitation that was promised to its group',
      [another({ remoteStatus: 'approvalPending', promised: [{ groupId: 'g1', roleIds: [] }] })],
      'invited',
    ],
    ['a draft that nobody was asked to approve', [another({ remoteStatus: 'created', groups: [] })], 'needed'],
  ])('%s', (_what, others, word) => {
    expect(renewalOf(held, others).word).toBe(word);
  });
});
