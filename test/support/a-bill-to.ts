import type { BillTo } from '../../src/model/bill-to.ts';

/** A billing profile that is whole: nothing of it keeps Contoso from being ordered for. */
export const aBillTo = (other: Partial<BillTo> = {}): BillTo => ({
  companyName: 'Contoso',
  firstName: 'Ana',
  lastName: 'Bow',
  email: 'ana@contoso.com',
  phone: '4255555555',
  addressLine1: 'One Microsoft Way',
  addressLine2: '',
  city: 'Redmond',
  state: 'WA',
  postalCode: '98052',
  country: 'US',
  culture: 'en-US',
  language: 'en',
  ...other,
});
