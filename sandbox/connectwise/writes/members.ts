import { ExactNumber, exactNumber, isJsonObject, type JsonObject, type JsonValue } from '../../../src/lib/exact-json.ts';
import type { PsaExtra } from '../../world/types.ts';
import { dayValue, flagValue, ValueError, wholeValue } from '../additions/values.ts';
import { dateOf } from '../answers/values.ts';

type Extra = PsaExtra[string];

/** How a member is read from a body and written into an answer. */
export type Member = { read(value: JsonValue): Extra; show(value: Extra): JsonValue };

const same = (value: Extra): JsonValue => value;

const text = (longest = Number.POSITIVE_INFINITY): Member => ({
  read: (value) => {
    if (typeof value !== 'string') throw new ValueError('must be text');
    if (value.length > longest) throw new ValueError(`must not be longer than ${longest} characters`);
    return value;
  },
  show: same,
});

const numberOf = (value: JsonValue): number => {
  const number =
    value instanceof ExactNumber || typeof value === 'number' || typeof value === 'string' ? Number(String(value)) : Number.NaN;
  if (!Number.isFinite(number)) throw new ValueError('must be a number');
  return number;
};

const number: Member = {
  read: numberOf,
  show: (value) => (typeof value === 'number' ? exactNumber(Number.isInteger(value) ? `${value}.0` : String(value)) : same(value)),
};

const whole: Member = {
  read: (value) => {
    if (!Number.isInteger(numberOf(value))) throw new ValueError('must be a whole number');
    return numberOf(value);
  },
  show: same,
};

const flag: Member = { read: flagValue, show: same };

const date: Member = {
  read: (value) => {
    const day = dayValue(value);
    if (day === undefined) throw new ValueError('must be a date such as 2026-01-01T00:00:00Z');
    return dateOf(day);
  },
  show: same,
};

const choice = (words: readonly string[]): Member => ({
  read: (value) => {
    const found = words.find((word) => word === value);
    if (found === undefined) throw new ValueError(`must be one of ${words.join(', ')}`);
    return found;
  },
  show: same,
});

/** Something the world does not keep: taken by its number, and its name kept as told. */
const reference: Member = {
  read: (value) => {
    const id = isJsonObject(value) ? wholeValue(value['id']) : undefined;
    if (!isJsonObject(value) || id === undefined) throw new ValueError('must name something by id');
    const { name, identifier } = value;
    return { id, ...(typeof name === 'string' ? { name } : {}), ...(typeof identifier === 'string' ? { identifier } : {}) };
  },
  show: same,
};

const kinds: Readonly<Record<string, Member>> = { t: text(), n: number, i: whole, f: flag, d: date, r: reference };

/** Members from a table of words: `name:t50` text, `:n` number, `:i` whole, `:f` flag, `:d` day, `:r` reference, `:a|b` one of these. */
function members(table: string): Readonly<Record<string, Member>> {
  const entries = table
    .trim()
    .split(/\s+/)
    .map((entry): [string, Member] => {
      const [name = '', kind = 't'] = entry.split(':');
      const longest = /^t(\d+)$/.exec(kind)?.[1];
      if (longest !== undefined) return [name, text(Number(longest))];
      return [name, kinds[kind] ?? choice(kind.split('|'))];
    });
  return Object.fromEntries(entries);
}

const billing = 'Billable|DoNotBill|NoCharge|NoDefault';
const cycles = 'Contract2Weeks|Contract4Weeks|ContractYear|CalendarMonth|CalendarQuarter|CalendarWeek|ContractQuarter|CalendarYear';

/** What a caller may write besides the members that the world works with, by resource (release 2022.1 plus members seen on 2025.1). */
export const extraMembers: Readonly<Record<string, Readonly<Record<string, Member>>>> = {
  company: members(`addressLine2:t50 faxNumber:t30 territory:r market:r accountNumber:t dateAcquired:d sicCode:r parentCompany:r
    annualRevenue:n numberOfEmployees:i yearEstablished:i revenueYear:i ownershipType:r timeZoneSetup:r leadSource:t50 leadFlag:f
    unsubscribeFlag:f calendar:r userDefinedField1:t50 userDefinedField2:t50 userDefinedField3:t50 userDefinedField4:t50
    userDefinedField5:t50 userDefinedField6:t50 userDefinedField7:t50 userDefinedField8:t50 userDefinedField9:t50 userDefinedField10:t50
    vendorIdentifier:t taxIdentifier:t taxCode:r billingTerms:r invoiceTemplate:r pricingSchedule:r companyEntityType:r billingContact:r
    invoiceDeliveryMethod:r invoiceToEmailAddress:t invoiceCCEmailAddress:t facebookUrl:t twitterUrl:t linkedInUrl:t territoryManager:r
    resellerIdentifier:t isVendorFlag:f`),
  agreement: members(`subContractCompany:r subContractContact:r parentAgreement:r customerPO:t50 location:r department:r
    restrictLocationFlag:f restrictDepartmentFlag:f opportunity:r reasonCancelled:t100 sla:r workOrder:t20 internalNotes:t
    applicationUnits:Amount|Hours|Incidents applicationLimit:n applicationCycle:${cycles} applicationUnlimitedFlag:f oneTimeFlag:f
    coverAgreementTime:f coverAgreementProduct:f coverAgreementExpense:f coverSalesTax:f carryOverUnused:f allowOverruns:f expiredDays:i
    limit:i expireWhenZero:f chargeToFirm:f employeeCompRate:Actual|Hourly employeeCompNotExceed:Billing|Amount|Percent compHourlyRate:n
    compLimitAmount:n billOneTimeFlag:f billingTerms:r invoicingCycle:ContractYear|CalendarYear billToContact:r billToSite:r billAmount:n
    taxable:f prorateFirstBill:n billStartDate:d taxCode:r restrictDownPayment:f invoiceDescription:t topComment:f bottomComment:f
    workRole:r workType:r projectType:r invoiceTemplate:r billTime:${billing} billExpenses:${billing} billProducts:${billing}
    billableTimeInvoice:f billableExpenseInvoice:f billableProductInvoice:f periodType:Current|Future|Both|Undefined autoInvoiceFlag:f
    nextInvoiceDate:d companyLocation:r invoiceProratedAdditionsFlag:f`),
  addition: members(`purchaseItemFlag:f specialOrderFlag:f opportunity:r prorateCurrentPeriodFlag:f invoiceGrouping:r`),
  catalogItem: members(`serializedFlag:f serializedCostFlag:f phaseProductFlag:f minStockLevel:i
    priceAttribute:FixedFee|NotToExceed|OverrideRate|TimeAndMaterials dropShipFlag:f specialOrderFlag:f manufacturer:r vendor:r notes:t
    sla:r entityType:r recurringFlag:f recurringOneTimeFlag:f recurringCycleType:ContractYear|CalendarYear calculatedPriceFlag:f
    calculatedCostFlag:f calculatedPrice:n calculatedCost:n`),
};

/** What was written, for laying over an answer. */
export function shownExtra(kind: string, extra: PsaExtra | undefined): JsonObject {
  const known = extraMembers[kind];
  if (extra === undefined || known === undefined) return {};
  return Object.fromEntries(
    Object.entries(extra).flatMap(([name, value]) => {
      const member = known[name];
      return member === undefined ? [] : [[name, member.show(value)]];
    }),
  );
}
