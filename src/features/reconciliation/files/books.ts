import type { Day } from './days.ts';
import type { AuditLog } from './load/audit.ts';
import type { Estate } from './load/estate.ts';
import type { Company } from './load/partners.ts';
import type { PriceTable } from './load/price-table.ts';
import type { LicencePrices } from './load/prices.ts';
import type { Customer, CustomerMapping, DistributorSubscription, ProductMapping, PsaLine } from './model.ts';
import type { AzureUsage } from './scan/azure-usage.ts';
import type { InvoiceScan } from './scan/invoice-scan.ts';

/** Rates into the billing currency and tax rates, in millionths. */
export type Rates = {
  readonly billingCurrency: string;
  readonly rates: ReadonlyMap<string, number>;
  readonly taxPpm: ReadonlyMap<string, number>;
};

/** One invoice after its lines were read. Only a complete one can prove that something is not on it. */
export type ReadInvoice = { readonly scan: InvoiceScan; readonly isComplete: boolean };

/** Everything that was read but invoice lines, ready for the rules. What was not given is undefined: it is left out of the comparison. */
export type Books = {
  readonly month: { readonly start: Day; readonly end: Day };
  readonly rates: Rates;
  readonly estate: Estate | undefined;
  /** The estate of the month before; absent where it was not given. */
  readonly before?: Estate;
  readonly customers: { readonly customers: ReadonlyMap<string, Customer>; readonly isComplete: boolean } | undefined;
  readonly audit: AuditLog | undefined;
  readonly prices: LicencePrices;
  readonly usage: AzureUsage;
  readonly isUsageComplete: boolean;
  readonly psa:
    | {
        readonly lines: readonly PsaLine[];
        readonly isComplete: boolean;
        readonly book: PriceTable;
        readonly companies: ReadonlyMap<string, Company>;
      }
    | undefined;
  readonly distributor:
    | {
        readonly subscriptions: readonly DistributorSubscription[];
        readonly isComplete: boolean;
        readonly prices: PriceTable;
        readonly tenants: ReadonlyMap<string, string>;
        /** Undefined when the distributor's invoice was not given. */
        readonly billed: ReadonlySet<string> | undefined;
      }
    | undefined;
  readonly mapping:
    | {
        readonly customers: readonly CustomerMapping[];
        readonly isComplete: boolean;
        /** Undefined when absent or not read to its end: half a mapping would make mapped products look unmapped. */
        readonly products: readonly ProductMapping[] | undefined;
      }
    | undefined;
};

/** Everything that was read, invoices too. */
export type InvoicedBooks = Books & { readonly invoices: readonly ReadInvoice[] };
