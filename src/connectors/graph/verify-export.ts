import type { Check } from '../probes.ts';
import type { BillingClient } from './billing-client.ts';

/**
 * Whether the account may export its billing data: a permission of its own, beside that for invoices (capabilities S9). An export takes minutes at
 * Microsoft, so none is asked for: the state of one that does not exist is. Without the permission that is refused (403); that "not found" means the
 * permission is there is our reading of the reference (section 12: 404 or 410 for operations that ended), not yet seen at the real service.
 */
export const exportCheck = (client: Pick<BillingClient, 'reaches'>): Check => ({
  name: 'billing export',
  run: async () => {
    await client.reaches();
    return { detail: 'Invoice lines can be exported' };
  },
});
