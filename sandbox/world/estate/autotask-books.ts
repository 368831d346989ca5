import { Seeded } from '../../../src/lib/seeded.ts';
import type { AutotaskRow, PlainValue, PsaAddition, PsaAgreement, PsaCatalogItem, PsaCompany } from '../types.ts';
import type { FirstBooks } from './first-books.ts';
import { subscriptionField, tenantField } from './psa.ts';
import { dayAt, dayMs, monthsLater } from './times.ts';

export const ownerResource = 29_682_885;
export const apiResource = 29_683_001;
/** Value of the picklist companyType for a customer, as in the samples. */
export const customerType = 3;
const tenantUdf = 'Microsoft Tenant ID';

const row = (
  entity: string,
  number: number,
  values: Readonly<Record<string, PlainValue>>,
  more: Pick<AutotaskRow, 'udf' | 'log' | 'anchor'> = {},
): AutotaskRow => ({ id: `${entity}/${String(number)}`, entity, number, values, ...more });

/** The database as ConnectWise's books stood when the world began: company for company, line for line. */
export function autotaskBooks(books: FirstBooks): AutotaskRow[] {
  const { tables } = books;
  const rows = setup(books);
  for (const item of tables.psaCatalogItems.all()) rows.push(service(item));
  for (const company of tables.psaCompanies.all()) {
    rows.push(companyRow(company), contact(company));
    for (const agreement of tables.psaAgreements.by('companyId', company.id)) {
      rows.push(...contracts(books, company, agreement, tables.psaAdditions.by('agreementId', agreement.id)));
    }
  }
  return rows;
}

const companyNumber = (company: PsaCompany): number => 29_760_000 + company.id - 1000;

function setup({ startsAt }: FirstBooks): AutotaskRow[] {
  const person = (number: number, firstName: string, lastName: string, email: string): AutotaskRow =>
    row('Resources', number, { firstName, lastName, email, userName: email, resourceType: 'Employee', isActive: true, licenseType: 1 });
  return [
    row('Currencies', 1, {
      name: 'USD',
      description: 'US Dollar',
      displaySymbol: 1,
      exchangeRate: '1.0000',
      isActive: true,
      isInternalCurrency: true,
      currencyPositiveFormat: '$1.1',
      currencyNegativeFormat: '($1.1)',
      lastModifiedDateTime: startsAt,
      updateResourceId: ownerResource,
    }),
    billingCode(2, 'Finance', 2),
    billingCode(29_683_400, 'Recurring services', 7),
    billingCode(29_683_401, 'Materials', 4),
    person(ownerResource, 'Dana', 'Reyes', 'dana.reyes@northwindcloud.com'),
    person(apiResource, 'Concord', 'API', 'concord-api@northwindcloud.com'),
    row('Companies', 0, {
      companyName: 'Northwind Cloud',
      companyNumber: '0',
      companyType: customerType,
      isActive: true,
      phone: '+1 425 555 0100',
      ownerResourceID: ownerResource,
      currencyID: 1,
      createDate: startsAt,
      webAddress: 'www.northwindcloud.com',
    }),
  ];
}

const billingCode = (number: number, name: string, useType: number): AutotaskRow =>
  row('BillingCodes', number, {
    name,
    useType,
    isActive: true,
    unitCost: '0.00',
    unitPrice: '0.00',
    externalNumber: '0',
    isExcludedFromNewContracts: false,
  });

function companyRow(company: PsaCompany): AutotaskRow {
  const { address } = company;
  const tenantId = company.customFields.find((field) => field.fieldId === tenantField)?.value;
  const values = {
    companyName: company.name,
    companyNumber: company.identifier,
    companyType: customerType,
    isActive: !company.deleted,
    ownerResourceID: ownerResource,
    phone: company.phone,
    fax: '',
    alternatePhone1: '',
    alternatePhone2: '',
    webAddress: company.website,
    address1: address.line1,
    address2: '',
    city: address.city,
    state: address.state,
    postalCode: address.postalCode,
    countryID: 237,
    additionalAddressInformation: '',
    billToAddressToUse: 1,
    billToAttention: '',
    billToAddress1: address.line1,
    billToAddress2: '',
    billToCity: address.city,
    billToState: address.state,
    billToZipCode: address.postalCode,
    billToCountryID: 237,
    billToAdditionalAddressInformation: '',
    currencyID: 1,
    taxID: '',
    sicCode: '',
    stockMarket: '',
    stockSymbol: '',
    marketSegmentID: 29_683_456,
    territoryID: 29_683_453,
    isClientPortalActive: true,
    isTaskFireActive: false,
    isTaxExempt: false,
    quoteTemplateID: 1,
    quoteEmailMessageID: 2,
    invoiceTemplateID: 102,
    invoiceEmailMessageID: 1,
    createDate: company.enteredAt,
    createdByResourceID: ownerResource,
    lastActivityDate: company.updatedAt,
    lastTrackedModifiedDateTime: company.updatedAt,
  };
  return row('Companies', companyNumber(company), values, tenantId === undefined ? {} : { udf: { [tenantUdf]: tenantId } });
}

function contact(company: PsaCompany): AutotaskRow {
  const [firstName = '', ...rest] = company.defaultContact.name.split(' ');
  return row('Contacts', 30_680_000 + company.defaultContact.id, {
    companyID: companyNumber(company),
    firstName,
    lastName: rest.join(' ') || firstName,
    emailAddress: `${firstName}.${rest.join('')}@${company.website.replace(/^www\./, '') || 'example.com'}`.toLowerCase(),
    phone: company.phone,
    isActive: 1,
    primaryContact: true,
    createDate: company.enteredAt,
    lastModifiedDate: company.updatedAt,
  });
}

const service = (item: PsaCatalogItem): AutotaskRow =>
  row('Services', item.id, {
    name: item.description,
    sku: item.manufacturerPartNumber,
    description: item.description,
    invoiceDescription: item.customerDescription,
    unitPrice: item.price,
    unitCost: item.cost,
    periodType: 2,
    billingCodeID: 29_683_400,
    isActive: !item.inactive,
    createDate: item.enteredAt,
    creatorResourceID: ownerResource,
    lastModifiedDate: item.updatedAt,
    updateResourceID: ownerResource,
  });

/** One contract with a line for each product, or, as one partner in ten does it, one contract for each subscription, named by its id. */
function contracts(
  { seed, startsAt }: FirstBooks,
  company: PsaCompany,
  agreement: PsaAgreement,
  lines: readonly PsaAddition[],
): AutotaskRow[] {
  const oneEach = new Seeded(`${String(seed)}/autotask/contracts/${String(company.id)}`).chance(0.1);
  const startsMs = Date.parse(startsAt);
  if (!oneEach) {
    const first = lines.reduce((day, line) => (line.effectiveDate < day ? line.effectiveDate : day), agreement.startDate);
    const number = 29_730_000 + agreement.id;
    const start = `${first.slice(0, 8)}01`;
    return [contract(number, company, agreement.name, start, startsMs), ...lines.map((line) => lineRow(number, line, start))];
  }
  return lines.flatMap((line) => {
    const number = 29_800_000 + line.id - 50_000;
    const start = `${line.effectiveDate.slice(0, 8)}01`;
    return [contract(number, company, subscriptionOf(line) ?? line.description, start, startsMs), lineRow(number, line, start)];
  });
}

const subscriptionOf = (line: PsaAddition): string | undefined =>
  line.customFields.find((field) => field.fieldId === subscriptionField)?.value;

function contract(number: number, company: PsaCompany, contractName: string, startDate: string, startsMs: number): AutotaskRow {
  let endMs = Date.parse(startDate);
  while (endMs < startsMs + 400 * dayMs) endMs = monthsLater(endMs, 12);
  return row('Contracts', number, {
    companyID: companyNumber(company),
    contractName,
    contractNumber: `MS-${company.identifier}`,
    contractType: 7,
    contractPeriodType: 'm',
    contractCategory: 15,
    billingPreference: 2,
    status: 1,
    startDate: `${startDate}T00:00:00Z`,
    endDate: `${dayAt(endMs - dayMs)}T00:00:00Z`,
    isDefaultContract: true,
    isCompliant: true,
    estimatedCost: '0.00',
    estimatedHours: '0.00',
    estimatedRevenue: '0.00',
    setupFee: '0.00',
    internalCurrencySetupFee: '0.00',
    timeReportingRequiresStartAndStopTimes: 1,
    serviceLevelAgreementID: 1,
    contractExclusionSetID: 1,
    purchaseOrderNumber: '',
  });
}

function lineRow(contractID: number, line: PsaAddition, anchor: string): AutotaskRow {
  const units = Math.round(Number(line.quantity));
  const first = { day: line.effectiveDate, units, price: line.unitPrice, cost: line.unitCost, madeAt: line.enteredAt };
  const values = {
    contractID,
    serviceID: line.catalogItemId,
    unitPrice: line.unitPrice,
    unitCost: line.unitCost,
    internalCurrencyUnitPrice: line.unitPrice,
    internalCurrencyAdjustedPrice: line.unitPrice,
    invoiceDescription: line.invoiceDescription,
    internalDescription: subscriptionOf(line) ?? null,
  };
  const ended = line.cancelledDate === undefined ? [] : [{ day: line.cancelledDate, units: -units, madeAt: line.updatedAt }];
  return row('ContractServices', line.id, values, { anchor, log: [first, ...ended] });
}
