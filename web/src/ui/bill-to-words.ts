import type { BillToProblem } from '#model/bill-to-rules.ts';

/** Fields of a billing profile, as people read them. */
export const billToFieldWords: Readonly<Record<BillToProblem['field'], string>> = {
  companyName: 'Company',
  firstName: 'First name',
  lastName: 'Last name',
  email: 'E-mail',
  phone: 'Phone',
  addressLine1: 'Address',
  addressLine2: 'Second address line',
  city: 'City',
  state: 'State',
  postalCode: 'Postal code',
  country: 'Country',
  culture: 'Culture',
  language: 'Language',
  registrationNumber: 'Registration number',
};
