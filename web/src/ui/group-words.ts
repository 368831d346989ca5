import type { GroupBy } from '#model/worklist.ts';

/** By what differences are gathered. */
export const groupWords: Readonly<Record<GroupBy, string>> = {
  customer: 'Customer',
  cause: 'Cause',
  causeKey: 'One fix for all',
  product: 'Product',
  kind: 'Kind',
  owner: 'Owner',
  action: 'Suggested fix',
};
