import type { JsonObject } from '../../../src/lib/exact-json.ts';
import type { PsaAgreement, PsaCompany, PsaCustomField } from '../../world/types.ts';
import { shownExtra } from '../writes/members.ts';
import { companyReference, siteId } from './company.ts';
import { currency } from './currency.ts';
import { customFields } from './custom-fields.ts';
import { createdStampOf, dateOf, decimal, type EmptyDates, type Href, reference, unsetDate } from './values.ts';

export type AgreementParts = {
  readonly agreement: PsaAgreement;
  readonly company: PsaCompany;
  readonly fields: readonly PsaCustomField[];
  /** `2026-11-21` */
  readonly today: string;
  readonly emptyDates: EmptyDates;
};

/** `Cancelled` and `Expired` follow from flag and dates, as the vendor works them out. */
export function agreementStatus(agreement: PsaAgreement, today: string): 'Active' | 'Cancelled' | 'Expired' | 'Inactive' {
  if (agreement.cancelled) return 'Cancelled';
  if (!agreement.noEndDate && agreement.endDate !== undefined && agreement.endDate < today) return 'Expired';
  return agreement.startDate > today ? 'Inactive' : 'Active';
}

/** An agreement as release 2025.1 answers it. */
export function agreementAnswer({ agreement, company, fields, today, emptyDates }: AgreementParts, href: Href): JsonObject {
  const account = companyReference(company, href);
  const site: JsonObject = {
    id: siteId(company),
    name: 'Main',
    _info: { site_href: href(`/company/companies/${company.id}/sites/${siteId(company)}`) },
  };
  const contact = reference(company.defaultContact, 'contact', href(`/company/contacts/${company.defaultContact.id}`));
  return {
    id: agreement.id,
    name: agreement.name,
    type: reference(agreement.type, 'type', href(`/finance/agreements/types/${agreement.type.id}`)),
    company: account,
    contact,
    site,
    location: { id: 11, name: 'Head office', _info: { location_href: href('/system/locations/11') } },
    department: { id: 1, identifier: 'Service', name: 'Service', _info: { department_href: href('/system/departments/1') } },
    restrictLocationFlag: false,
    restrictDepartmentFlag: false,
    startDate: dateOf(agreement.startDate),
    endDate: agreement.endDate === undefined ? unsetDate(emptyDates, agreement.id % 3 !== 2) : dateOf(agreement.endDate),
    noEndingDateFlag: agreement.noEndDate,
    cancelledFlag: agreement.cancelled,
    dateCancelled: agreement.cancelledDate === undefined ? undefined : dateOf(agreement.cancelledDate),
    ...coverage(),
    billingCycle: reference(agreement.billCycle, 'billingCycle', href(`/finance/billingCycles/${agreement.billCycle.id}`)),
    billOneTimeFlag: false,
    invoicingCycle: 'CalendarYear',
    billToCompany: account,
    billToContact: contact,
    billToSite: site,
    billAmount: decimal('0'),
    taxable: false,
    billStartDate: dateOf(agreement.startDate),
    taxCode: { id: 16, name: 'State', _info: { taxCode_href: href('/finance/taxCodes/16') } },
    restrictDownPayment: false,
    prorateFlag: agreement.prorate,
    invoiceProratedAdditionsFlag: agreement.prorate,
    topComment: false,
    bottomComment: false,
    // Some agreements name whose time they cover.
    ...(agreement.id % 2 === 1 ? work(href) : {}),
    billTime: 'NoDefault',
    billExpenses: 'NoDefault',
    billProducts: 'NoDefault',
    billableTimeInvoice: false,
    billableExpenseInvoice: false,
    billableProductInvoice: false,
    currency: currency(agreement.currency, href),
    periodType: 'Current',
    autoInvoiceFlag: false,
    nextInvoiceDate: nextInvoiceDate(today),
    companyLocation: { id: 2, name: 'My Company', _info: { location_href: href('/system/locations/2') } },
    shipToCompany: account,
    shipToSite: site,
    ...shownExtra('agreement', agreement.extra),
    agreementStatus: agreementStatus(agreement, today),
    _info: createdStampOf(agreement),
    customFields: customFields(fields, agreement.customFields),
  };
}

const nextInvoiceDate = (today: string): string => dateOf(Temporal.PlainDate.from(today).with({ day: 1 }).add({ months: 1 }).toString());

const work = (href: Href): JsonObject => ({
  workRole: { id: 11, name: 'System Engineer', _info: { workRole_href: href('/time/workRoles/11') } },
  workType: { id: 4, name: 'After Hours', _info: { workType_href: href('/time/workTypes/4') } },
});

const coverage = (): JsonObject => ({
  applicationUnits: 'Hours',
  applicationLimit: decimal('0'),
  applicationCycle: 'CalendarMonth',
  applicationUnlimitedFlag: false,
  oneTimeFlag: false,
  coverAgreementTime: false,
  coverAgreementProduct: false,
  coverAgreementExpense: false,
  coverSalesTax: false,
  carryOverUnused: false,
  allowOverruns: false,
  expireWhenZero: false,
  chargeToFirm: false,
  employeeCompRate: 'Actual',
  employeeCompNotExceed: 'Billing',
  compHourlyRate: decimal('0'),
  compLimitAmount: decimal('0'),
});
