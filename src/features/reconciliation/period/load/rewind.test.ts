import { expect, test } from 'vitest';
import { rewind } from './rewind.ts';

test('a row is what it was before the newest changes were made', () => {
  const changes = [
    { seats: { before: 25, after: 30 } },
    { seats: { before: 20, after: 25 }, status: { before: 'suspended', after: 'active' } },
  ];
  expect(rewind({ seats: 30, status: 'active', name: 'E3' }, changes)).toEqual({ seats: 20, status: 'suspended', name: 'E3' });
});

test('what was empty is empty again, and what the row does not have is passed over', () => {
  expect(
    rewind({ ends_on: '2027-01-01' }, [{ ends_on: { before: null, after: '2027-01-01' }, retired: { before: false, after: true } }]),
  ).toEqual({
    ends_on: null,
  });
});
