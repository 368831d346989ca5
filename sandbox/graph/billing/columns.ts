import { extraColumns, type ReconColumn, reconColumns } from '../../ledger/columns.ts';
import { dailyColumns } from '../../ledger/daily-csv.ts';
import type { BillingExport } from '../../world/types.ts';
import type { Form } from './form.ts';

/** An attribute of a line, the column of the file that it comes from, and how it is written. */
export type Attribute<Column extends string> = {
  readonly name: string;
  readonly column: Column;
  readonly kind: 'text' | 'amount' | 'day' | 'chargeType' | 'number';
};
export type DailyColumn = (typeof dailyColumns)[number];

const amounts: ReadonlySet<string> = new Set([
  'UnitPrice',
  'Quantity',
  'Subtotal',
  'TaxTotal',
  'Total',
  'EffectiveUnitPrice',
  'BillableQuantity',
  'PCToBCExchangeRate',
  'BillingPreTaxTotal',
  'PricingPreTaxTotal',
  'PartnerEarnedCreditPercentage',
  'CreditPercentage',
]);
/** Texts that look like numbers: some writers guard them against spreadsheets. */
const numbers: ReadonlySet<string> = new Set(['MPNID', 'ResellerMPNID', 'Tier2MpnId', 'SkuId']);

function kindOf(column: string): Attribute<string>['kind'] {
  if (amounts.has(column)) return 'amount';
  if (column === 'ChargeType') return 'chargeType';
  if (numbers.has(column)) return 'number';
  return column.endsWith('Date') ? 'day' : 'text';
}

/** Names that differ from those of the daily rated usage file. */
const usageNames: Readonly<Record<string, string>> = {
  BenefitId: 'BenefitID',
  BenefitOrderId: 'BenefitOrderID',
  MPNID: 'MpnId',
  ResellerMPNID: 'Tier2MpnId',
};

/** What basic usage leaves out (page "attributeSet"). */
const notBasic: ReadonlySet<string> = new Set([
  'AvailabilityId',
  'BenefitID',
  'ConsumedService',
  'CustomerCountry',
  'CustomerDomainName',
  'EntitlementDescription',
  'MeterCategory',
  'MeterId',
  'MeterName',
  'MeterRegion',
  'MeterSubCategory',
  'MeterType',
  'MpnId',
  'PartnerEarnedCreditPercentage',
  'ProductName',
  'PublisherId',
  'ResourceGroup',
  'ResourceLocation',
  'ServiceInfo1',
  'ServiceInfo2',
  'SubscriptionDescription',
  'Tags',
  'Tier2MpnId',
  'Unit',
]);

const byName = (left: { readonly name: string }, right: { readonly name: string }): number =>
  left.name.toLowerCase() < right.name.toLowerCase() ? -1 : 1;

/** 54 attributes of full usage, or those of basic, by name. */
export function usageAttributes({ attributeSet }: Pick<BillingExport, 'attributeSet'>): Attribute<DailyColumn>[] {
  return dailyColumns
    .filter((column) => column !== 'PCToBCExchangeRateDate')
    .map((column) => ({ name: usageNames[column] ?? column, column, kind: kindOf(column) }))
    .filter(({ name }) => attributeSet === 'full' || !notBasic.has(name))
    .toSorted(byName);
}

/** The columns of the reconciliation file, or the 48 that a newer reader lists. */
export function reconAttributes({ attributeSet }: Pick<BillingExport, 'attributeSet'>, form: Form): Attribute<ReconColumn>[] {
  const isReduced = attributeSet === 'basic' && form.reconciliationBasic === 'reduced';
  return reconColumnsOf(form)
    .map((column) => ({ name: column, column, kind: kindOf(column) }))
    .filter(({ name }) => !isReduced || !notBasic.has(usageNames[name] ?? name));
}

function reconColumnsOf({ columns }: Form): readonly ReconColumn[] {
  if (columns === 46) return reconColumns;
  const gone: ReadonlySet<string> = new Set(['AlternateId', 'BillingFrequency', 'ResellerMPNID']);
  return [...reconColumns.filter((column) => !gone.has(column)), ...extraColumns];
}
