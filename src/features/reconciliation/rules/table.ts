import type { Rule } from '../comparison.ts';
import { accessExpired } from './access-expired.ts';
import { cancelledStillBilledDistributor } from './cancelled-still-billed-distributor.ts';
import { cancelledStillBilledPsa } from './cancelled-still-billed-psa.ts';
import { duplicatePsa } from './duplicate-psa.ts';
import { missingInDistributor } from './missing-in-distributor.ts';
import { missingInMicrosoft } from './missing-in-microsoft.ts';
import { missingInPsa } from './missing-in-psa.ts';
import { priceBelowCost } from './price-below-cost.ts';
import { priceMismatchDistributor } from './price-mismatch-distributor.ts';
import { quantityMismatchDistributor } from './quantity-mismatch-distributor.ts';
import { quantityMismatchPsa } from './quantity-mismatch-psa.ts';
import { sameTenantTwoPartners } from './same-tenant-two-partners.ts';
import { unmappedCustomer } from './unmapped-customer.ts';
import { unmappedProduct } from './unmapped-product.ts';
import { wrongTermDistributor } from './wrong-term-distributor.ts';
import { wrongTermPsa } from './wrong-term-psa.ts';

/** Every rule once. Matching gives each subscription and each line to one class, so one fault is one finding. */
export const rules: readonly Rule[] = [
  unmappedCustomer,
  sameTenantTwoPartners,
  accessExpired,
  unmappedProduct,
  wrongTermPsa,
  duplicatePsa,
  cancelledStillBilledPsa,
  missingInMicrosoft,
  missingInPsa,
  quantityMismatchPsa,
  priceBelowCost,
  wrongTermDistributor,
  quantityMismatchDistributor,
  priceMismatchDistributor,
  missingInDistributor,
  cancelledStillBilledDistributor,
];
