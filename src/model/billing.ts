/** The head of a provider's invoice, as its list shows it (partner-center-api reference 10.2, distributors reference 2.7). */
export type ChargedInvoice = {
  /** What the provider calls it: `G000024130`, or a distributor's own id. */
  readonly number: string;
  /** ISO date. */
  readonly issuedOn: string;
  readonly currency: string;
  /** Decimal text. */
  readonly total: string;
  /** `invoice`, `credit_note`, `adjustment_note`, `void_note`; a word that is new stays as it is. */
  readonly documentType: string;
  /** The invoice that this note is about. */
  readonly amends: string | undefined;
  /** First and last day that it is for; only where the provider tells. */
  readonly period: { readonly from: string; readonly to: string } | undefined;
  /** The provider's word for how it stands: paid, void, credited. */
  readonly status: string | undefined;
  /** Lists of lines that it has at Partner Center: `office`, `azure`, `one_time` with `billing_line_items`, `usage_line_items`. */
  readonly lists: readonly LineList[];
};

export type LineList = { readonly provider: string; readonly lines: string };

/** New commerce; the others are of the old licence and Azure offers and have lines of other forms. */
export const isNewCommerce = ({ lists }: Pick<ChargedInvoice, 'lists'>): boolean =>
  lists.some(({ provider }) => ['one_time', 'onetime', 'marketplace'].includes(provider));

/** What is asked of Microsoft's billing export (partner-center-api reference 12). */
export type BillingExport = { readonly data: 'reconciliation' | 'usage' } & (
  | { readonly invoice: string }
  | { readonly unbilled: 'current' | 'last'; readonly currency: string }
);

/** What a metered subscription used so far, by resource group (distributors reference 6.4). Amounts are decimal text of one month. */
export type DistributorUsage = {
  readonly remoteId: string;
  readonly accountRemoteId: string;
  readonly subscriptionRemoteId: string;
  readonly resourceGroup: string;
  /** What the partner pays, and what the distributor's list asks of the customer. */
  readonly cost: string | undefined;
  readonly price: string | undefined;
  readonly currency: string;
};

/** Licences of one product in a customer's tenant, as its directory counts them. */
export type TenantLicence = {
  /** The directory's id of the product, lower case. */
  readonly skuId: string;
  readonly partNumber: string;
  /** `Enabled`, `Warning`, `Suspended`, `Deleted`, `LockedOut`; kept as text. */
  readonly capability: string;
  readonly enabled: number;
  readonly warning: number;
  readonly suspended: number;
  /** Given to people. */
  readonly assigned: number;
  /** Of these: to accounts that may not sign in. Undefined when people could not be read. */
  readonly assignedBlocked: number | undefined;
};
