import { z } from 'zod';
import { invoiceKinds } from './invoice-difference.ts';
import { termKinds } from './term-difference.ts';

/**
 * What the comparison of subscription states over three books can find, and what the invoices of a month show besides. Names as in the public
 * contract (product.md 4.5) where both find the same thing.
 */
export const DifferenceKind = z.enum([
  'quantity_mismatch_psa',
  'missing_in_psa',
  'cancelled_still_billed_psa',
  'missing_in_microsoft',
  'wrong_term_psa',
  'price_below_cost',
  'duplicate_psa',
  'unmapped_product',
  'unmapped_customer',
  'same_tenant_two_partners',
  'access_expired',
  'quantity_mismatch_distributor',
  'missing_in_distributor',
  'cancelled_still_billed_distributor',
  'wrong_term_distributor',
  'price_mismatch_distributor',
  ...invoiceKinds,
  ...termKinds,
]);
export type DifferenceKind = z.infer<typeof DifferenceKind>;
