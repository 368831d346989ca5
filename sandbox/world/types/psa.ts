import type { Address } from './common.ts';

/** One ConnectWise installation ("company" in their words). */
export type PsaInstance = {
  readonly id: string;
  readonly kind: 'connectwise';
  readonly name: string;
  /** Login company, as in `GET /login/companyinfo/{companyId}`. */
  readonly companyId: string;
  readonly host: string;
  /** `v4_6_release` */
  readonly codebase: string;
  readonly publicKey: string;
  readonly privateKey: string;
  /** GUID that the vendor issues to the integrator; a request without it is refused. */
  readonly clientId: string;
  readonly member: string;
  readonly currency: string;
};

export type PsaReference = { readonly id: number; readonly name: string };

export type PsaStamp = { readonly updatedAt: string; readonly updatedBy: string; readonly enteredAt: string; readonly enteredBy: string };

/**
 * Members that a caller wrote and that nothing in the world works with (user defined fields, notes, tax codes, ...), by their name in the
 * remote's schema. Numbers here are never money.
 */
export type PsaExtra = Readonly<Record<string, string | number | boolean | Readonly<Record<string, string | number>>>>;

/** Rows of the PSA have numeric ids, as there; the key in a table is their text. */
export type PsaCompany = PsaStamp & {
  readonly id: number;
  readonly instanceId: string;
  /** At most 25 characters. */
  readonly identifier: string;
  readonly name: string;
  readonly status: PsaReference;
  readonly type: PsaReference;
  readonly address: Address;
  readonly website: string;
  readonly phone: string;
  readonly currency: string;
  readonly deleted: boolean;
  readonly defaultContact: PsaReference;
  readonly customFields: readonly PsaCustomValue[];
  readonly extra?: PsaExtra;
};

export type PsaAgreement = PsaStamp & {
  readonly id: number;
  readonly instanceId: string;
  readonly companyId: number;
  readonly name: string;
  readonly type: PsaReference;
  /** Days. */
  readonly startDate: string;
  readonly endDate?: string;
  readonly noEndDate: boolean;
  readonly cancelled: boolean;
  readonly cancelledDate?: string;
  /** `Monthly` (id 2): amounts of its additions are for one month. */
  readonly billCycle: PsaReference;
  readonly prorate: boolean;
  readonly currency: string;
  readonly customFields: readonly PsaCustomValue[];
  readonly extra?: PsaExtra;
};

/** A line of an agreement. Amounts for one unit and one billing cycle of the agreement. */
export type PsaAddition = PsaStamp & {
  readonly id: number;
  readonly instanceId: string;
  readonly agreementId: number;
  readonly catalogItemId: number;
  /** Decimal text. */
  readonly quantity: string;
  readonly lessIncluded: string;
  readonly unitPrice: string;
  readonly unitCost: string;
  readonly billCustomer: 'Billable' | 'DoNotBill' | 'NoCharge';
  /** Days. */
  readonly effectiveDate: string;
  readonly cancelledDate?: string;
  readonly taxable: boolean;
  readonly description: string;
  readonly invoiceDescription: string;
  readonly serialNumber?: string;
  readonly uom?: string;
  readonly sequenceNumber: number;
  readonly customFields: readonly PsaCustomValue[];
  readonly extra?: PsaExtra;
  /** What invoices of earlier months were made from, oldest first: how it stood until it was written again. */
  readonly earlier?: readonly PsaAdditionState[];
};

/** What an invoice looks at. */
export type PsaAdditionState = Pick<
  PsaAddition,
  'catalogItemId' | 'quantity' | 'lessIncluded' | 'unitPrice' | 'unitCost' | 'billCustomer' | 'effectiveDate' | 'cancelledDate'
> & { readonly until: string };

/** A deleted line: no call shows it, but invoices made before still have it. */
export type PsaRemovedAddition = PsaAddition & { readonly removedAt: string };

/** One-off money on an agreement. */
export type PsaAdjustment = PsaStamp & {
  readonly id: number;
  readonly instanceId: string;
  readonly agreementId: number;
  /** Decimal text. */
  readonly amount: string;
  readonly description: string;
  /** Day. */
  readonly effectiveDate: string;
};

export type PsaCatalogItem = PsaStamp & {
  readonly id: number;
  readonly instanceId: string;
  /** At most 60 characters, unique. */
  readonly identifier: string;
  readonly description: string;
  readonly customerDescription: string;
  readonly productClass: 'Agreement' | 'Bundle' | 'Inventory' | 'NonInventory' | 'Service';
  readonly category: PsaReference;
  readonly subcategory: PsaReference;
  readonly type: PsaReference;
  readonly unitOfMeasure: PsaReference;
  /** For one unit and one month. */
  readonly price: string;
  readonly cost: string;
  readonly taxable: boolean;
  /** At most 50 characters. */
  readonly manufacturerPartNumber: string;
  readonly vendorSku: string;
  readonly integrationXRef: string;
  readonly inactive: boolean;
  readonly billCycle: PsaReference;
  readonly extra?: PsaExtra;
};

export type PsaCustomField = {
  readonly id: number;
  readonly instanceId: string;
  /** Which kind of row has it. */
  readonly of: 'company' | 'agreement' | 'addition';
  readonly caption: string;
  readonly type: 'Text';
  readonly connectWiseId: string;
};

/** A field of this row that has a value; a field without one is left out here and shown without `value`. */
export type PsaCustomValue = { readonly fieldId: number; readonly value: string };

export type PsaCallback = {
  readonly id: number;
  readonly instanceId: string;
  readonly description: string;
  readonly url: string;
  readonly objectId: number;
  readonly type: string;
  readonly level: string;
  readonly inactive: boolean;
  readonly signingKey: string;
  readonly payloadVersion?: string;
  /** Where the address of the key begins, in the form in which the registration came. */
  readonly keyBase?: string;
};

/** A callback on its way. `id` is a GUID; the body is kept as sent. */
export type PsaDelivery = {
  readonly id: string;
  readonly instanceId: string;
  readonly callbackId: number;
  readonly url: string;
  readonly body: string;
  readonly createdAt: string;
  readonly status: 'held' | 'waiting' | 'delivered' | 'failed' | 'dropped';
  /** HTTP status of each try, 0 when there was no answer. */
  readonly answers: readonly number[];
};

/** An account that a vendor told Gradient of. `mapped`: somebody there said which PSA account it is. */
export type GradientAccount = { readonly id: string; readonly name: string; readonly description: string; readonly mapped: boolean };

/** A service that a vendor told Gradient of, with the last count of each account. */
export type GradientService = {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly category: string;
  readonly subcategory: string;
  readonly counts: Readonly<Record<string, number>>;
};

/** `id` = `integration`. */
export type GradientStatus = { readonly id: string; readonly status: string };
