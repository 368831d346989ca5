import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changedFields } from './diff.ts';

const record = fc.dictionary(
  fc.constantFrom('seats', 'status', 'endsOn', 'autoRenew', 'price'),
  fc.oneof(fc.string(), fc.integer(), fc.constant(null)),
);

/** A record with the changes put in: what was is replaced by what is. */
const applied = (before: Readonly<Record<string, unknown>>, changes: ReturnType<typeof changedFields>): Record<string, unknown> => ({
  ...before,
  ...Object.fromEntries(Object.entries(changes).map(([field, { after }]) => [field, after])),
});
const known = (of: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(of).filter(([, value]) => value !== null && value !== undefined));

describe('what changed in a record', () => {
  test.each([
    ['nothing', { seats: 25 }, { seats: 25 }, {}],
    ['a value', { seats: 25, status: 'active' }, { seats: 20, status: 'active' }, { seats: { before: 25, after: 20 } }],
    ['a field that came', {}, { endsOn: '2027-02-28' }, { endsOn: { before: null, after: '2027-02-28' } }],
    ['a field that went', { endsOn: '2027-02-28' }, {}, { endsOn: { before: '2027-02-28', after: null } }],
    ['number and text', { seats: 25 }, { seats: '25' }, { seats: { before: 25, after: '25' } }],
    ['false and absent', { autoRenew: false }, {}, { autoRenew: { before: false, after: null } }],
    ['lists by their order', { roles: ['a', 'b'] }, { roles: ['b', 'a'] }, { roles: { before: ['a', 'b'], after: ['b', 'a'] } }],
    [
      'instants by their value',
      { at: Temporal.Instant.from('2026-11-21T09:00:00Z') },
      { at: Temporal.Instant.from('2026-11-21T09:00:00.000Z') },
      {},
    ],
  ])('%s', (_what, before, after, changes) => {
    expect(changedFields(before, after)).toEqual(changes);
  });

  test.each([
    ['absent and null', {}, { endsOn: null }],
    ['null and undefined', { endsOn: null }, { endsOn: undefined }],
  ])('%s are both "not known": no change is written into the history', (_what, before, after) => {
    expect(changedFields(before, after)).toEqual({});
  });

  test('the order in which a remote writes the members of a nested value is no change', () => {
    expect(changedFields({ key: { product: 'A', sku: '1' } }, { key: { sku: '1', product: 'A' } })).toEqual({});
  });

  test('a record has not changed against itself', () => {
    fc.assert(
      fc.property(record, (same) => {
        expect(changedFields(same, { ...same })).toEqual({});
      }),
    );
  });

  test('the changes put into the old record give the new one: the history can be replayed', () => {
    fc.assert(
      fc.property(record, record, (before, after) => {
        expect(known(applied(before, changedFields(before, after)))).toEqual(known(after));
      }),
    );
  });

  test('the changes the other way round are the same, turned about', () => {
    fc.assert(
      fc.property(record, record, (before, after) => {
        const turned = Object.fromEntries(
          Object.entries(changedFields(after, before)).map(([field, change]) => [field, { before: change.after, after: change.before }]),
        );

        expect(turned).toEqual(changedFields(before, after));
      }),
    );
  });
});
