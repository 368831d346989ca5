import { z } from 'zod';

/** Carts and orders. */
export const orderSwitches = {
  orders: z.strictObject({
    visibleAfterMinutes: z.number().min(0).max(60).default(0).describe('orders are listed up to so many minutes late; 15 at Microsoft'),
    provisioningMinutes: z.number().min(0).max(1440).default(0).describe('minutes until what was bought is there; 0: at once'),
    cartDays: z.number().min(0.0001).max(365).default(7).describe('days until a cart lapses; older samples show 15 minutes'),
    partnerAttestation: z
      .enum(['required', 'optional'])
      .default('required')
      .describe('a cart without partnerOnRecordAttestationAccepted is refused (900206)'),
    agreement: z.enum(['required', 'ignored']).default('required').describe('without a customer agreement checkout answers 13605'),
    forChanges: z
      .boolean()
      .default(true)
      .describe(
        'changes of seats, renewals, cancellations and upgrades are listed as orders of their own (unverified; the charge types of the files support it)',
      ),
    partnerAgreement: z
      .enum(['signed', 'missing'])
      .default('signed')
      .describe('missing: the partner has not accepted the Microsoft Partner Agreement, orders answer 900124'),
    purchaseOrder: z.boolean().default(false).describe('orders wait for a purchase order to be uploaded (pending_po_upload)'),
    upgradeMinutes: z.number().min(0).default(10).describe('minutes that an upgrade to the Azure plan takes'),
    testAccounts: z
      .array(z.string())
      .default([])
      .describe('partner accounts that are integration sandboxes: small limits, orders can be cancelled'),
    failLines: z.array(z.string()).default([]).describe('catalogue items (product:sku) whose order fails at checkout'),
    failCode: z.string().default('800069').describe('code of those failures'),
  }),
} as const;
