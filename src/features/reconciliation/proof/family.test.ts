import { expect, test } from 'vitest';
import { familyOf } from './family.ts';

const line = { isUsage: false, publisher: 'Microsoft', publisherId: '', term: '', hasEnd: true };

test.each([
  [{ isUsage: true, term: 'One-Month commitment' }, 'usage'],
  [{ term: 'One-Year commitment for monthly/yearly billing' }, 'seats'],
  [{ term: '1-month' }, 'seats'],
  [{ term: 'Three-Year commitment' }, 'seats'],
  [{ term: '3 Years, Reservation' }, 'commitment'],
  [{ term: 'Savings Plan, 1 Year' }, 'commitment'],
  [{ publisher: 'Contoso', publisherId: '991', term: 'One-Month commitment' }, 'thirdParty'],
  [{ publisher: 'Microsoft Corporation', publisherId: '1', term: 'One-Month commitment' }, 'seats'],
  [{ hasEnd: false }, 'perpetual'],
  [{ term: 'something new' }, 'other'],
] as const)('%j is %s', (some, family) => {
  expect(familyOf({ ...line, ...some })).toBe(family);
});
