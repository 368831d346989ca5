import type { WantedColumn } from '../read/fields.ts';

/** Columns of the invoice reconciliation file that the comparison reads, in both spellings of files and field pages. */
export const invoiceColumns: readonly WantedColumn[] = [
  { name: 'PartnerId' },
  { name: 'CustomerId', required: true },
  { name: 'CustomerCountry' },
  { name: 'InvoiceNumber' },
  { name: 'ProductId', required: true },
  { name: 'SkuId', required: true },
  { name: 'ChargeType', required: true },
  { name: 'UnitPrice', required: true },
  { name: 'Subtotal', required: true },
  { name: 'TaxTotal', required: true },
  { name: 'Total', also: ['TotalForCustomer'], required: true },
  { name: 'Currency' },
  { name: 'PriceAdjustmentDescription', opaque: true },
  { name: 'SubscriptionDescription' },
  { name: 'SubscriptionId', required: true },
  { name: 'ChargeStartDate', required: true },
  { name: 'ChargeEndDate', required: true },
  { name: 'TermAndBillingCycle' },
  { name: 'EffectiveUnitPrice', required: true },
  { name: 'BillableQuantity', also: ['BillableQty'], required: true },
  { name: 'BillingFrequency' },
  { name: 'PricingCurrency' },
  { name: 'PCToBCExchangeRate', required: true },
  { name: 'SubscriptionStartDate' },
  { name: 'SkuName', opaque: true },
  { name: 'PromotionID', opaque: true },
  { name: 'ReservationOrderId' },
  { name: 'MeterDescription', opaque: true },
];

export const at = {
  partnerId: 0,
  customerId: 1,
  country: 2,
  invoice: 3,
  productId: 4,
  skuId: 5,
  chargeType: 6,
  unitPrice: 7,
  subtotal: 8,
  tax: 9,
  total: 10,
  currency: 11,
  adjustment: 12,
  description: 13,
  subscriptionId: 14,
  chargeStart: 15,
  chargeEnd: 16,
  term: 17,
  effectivePrice: 18,
  quantity: 19,
  frequency: 20,
  pricingCurrency: 21,
  rate: 22,
  termStart: 23,
  skuName: 24,
  promotion: 25,
  commitmentOrder: 26,
  meter: 27,
} as const;

/** What an import reads besides, of lines that it does not understand. The kernel knows their numbers as those of texts of any kind. */
export const importColumns: readonly WantedColumn[] = [
  ...invoiceColumns,
  { name: 'CustomerName', also: ['CustomerCompanyName'], opaque: true },
  { name: 'ProductName', opaque: true },
];
export const importAt = { ...at, customerName: 28, productName: 29 } as const;

/** Columns of the daily-rated usage file. */
export const usageColumns: readonly WantedColumn[] = [
  { name: 'ProductId', required: true },
  { name: 'SkuId', required: true },
  { name: 'SubscriptionId', required: true },
  { name: 'Quantity', required: true },
  { name: 'UnitPrice', required: true },
  { name: 'EffectiveUnitPrice', required: true },
  { name: 'UsageDate' },
];
export const usageAt = { productId: 0, skuId: 1, subscriptionId: 2, quantity: 3, unitPrice: 4, effectivePrice: 5, usageDate: 6 } as const;
