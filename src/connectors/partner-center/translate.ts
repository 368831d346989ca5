import { foldDomain } from '../../lib/normalise.ts';
import { type Reading, read, unreadable } from '../../lib/sift.ts';
import { readGuid } from '../../lib/wire.ts';
import { readInstant } from '../../lib/wire-date.ts';
import type { Cloud } from '../../model/cloud.ts';
import type { MicrosoftCustomer } from '../../model/customer.ts';
import type { MicrosoftSubscription, SubscriptionStatus } from '../../model/subscription.ts';
import type { AuditHint } from '../ports.ts';
import { readProductKey } from './product-key.ts';
import type { WireAuditRecord, WireCustomer, WireSubscription } from './schema.ts';

/** A customer's id is its tenant id; the profile's copy of it counts only where the id is none. */
export function toCustomer(wire: WireCustomer, cloud: Cloud): Reading<MicrosoftCustomer> {
  const { companyProfile } = wire;
  const tenantId = readGuid(wire.id) ?? readGuid(companyProfile.tenantId);
  if (tenantId === undefined) return unreadable('id: is not a tenant id');
  const country = companyProfile.address?.country?.toUpperCase();
  return read({
    tenantId,
    cloud,
    name: companyProfile.companyName ?? '',
    domain: foldDomain(companyProfile.domain ?? ''),
    relationship: relationships[wire.relationshipToPartner?.toLowerCase() ?? ''] ?? 'unknown',
    ...(country === undefined ? {} : { country }),
  });
}

/** A word we do not know stays unknown: nobody is retired on a guess. */
const relationships: Readonly<Record<string, MicrosoftCustomer['relationship']>> = {
  reseller: 'reseller',
  advisor: 'advisor',
  none: 'none',
};

/** `disabled` follows `expired` and `deleted` follows both; neither is charged (partner-center-api reference 8.4). */
const statuses: Readonly<Record<string, SubscriptionStatus>> = {
  active: 'active',
  pending: 'pending',
  suspended: 'suspended',
  expired: 'expired',
  disabled: 'expired',
  deleted: 'cancelled',
};

export function toSubscription(wire: WireSubscription): Reading<MicrosoftSubscription> {
  const remoteId = readGuid(wire.id);
  if (remoteId === undefined) return unreadable('id: is not a GUID');
  const key = readProductKey(wire);
  if (!('item' in key)) return key;
  if (endsBeforeStart(wire)) return unreadable('commitmentEndDate: is before effectiveStartDate');
  return read({
    remoteId,
    offerId: wire.offerId ?? '',
    offerName: nameOf(wire),
    key: key.item,
    seats: wire.quantity,
    status: statuses[wire.status.toLowerCase()] ?? 'unknown',
    remoteStatus: wire.status,
    isTrial: wire.isTrial ?? false,
    isUsage: isUsage(wire),
    autoRenew: wire.autoRenewEnabled ?? false,
    startsOn: wire.effectiveStartDate,
    endsOn: wire.commitmentEndDate,
    cancelUntil: wire.cancellationAllowedUntilDate ?? latest(wire.refundOptions?.map((option) => option.expiresAt)),
    parentRemoteId: readGuid(wire.parentSubscriptionId),
    createdAt: wire.creationDate,
  });
}

/** The friendly name is the customer's own and changes; the offer's says what it is. */
const nameOf = (wire: WireSubscription): string => wire.offerName ?? wire.friendlyName ?? wire.offerId ?? '';

const isUsage = (wire: WireSubscription): boolean =>
  wire.billingType?.toLowerCase() === 'usage' || wire.unitType?.toLowerCase() === 'usage-based';

/** Both are ISO dates, so text compares as time does. */
const endsBeforeStart = ({ effectiveStartDate, commitmentEndDate }: WireSubscription): boolean =>
  effectiveStartDate !== undefined && commitmentEndDate !== undefined && commitmentEndDate < effectiveStartDate;

const latest = (days: readonly (string | undefined)[] | undefined): string | undefined =>
  days
    ?.filter((day) => day !== undefined)
    .sort()
    .at(-1);

/** What to read again. The sample of the documentation has no id, so one is made of what identifies the event. */
export function toAuditHint(wire: WireAuditRecord): Reading<AuditHint> {
  const at = readInstant(wire.operationDate);
  if (at === undefined) return unreadable('operationDate: is not a date with time');
  const customerTenantId = readGuid(wire.customerId);
  return read({
    id:
      wire.id ??
      [wire.partnerId, wire.customerId, wire.resourceType, wire.operationType, wire.operationDate].map((part) => part ?? '').join('_'),
    at: at.toString(),
    operation: wire.operationType,
    customerTenantId,
    subscriptionRemoteId: subscriptionOf(wire),
  });
}

/** The one subscription that the event is about; undefined when there are several: then the whole customer is read again. */
function subscriptionOf(wire: WireAuditRecord): string | undefined {
  const named = (wire.customizedData ?? [])
    .filter((entry) => /^subscriptionid(-\d+)?$/i.test(entry.key ?? ''))
    .map((entry) => readGuid(entry.value));
  const found = new Set(named.filter((id) => id !== undefined));
  if (found.size === 0 && wire.resourceType === 'subscription') return idOfJson(wire.resourceNewValue);
  return found.size === 1 ? [...found][0] : undefined;
}

function idOfJson(text: string | undefined): string | undefined {
  try {
    const parsed: unknown = JSON.parse(text ?? 'null');
    return typeof parsed === 'object' && parsed !== null && 'Id' in parsed && typeof parsed.Id === 'string'
      ? readGuid(parsed.Id)
      : undefined;
  } catch {
    return undefined;
  }
}
