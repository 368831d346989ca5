import { z } from 'zod';
import { optionalAmount, optionalCount, optionalFlag, optionalText, wireAmount, wireCount, wireText } from '../../lib/wire.ts';
import { optionalDay } from '../../lib/wire-date.ts';

/** What Pax8 sends; only the fields that we read. Source: partner endpoints of the public interface description, API v1. */

/** The envelope of paged lists. Lists without pages (pricing, history) have no `page`. */
export const WireList = z.looseObject({
  content: z.array(z.unknown()),
  page: z.looseObject({ number: optionalCount, size: optionalCount, totalElements: optionalCount, totalPages: optionalCount }).nullish(),
});
export type WireList = z.infer<typeof WireList>;

export const WireCompany = z.looseObject({
  id: wireText,
  name: wireText,
  website: optionalText,
  externalId: optionalText,
  status: optionalText,
});
export type WireCompany = z.infer<typeof WireCompany>;

export const WireProduct = z.looseObject({
  id: wireText,
  name: optionalText,
  vendorName: optionalText,
  sku: optionalText,
  vendorSku: optionalText,
  requiresCommitment: optionalFlag,
});
export type WireProduct = z.infer<typeof WireProduct>;

/** The list form lacks `vendorSkuId`, and in the published example `vendorSubscriptionId`, `partnerCost` and `commitmentTerm` too. */
export const WireSubscription = z.looseObject({
  id: wireText,
  companyId: wireText,
  productId: optionalText,
  productName: optionalText,
  vendorSubscriptionId: optionalText,
  quantity: wireCount,
  startDate: optionalDay,
  endDate: optionalDay,
  billingStart: optionalDay,
  status: wireText,
  /** What the customer pays at Pax8, for one unit and one `billingTerm`. */
  price: optionalAmount,
  /** What the partner pays, likewise. */
  partnerCost: optionalAmount,
  currencyCode: optionalText,
  billingTerm: optionalText,
  commitmentTerm: z.looseObject({ term: optionalText, endDate: optionalDay }).nullish(),
});
export type WireSubscription = z.infer<typeof WireSubscription>;

/** One row of a product's prices. It names no currency. */
export const WirePricing = z.looseObject({
  productId: optionalText,
  billingTerm: optionalText,
  commitmentTerm: optionalText,
  type: optionalText,
  unitOfMeasurement: optionalText,
  rates: z.array(
    z.looseObject({
      /** What the partner pays, for one `billingTerm`. */
      partnerBuyRate: optionalAmount,
      suggestedRetailPrice: optionalAmount,
      startQuantityRange: optionalAmount,
      endQuantityRange: optionalAmount,
      chargeType: optionalText,
    }),
  ),
});
export type WirePricing = z.infer<typeof WirePricing>;

/** An invoice of the partner. Amounts of its items are the partner's cost and the customer's price side by side (reference 2.7). */
export const WireInvoice = z.looseObject({
  id: wireText,
  total: wireAmount,
  currencyCode: optionalText,
  status: optionalText,
  invoiceDate: optionalDay,
});
export type WireInvoice = z.infer<typeof WireInvoice>;

/** An item of an invoice: what must be readable before a file of them is handed on; the rest stays as it came. */
export const WireInvoiceItem = z.looseObject({ type: wireText, quantity: wireAmount, costTotal: optionalAmount, total: optionalAmount });

/** What one metered resource group used so far. */
export const WireUsageSummary = z.looseObject({
  companyId: wireText,
  resourceGroup: optionalText,
  currentCharges: optionalAmount,
  id: wireText,
  subscriptionId: wireText,
  partnerTotal: optionalAmount,
  currencyCode: optionalText,
});

export type WireUsageSummary = z.infer<typeof WireUsageSummary>;

export const WireToken = z.looseObject({ access_token: z.string().min(1), expires_in: wireCount });

/** Pax8's error form. The reasons stand in `details`. */
export const WireError = z.looseObject({
  type: optionalText,
  message: optionalText,
  status: optionalText,
  details: z.array(z.looseObject({ type: optionalText, message: optionalText })).nullish(),
});

/** The token endpoint's own error form. */
export const WireTokenError = z.looseObject({ error: wireText, error_description: optionalText });
