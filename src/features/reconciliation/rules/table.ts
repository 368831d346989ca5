import type { Rule } from '../comparison.ts';
import { accessExpired } from './access-expired.ts';
import { autoRenewTrap } from './auto-renew-trap.ts';
import { cancelledStillBilledDistributor } from './cancelled-still-billed-distributor.ts';
import { cancelledStillBilledPsa } from './cancelled-still-billed-psa.ts';
import { duplicatePsa } from './duplicate-psa.ts';
import { extendedTermCharged } from './extended-term-charged.ts';
import { missingInDistributor } from './missing-in-distributor.ts';
import { missingInMicrosoft } from './missing-in-microsoft.ts';
import { missingInPsa } from './missing-in-psa.ts';
import { priceBelowCost } from './price-below-cost.ts';
import { priceMismatchDistributor } from './price-mismatch-distributor.ts';
import { promotionEnded } from './promotion-ended.ts';
import { quantityMismatchDistributor } from './quantity-mismatch-distributor.ts';
import { quantityMismatchPsa } from './quantity-mismatch-psa.ts';
import { resellerPriceMissing } from './reseller-price-missing.ts';
import { sameTenantTwoPartners } from './same-tenant-two-partners.ts';
import { scheduledChangeLost } from './scheduled-change-lost.ts';
import { seatDecreaseLost } from './seat-decrease-lost.ts';
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
  extendedTermCharged,
  autoRenewTrap,
  promotionEnded,
  seatDecreaseLost,
  scheduledChangeLost,
  resellerPriceMissing,
];
