import type { Period } from './money.ts';

/** An export of billing data that a partner asked for at Graph. What is in it follows from the ledger; `id` is that of the operation. */
export type BillingExport = {
  readonly id: string;
  readonly manifestId: string;
  readonly accountId: string;
  readonly data: 'reconciliation' | 'usage';
  /** Of billed data the invoice; '' of what is open. */
  readonly invoiceId: string;
  readonly period: Period;
  readonly currency: string;
  readonly attributeSet: 'full' | 'basic';
  readonly requestedAt: string;
  /** Instants at which it begins to run and at which it is done. */
  readonly runsAt: string;
  readonly doneAt: string;
  /** Path of its blobs below the storage host, without a slash at its end. */
  readonly directory: string;
  /** Which state of the data it is: other corrections or another form give another one. */
  readonly revision: string;
  /** GUID in the names of its blobs. */
  readonly blobId: string;
  /** How it is written: the switches `billingExport` of its day, and `billing` of what is not closed. JSON text. */
  readonly form: string;
  readonly rules: string;
};
