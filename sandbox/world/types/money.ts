/** What a line of the ledger is for (page "Charge types in reconciliation files", new commerce). */
export type ChargeType =
  | 'new'
  | 'renew'
  | 'cycleCharge'
  | 'addQuantity'
  | 'removeQuantity'
  | 'moveQuantity'
  | 'cancelImmediate'
  | 'convert'
  | 'changeBillingPlan'
  | 'customerCredit'
  | 'extendTerm'
  /** Metered usage of an Azure plan and of marketplace meters. */
  | 'usage';

/** Month of a ledger, UTC: `2026-10`. */
export type Period = string;

/**
 * One charge. Invoice header, v1 lines, portal CSV and Graph export are only ways to write it.
 * Days are UTC days `2026-10-01`; amounts exact decimal text, negative for refunds; '' where there is nothing to say.
 */
export type ChargeLine = {
  /** Unique and stable: subscription or other origin, instant and place. */
  readonly id: string;
  readonly accountId: string;
  readonly customerId: string;
  readonly period: Period;
  readonly chargeType: ChargeType;
  /** seats: licences by term; software, reservation, savingsPlan, marketplace: other one-time; usage: metered; credit: without a product. */
  readonly category: 'seats' | 'software' | 'reservation' | 'savingsPlan' | 'marketplace' | 'usage' | 'credit';
  readonly orderId: string;
  /** Instant of what happened. */
  readonly orderedAt: string;
  readonly productId: string;
  readonly skuId: string;
  readonly availabilityId: string;
  readonly productName: string;
  readonly skuName: string;
  readonly publisherName: string;
  readonly publisherId: string;
  /** List price of one unit and one cycle, in `pricingCurrency`. */
  readonly unitPrice: string;
  /** After discounts and proration, all digits (up to 18 places); negative on refunds. */
  readonly effectiveUnitPrice: string;
  readonly quantity: string;
  readonly billableQuantity: string;
  readonly unitType: string;
  readonly subtotal: string;
  readonly tax: string;
  readonly total: string;
  readonly currency: string;
  readonly pricingCurrency: string;
  readonly exchangeRate: string;
  readonly exchangeRateDay: string;
  readonly priceAdjustments: readonly string[];
  readonly subscriptionId: string;
  readonly subscriptionDescription: string;
  /** Both days included. */
  readonly chargeStart: string;
  readonly chargeEnd: string;
  readonly subscriptionStart: string;
  readonly subscriptionEnd: string;
  readonly termAndBillingCycle: string;
  readonly billingFrequency: string;
  readonly alternateId: string;
  /** GUID that all lines of one happening share. */
  readonly reference: string;
  /** `Trial`, `AddOn`. */
  readonly qualifiers: readonly string[];
  readonly promotionId: string;
  readonly meterDescription: string;
  readonly reservationOrderId: string;
  readonly creditReasonCode: string;
};

/**
 * A correction that Microsoft makes by hand. It stands in the ledger of `period`: with `into: 'note'` as a credit or adjustment note
 * that amends the closed invoice, with `into: 'open'` as a late credit line of the period in which it was made, with `into: 'reissue'` as
 * a line of the closed month itself, with `into: 'total'` on the closed invoice without a line.
 */
export type LedgerAdjustment = {
  readonly id: string;
  readonly accountId: string;
  readonly customerId: string;
  readonly subscriptionId?: string;
  readonly period: Period;
  readonly amount: string;
  readonly currency: string;
  readonly reason: string;
  readonly into: 'note' | 'open' | 'reissue' | 'total';
  readonly madeAt: string;
};

/** A month of an account that is closed: `id` = `${accountId}:${period}:${currency}`. Rules are kept so that a closed invoice never changes. */
export type ClosedMonth = {
  readonly id: string;
  readonly accountId: string;
  readonly period: Period;
  readonly currency: string;
  readonly invoiceId: string;
  readonly issuedAt: string;
  /** The switches `billing` at that time, as JSON text. */
  readonly rules: string;
};

/** One day of one meter of an Azure plan or a marketplace meter: a row of the daily rated usage file. Text fields: '' when there is nothing. */
export type DailyRatedLine = {
  readonly id: string;
  readonly accountId: string;
  readonly customerId: string;
  readonly period: Period;
  readonly productId: string;
  readonly skuId: string;
  readonly availabilityId: string;
  readonly skuName: string;
  readonly productName: string;
  readonly publisherName: string;
  readonly publisherId: string;
  readonly subscriptionId: string;
  readonly subscriptionDescription: string;
  readonly chargeStart: string;
  readonly chargeEnd: string;
  readonly usageDay: string;
  readonly meterType: string;
  readonly meterCategory: string;
  readonly meterId: string;
  readonly meterSubCategory: string;
  readonly meterName: string;
  readonly meterRegion: string;
  readonly unit: string;
  readonly resourceLocation: string;
  readonly consumedService: string;
  readonly resourceGroup: string;
  readonly resourceUri: string;
  readonly chargeType: string;
  readonly unitPrice: string;
  readonly effectiveUnitPrice: string;
  readonly quantity: string;
  readonly unitType: string;
  readonly billingPreTaxTotal: string;
  readonly billingCurrency: string;
  readonly pricingPreTaxTotal: string;
  readonly pricingCurrency: string;
  readonly serviceInfo1: string;
  readonly serviceInfo2: string;
  readonly tags: string;
  readonly additionalInfo: string;
  readonly exchangeRate: string;
  readonly exchangeRateDay: string;
  readonly entitlementId: string;
  readonly entitlementDescription: string;
  /** Shares: `0.15`; '0' when not granted. */
  readonly partnerEarnedCredit: string;
  readonly creditShare: string;
  readonly creditType: string;
  readonly benefitOrderId: string;
  readonly benefitId: string;
  readonly benefitType: string;
};
