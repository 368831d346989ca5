import { createHash } from 'node:crypto';
import { canonicalJson } from '../../lib/canonical.ts';
import { parseDecimal, printDecimal } from '../../lib/decimal.ts';
import { ExactNumber } from '../../lib/exact-json.ts';
import { foldDomain } from '../../lib/normalise.ts';
import { type Reading, read, unreadable } from '../../lib/sift.ts';
import { readGuid } from '../../lib/wire.ts';
import type { RemoteAccount } from '../../model/customer.ts';
import type { PsaAgreement, PsaLine, PsaService } from '../../model/psa.ts';
import type { WireAddition, WireAgreement, WireCatalogItem, WireCompany, WireCustomField } from './schema.ts';

/** Captions are the partner's own words: seen are "Microsoft - TenantID" and "365 Tenant". */
export const tenantCaption = /tenant/i;
/** Where a line's subscription id stands, for example "Vendor subscription id" or "Microsoft - SubscriptionID". */
export const subscriptionCaption = /subscription.*id|vendor.*subscription/i;

export const valuesOf = (fields: readonly WireCustomField[] | null | undefined, caption: RegExp): string[] =>
  (fields ?? []).flatMap((field) => (caption.test(field.caption ?? '') && field.value !== undefined ? [field.value] : []));

const isActive = ({ deletedFlag, status }: WireCompany): boolean =>
  deletedFlag !== true && status?.inactiveFlag !== true && !/inactive/i.test(status?.name ?? '');

export function toAccount(wire: WireCompany): Reading<RemoteAccount> {
  const tenantIds = valuesOf(wire.customFields, tenantCaption)
    .flatMap((text) => text.split(/[\s,;]+/))
    .map(readGuid);
  const currency = wire.currency?.currencyCode?.toUpperCase();
  return read({
    remoteId: wire.id,
    name: wire.name,
    domain: foldDomain(wire.website ?? ''),
    tenantIds: [...new Set(tenantIds.filter((id) => id !== undefined))],
    active: isActive(wire),
    types: (wire.types ?? []).flatMap(({ name }) => name ?? []),
    ...(currency === undefined ? {} : { currency }),
    ...(wire.taxIdentifier === undefined || wire.taxIdentifier === '' ? {} : { taxId: wire.taxIdentifier }),
  });
}

/** Billing cycles have names of the partner's making around the vendor's options; what is not understood stays undefined. Bi-monthly is every second month, as at the vendor. */
const cycles: readonly (readonly [RegExp, number])[] = [
  [/bi-?monthly|every (2|two|second) months?/, 2],
  [/bi-?weekly|weekly|not ?recurring/, 0],
  [/semi-?annual|half-?year/, 6],
  [/quarter/, 3],
  [/annual|year/, 12],
  [/month/, 1],
];

function cycleMonths(name: string | undefined): number | undefined {
  const found = cycles.find(([pattern]) => pattern.test(name?.toLowerCase() ?? ''))?.[1];
  return found === 0 ? undefined : found;
}

export function toAgreement(wire: WireAgreement): Reading<PsaAgreement> {
  const hasEnd = wire.noEndingDateFlag !== true && wire.endDate !== undefined;
  if (hasEnd && wire.startDate !== undefined && wire.endDate !== undefined && wire.endDate < wire.startDate) {
    return unreadable('endDate: is before startDate');
  }
  return read({
    remoteId: wire.id,
    accountRemoteId: wire.company.id,
    name: wire.name,
    active: wire.cancelledFlag !== true && (wire.agreementStatus ?? 'Active').toLowerCase() === 'active',
    cycleMonths: cycleMonths(wire.billingCycle?.name),
    prorates: wire.prorateFlag === true,
    currency: wire.currency?.currencyCode?.toUpperCase(),
    startsOn: wire.startDate,
    endsOn: hasEnd ? wire.endDate : undefined,
    nextInvoiceOn: wire.nextInvoiceDate,
  });
}

export function toLine(wire: WireAddition, agreement: Pick<PsaAgreement, 'remoteId' | 'accountRemoteId'>): Reading<PsaLine> {
  if (wire.agreementId !== undefined && wire.agreementId !== agreement.remoteId) return unreadable('agreementId: is another agreement');
  if (wire.effectiveDate !== undefined && wire.cancelledDate !== undefined && wire.cancelledDate < wire.effectiveDate) {
    return unreadable('cancelledDate: is before effectiveDate');
  }
  return read({
    remoteId: wire.id,
    agreementRemoteId: agreement.remoteId,
    accountRemoteId: agreement.accountRemoteId,
    serviceRemoteId: wire.product.id,
    description: descriptionOf(wire),
    quantity: wire.quantity,
    unitPrice: wire.unitPrice ?? '0',
    unitCost: wire.unitCost ?? '0',
    isBilled: isBilled(wire),
    fromOn: wire.effectiveDate,
    cancelledOn: wire.cancelledDate,
    vendorSubscriptionId: subscriptionOf(wire) ?? readGuid(wire.serialNumber),
    version: versionOf(wire),
    ...(wire._info?.lastUpdated !== undefined && { changed: { at: wire._info.lastUpdated, by: wire._info.updatedBy } }),
  });
}

const descriptionOf = (wire: WireAddition): string => wire.invoiceDescription ?? wire.description ?? wire.product.identifier ?? '';

/** `NoCharge` shows the line at no price and `DoNotBill` hides it: neither brings money. */
const isBilled = (wire: WireAddition): boolean => (wire.billCustomer ?? 'Billable').toLowerCase() === 'billable';

/** The subscription id that a line carries, lower case. */
export const subscriptionOf = (wire: WireAddition): string | undefined =>
  valuesOf(wire.customFields, subscriptionCaption)[0]?.toLowerCase();

/** Bookkeeping and members that ConnectWise works out, some of them from today's date: they change without anybody changing the line. */
const derived = new Set([
  '_info',
  'billedQuantity',
  'extPrice',
  'extCost',
  'margin',
  'prorateCost',
  'proratePrice',
  'extendedProrateCost',
  'extendedProratePrice',
  'prorateCurrentPeriodFlag',
  'agreementStatus',
  'additionStatus',
]);

/** SHA-256 of what people and programs write into a line; amounts compare by value (30 and 30.0 are the same). */
export function versionOf(wire: Readonly<Record<string, unknown>>): string {
  const written = Object.entries(wire).filter(
    ([name, value]) => !derived.has(name) && value !== undefined && value !== null && value !== '',
  );
  return createHash('sha256')
    .update(canonicalJson(Object.fromEntries(written.map(([name, value]) => [name, plain(value)]))))
    .digest('hex');
}

function plain(value: unknown): unknown {
  if (value instanceof ExactNumber || typeof value === 'number') {
    const amount = parseDecimal(String(value));
    return amount === undefined ? String(value) : printDecimal(amount);
  }
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).flatMap(([name, member]) => (name === '_info' ? [] : [[name, plain(member)]])));
}

/** `CFQ7TTC0LCHC:0002`, perhaps with term and frequency behind it: how partners write Microsoft's key into a catalogue item. */
const microsoftKey = /^[A-Z0-9]{12}:[A-Z0-9]{4}\b/i;

export function toService(wire: WireCatalogItem): Reading<PsaService> {
  return read({
    remoteId: wire.id,
    code: wire.identifier,
    name: wire.customerDescription ?? wire.description ?? wire.identifier,
    active: wire.inactiveFlag !== true,
    price: wire.price ?? wire.recurringRevenue ?? '0',
    cost: wire.cost ?? wire.recurringCost ?? '0',
    microsoftKey: [wire.manufacturerPartNumber, wire.integrationXRef, wire.vendorSku].find((text) => microsoftKey.test(text ?? '')),
  });
}
