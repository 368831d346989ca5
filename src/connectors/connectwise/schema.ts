import { z } from 'zod';
import { optionalAmount, optionalFlag, optionalText, wireAmount, wireCount, wireText } from '../../lib/wire.ts';
import { optionalDay, optionalInstant } from '../../lib/wire-date.ts';

/** What ConnectWise PSA sends; only the fields that we read. Source: types of the 2022.1 interface and samples of 2025.1. */

/** `GET /login/companyinfo/{companyId}`; JSON null when the company is unknown. */
export const WireCompanyInfo = z
  .looseObject({
    Codebase: wireText,
    VersionNumber: optionalText,
    VersionCode: optionalText,
    CompanyID: optionalText,
    IsCloud: optionalFlag,
  })
  .nullable();

/** Lists are bare arrays. */
export const WireList = z.array(z.unknown());

/** `GET .../count` */
export const WireCount = z.looseObject({ count: wireCount });

const Reference = z.looseObject({ id: wireText, name: optionalText, identifier: optionalText });

/** A custom field without a value has no member `value`. Values may be text, number or flag. */
export const WireCustomField = z.looseObject({
  id: wireText,
  caption: optionalText,
  value: z.union([optionalText, z.boolean().transform(String)]).catch(undefined),
});
export type WireCustomField = z.infer<typeof WireCustomField>;
const CustomFields = z.array(WireCustomField).nullish();

export const WireCompany = z.looseObject({
  id: wireText,
  identifier: optionalText,
  name: wireText,
  status: Reference.extend({ inactiveFlag: optionalFlag }).nullish(),
  website: optionalText,
  taxIdentifier: optionalText,
  deletedFlag: optionalFlag,
  /** Names are the partner's own. */
  types: z.array(z.looseObject({ name: optionalText })).nullish(),
  currency: z.looseObject({ currencyCode: optionalText }).nullish(),
  customFields: CustomFields,
});
export type WireCompany = z.infer<typeof WireCompany>;

export const WireAgreement = z.looseObject({
  id: wireText,
  name: wireText,
  company: Reference,
  startDate: optionalDay,
  endDate: optionalDay,
  noEndingDateFlag: optionalFlag,
  cancelledFlag: optionalFlag,
  agreementStatus: optionalText,
  /** Names are the partner's own. */
  billingCycle: z.looseObject({ name: optionalText }).nullish(),
  prorateFlag: optionalFlag,
  nextInvoiceDate: optionalDay,
  currency: z.looseObject({ currencyCode: optionalText }).nullish(),
  customFields: CustomFields,
});
export type WireAgreement = z.infer<typeof WireAgreement>;

export const WireAddition = z.looseObject({
  id: wireText,
  agreementId: optionalText,
  product: Reference,
  quantity: wireAmount,
  lessIncluded: optionalAmount,
  unitPrice: optionalAmount,
  unitCost: optionalAmount,
  billCustomer: optionalText,
  effectiveDate: optionalDay,
  cancelledDate: optionalDay,
  taxableFlag: optionalFlag,
  description: optionalText,
  invoiceDescription: optionalText,
  serialNumber: optionalText,
  uom: optionalText,
  customFields: CustomFields,
  /** Bookkeeping: what cannot be read of it costs nobody the line. */
  _info: z.looseObject({ lastUpdated: optionalInstant, updatedBy: optionalText }).nullish().catch(undefined),
});
export type WireAddition = z.infer<typeof WireAddition>;

export const WireCatalogItem = z.looseObject({
  id: wireText,
  identifier: wireText,
  description: optionalText,
  customerDescription: optionalText,
  inactiveFlag: optionalFlag,
  productClass: optionalText,
  price: optionalAmount,
  cost: optionalAmount,
  recurringRevenue: optionalAmount,
  recurringCost: optionalAmount,
  manufacturerPartNumber: optionalText,
  integrationXRef: optionalText,
  vendorSku: optionalText,
});
export type WireCatalogItem = z.infer<typeof WireCatalogItem>;

/** `GET /company/companies/statuses`, `/types`, `/finance/agreements/types`: names to pick from. */
export const WireNamed = z.looseObject({ id: wireText, name: wireText, inactiveFlag: optionalFlag });

/** `GET /system/info` */
export const WireSystemInfo = z.looseObject({ version: optionalText, serverTimeZone: optionalText });

export const WireCallback = z.looseObject({
  id: wireText,
  url: optionalText,
  type: optionalText,
  level: optionalText,
  inactiveFlag: optionalFlag,
});

export const WireError = z.looseObject({
  code: optionalText,
  message: optionalText,
  errors: z.array(z.looseObject({ code: optionalText, message: optionalText, resource: optionalText, field: optionalText })).nullish(),
});
