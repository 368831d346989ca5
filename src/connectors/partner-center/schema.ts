import { z } from 'zod';
import { optionalCount, optionalFlag, optionalText, safeText, wireAmount, wireCount, wireText } from '../../lib/wire.ts';
import { optionalDay, readDay, readInstant } from '../../lib/wire-date.ts';

/** What Partner Center sends; only the fields that we read. Fields that are new are let through, words that are new stay text. */

/** A link of a list. The next page needs the header as well as the address. */
const Link = z.looseObject({
  uri: z.string(),
  headers: z.array(z.looseObject({ key: z.string(), value: z.string() })).nullish(),
});

/** The envelope of every list. `totalCount` counts the items of this answer, not of the whole list. */
export const WireList = z.looseObject({
  totalCount: optionalCount,
  items: z.array(z.unknown()),
  links: z.looseObject({ next: Link.nullish() }).nullish(),
  continuationToken: optionalText,
});
export type WireList = z.infer<typeof WireList>;

export const WireCustomer = z.looseObject({
  id: wireText,
  companyProfile: z.looseObject({ tenantId: optionalText, domain: optionalText, companyName: optionalText, address: Address() }),
  relationshipToPartner: optionalText,
});
export type WireCustomer = z.infer<typeof WireCustomer>;

/** `GET /v1/customers/{id}/profiles/billing`. Casing differs between the samples of request and answer; answers are in camel case. */
export const WireCustomerBilling = z.looseObject({
  id: optionalText,
  firstName: optionalText,
  lastName: optionalText,
  email: optionalText,
  culture: optionalText,
  language: optionalText,
  companyName: optionalText,
  defaultAddress: z
    .looseObject({
      country: optionalText,
      city: optionalText,
      state: optionalText,
      region: optionalText,
      addressLine1: optionalText,
      addressLine2: optionalText,
      postalCode: optionalText,
      phoneNumber: optionalText,
    })
    .nullish(),
  attributes: z.looseObject({ etag: optionalText }).nullish(),
});
export type WireCustomerBilling = z.infer<typeof WireCustomerBilling>;

/** `GET /v1/customers/{id}`; `customDomains` only with delegated access. */
export const WireFullCustomer = z.looseObject({
  id: wireText,
  companyProfile: z.looseObject({
    tenantId: optionalText,
    domain: optionalText,
    companyName: optionalText,
    address: Address(),
    organizationRegistrationNumber: optionalText,
  }),
  billingProfile: WireCustomerBilling.nullish(),
  relationshipToPartner: optionalText,
  customDomains: z.array(wireText).nullish(),
  associatedPartnerId: optionalText,
});
export type WireFullCustomer = z.infer<typeof WireFullCustomer>;

/** `GET /v1/customers/relationshiprequests` */
export const WireInvitation = z.looseObject({ url: z.url() });

const ListOfTexts = z.looseObject({ value: z.array(wireText).nullish() }).nullish();

/** `GET /v1/countryvalidationrules/{iso2}` */
export const WireCountryRules = z.looseObject({
  iso2Code: wireText,
  isStateRequired: optionalFlag,
  states: ListOfTexts,
  isPostalCodeRequired: optionalFlag,
  postalCodeRegex: optionalText,
  isCityRequired: optionalFlag,
  phoneNumberRegex: optionalText,
  isRegistrationNumberSupported: optionalFlag,
});
export type WireCountryRules = z.infer<typeof WireCountryRules>;

/** The address comes only with a customer read by id and with delegated access. */
function Address() {
  return z.looseObject({ country: optionalText }).nullish();
}

export const WireSubscription = z.looseObject({
  id: wireText,
  offerId: optionalText,
  offerName: optionalText,
  friendlyName: optionalText,
  productType: z.looseObject({ id: optionalText }).nullish(),
  quantity: wireCount,
  unitType: optionalText,
  parentSubscriptionId: optionalText,
  /** Kept as text: it is shown and ordered by, never reckoned with. */
  creationDate: optionalText.transform((text) => (text === undefined ? undefined : (readInstant(text)?.toString() ?? readDay(text)))),
  effectiveStartDate: optionalDay,
  commitmentEndDate: optionalDay,
  cancellationAllowedUntilDate: optionalDay,
  status: wireText,
  autoRenewEnabled: optionalFlag,
  isTrial: optionalFlag,
  billingType: optionalText,
  billingCycle: optionalText,
  termDuration: optionalText,
  refundOptions: z.array(z.looseObject({ expiresAt: optionalDay })).nullish(),
  promotionId: optionalText,
  scheduledNextTermInstructions: z
    .looseObject({
      quantity: optionalCount,
      product: z
        .looseObject({ productId: optionalText, skuId: optionalText, termDuration: optionalText, billingCycle: optionalText })
        .nullish(),
    })
    .nullish(),
  /** No whole payload was ever seen: what reads otherwise counts as not told. */
  scheduledActions: z
    .array(z.looseObject({ scheduleType: optionalText, actionType: optionalText }))
    .nullish()
    .catch(undefined),
  /** Seats that may still be given back, each batch until its own instant (partner-center-api reference 8.2). */
  refundableQuantity: z
    .looseObject({ details: z.array(z.looseObject({ quantity: wireCount, allowedUntilDateTime: wireText })).nullish() })
    .nullish(),
  links: z.looseObject({ sku: z.looseObject({ uri: optionalText }).nullish() }).nullish(),
});
export type WireSubscription = z.infer<typeof WireSubscription>;

/** `GET /v1/profiles/organization`: whose account this is. */
export const WireOrganizationProfile = z.looseObject({
  id: optionalText,
  companyName: optionalText,
  defaultAddress: Address(),
  tenantId: optionalText,
  domain: optionalText,
  isMfaCompliant: optionalFlag,
});

/** `GET /v1/profiles/mpn` */
export const WireMpnProfile = z.looseObject({ mpnId: wireText, partnerName: optionalText });

/** `GET /v1/profiles/legalbusiness` */
export const WireLegalBusinessProfile = z.looseObject({ companyName: optionalText, vettingStatus: optionalText });

/** `GET /v1/profiles/billing` */
export const WireBillingProfile = z.looseObject({ companyName: optionalText, billingCurrency: optionalText });

/** An indirect reseller or provider, as in `GET /v1/relationships`. */
export const WireRelationship = z.looseObject({ id: wireText, name: optionalText, mpnId: optionalText, state: optionalText });

/** `GET /v1/compliance/csp/agreementstatus` */
export const WireAgreementStatus = z.looseObject({ isAgreementSigned: z.boolean() });

/** `GET /v1/customers/{id}/validationStatus` */
export const WireValidationStatus = z.looseObject({ type: optionalText, status: wireText });

/** JSON as text: an order of many lines is longer than any name. */
const jsonText = z
  .string()
  .nullish()
  .transform((text) => (text === null || text === undefined || text === '' ? undefined : safeText(text)));

/** A line of the activity log. Values are JSON as text. */
export const WireAuditRecord = z.looseObject({
  id: optionalText,
  partnerId: optionalText,
  customerId: optionalText,
  resourceType: optionalText,
  userPrincipalName: optionalText,
  applicationId: optionalText,
  resourceOldValue: jsonText,
  resourceNewValue: jsonText,
  operationType: wireText,
  operationDate: wireText,
  operationStatus: optionalText,
  customizedData: z.array(z.looseObject({ key: optionalText, value: optionalText })).nullish(),
});
export type WireAuditRecord = z.infer<typeof WireAuditRecord>;

/** An invoice of `GET /v1/invoices`, or a note inside the invoice that it amends. The days that it is for come by id only. */
export const WireInvoice = z.looseObject({
  id: wireText,
  invoiceDate: optionalDay,
  billingPeriodStartDate: optionalDay,
  billingPeriodEndDate: optionalDay,
  totalCharges: wireAmount,
  currencyCode: wireText,
  documentType: optionalText,
  amendsOf: optionalText,
  invoiceDetails: z.array(z.looseObject({ billingProvider: wireText, invoiceLineItemType: wireText })).nullish(),
  amendments: z.array(z.unknown()).nullish(),
});
export type WireInvoice = z.infer<typeof WireInvoice>;

/** A SKU of the catalogue; its `dynamicAttributes` is an open dictionary. */
export const WireSku = z.looseObject({ id: wireText, dynamicAttributes: z.looseObject({ provisioningId: optionalText }).nullish() });

/** `GET /webhooks/v1/registration`: at most one for a partner tenant. Casing differs between pages, so both are read. */
export const WireWebhookRegistration = z.preprocess(
  (sent) => lowerKeys(sent),
  z.looseObject({
    webhookurl: wireText,
    webhookevents: z.array(z.string()),
    subscriberid: optionalText,
    signaturetokentomssignatureheader: optionalFlag,
  }),
);

/** What arrives at our webhook address. Only a hint what to read again. */
export const WireWebhookEvent = z.preprocess(
  (sent) => lowerKeys(sent),
  z.looseObject({ eventname: wireText, resourceuri: optionalText, resourcename: optionalText, resourcechangeutcdate: optionalText }),
);

function lowerKeys(sent: unknown): unknown {
  if (typeof sent !== 'object' || sent === null || Array.isArray(sent)) return sent;
  return Object.fromEntries(Object.entries(sent).map(([name, value]) => [name.toLowerCase(), value as unknown]));
}

/** The error forms of Partner Center (1, 2 and the gateway's 3) in one. `code` is a number or text. */
export const WireError = z.looseObject({
  code: optionalText,
  statusCode: optionalText,
  description: optionalText,
  message: optionalText,
  errorName: optionalText,
});

/** Answers of the token endpoint, version 1 (texts) and 2 (numbers). */
export const WireToken = z.looseObject({
  access_token: z.string().min(1),
  refresh_token: optionalText,
  expires_in: wireCount,
  resource: optionalText,
});

/** Refusals of the token endpoint. */
export const WireTokenError = z.looseObject({
  error: wireText,
  error_description: optionalText,
  error_codes: z.array(wireText).nullish(),
  suberror: optionalText,
  correlation_id: optionalText,
});
export type WireTokenError = z.infer<typeof WireTokenError>;
