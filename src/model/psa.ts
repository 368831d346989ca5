/** An agreement (contract) at the PSA. */
export type PsaAgreement = {
  readonly remoteId: string;
  readonly accountRemoteId: string;
  readonly name: string;
  readonly active: boolean;
  /** Months one bill covers; undefined when not recurring or not understood. */
  readonly cycleMonths: number | undefined;
  readonly prorates: boolean;
  readonly currency: string | undefined;
  readonly startsOn: string | undefined;
  readonly endsOn: string | undefined;
  /** First day not yet invoiced; a dated change must not lie before it (psa reference 8.3). */
  readonly nextInvoiceOn: string | undefined;
};

/** One billed line of an agreement (ConnectWise: addition). Amounts are decimal text per bill of the agreement's cycle. */
export type PsaLine = {
  readonly remoteId: string;
  readonly agreementRemoteId: string;
  readonly accountRemoteId: string;
  readonly serviceRemoteId: string;
  readonly description: string;
  /** Decimal text: PSA systems allow fractions. */
  readonly quantity: string;
  readonly unitPrice: string;
  readonly unitCost: string;
  readonly isBilled: boolean;
  readonly fromOn: string | undefined;
  /** Last day billed; undefined when open. A line is live on a day when from <= day and (to is empty or to > day). */
  readonly cancelledOn: string | undefined;
  /** Microsoft's or the distributor's subscription id found in the line, lower case. */
  readonly vendorSubscriptionId: string | undefined;
  /** Hash of the remote's own record without its bookkeeping: a change by others shows here. */
  readonly version: string;
  /** When and by whom the PSA says that it was last written; what it was before the PSA does not remember (psa reference 3.4). */
  readonly changed?: { readonly at: Temporal.Instant; readonly by: string | undefined };
};

/** What the PSA bills (ConnectWise: catalogue item). */
export type PsaService = {
  readonly remoteId: string;
  readonly code: string;
  readonly name: string;
  readonly active: boolean;
  readonly price: string;
  readonly cost: string;
  /** The Microsoft key written into the service, when there is one: `productId:skuId`, and a term or frequency if it names one. */
  readonly microsoftKey: string | undefined;
};

/** ConnectWise: live when effectiveDate <= day and (cancelledDate empty or > day); dates are the authority (psa reference 3.4). */
export const isLive = (line: Pick<PsaLine, 'fromOn' | 'cancelledOn'>, day: string): boolean =>
  (line.fromOn === undefined || line.fromOn <= day) && (line.cancelledOn === undefined || line.cancelledOn > day);
