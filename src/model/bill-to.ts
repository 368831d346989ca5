import { z } from 'zod';

/** Text of one line as people type it; Microsoft's own lengths are unpublished, so only what no address needs is refused. */
const line = z.string().trim().max(200);

/**
 * Who Microsoft bills: the billing profile of a customer (partner-center-api reference 3). '' where nothing is known. All of it belongs to
 * Microsoft: it is changed by writing it there and reading it back, never here alone.
 */
export const BillTo = z.strictObject({
  companyName: line,
  firstName: line,
  lastName: line,
  email: line,
  phone: line,
  addressLine1: line,
  addressLine2: line,
  city: line,
  state: line,
  postalCode: line,
  /** ISO 3166 alpha-2. */
  country: line,
  /** `en-US` */
  culture: line,
  language: line,
});
export type BillTo = z.infer<typeof BillTo>;

export const BillToField = BillTo.keyof();
export type BillToField = z.infer<typeof BillToField>;
export const billToFields: readonly BillToField[] = BillToField.options;

/** A customer read by its id: what the list does not tell (partner-center-api reference 3). */
export type CustomerProfile = {
  readonly billTo: BillTo;
  /** Of the billing profile as read; fetched again just before a write and never trusted from here (reliability F54). */
  readonly etag: string;
  /** Registration number of the company, where its country keeps one; ''. */
  readonly registrationNumber: string;
  /** Lower case; only with delegated access, else just the first one. */
  readonly domains: readonly string[];
  /** Tenant of the indirect reseller below us; ''. */
  readonly resellerTenantId: string;
};

/** What Microsoft asks of addresses in a country: `GET /v1/countryvalidationrules/{iso2}` (partner-center-api reference 3). */
export const CountryRules = z.object({
  country: z.string(),
  isStateRequired: z.boolean(),
  /** Empty: any state. */
  states: z.array(z.string()),
  isPostalCodeRequired: z.boolean(),
  isCityRequired: z.boolean(),
  /** Regular expressions of Microsoft; '' where it names none. */
  postalCodePattern: z.string(),
  phonePattern: z.string(),
  isRegistrationNumberSupported: z.boolean(),
});
export type CountryRules = z.infer<typeof CountryRules>;
