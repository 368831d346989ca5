import { foldDomain } from '../../lib/normalise.ts';
import { type Reading, read, unreadable } from '../../lib/sift.ts';
import { readGuid } from '../../lib/wire.ts';
import type { Cloud } from '../../model/cloud.ts';
import type { MicrosoftCustomer } from '../../model/customer.ts';
import type { MicrosoftSubscription, SubscriptionStatus } from '../../model/subscription.ts';
import { readProductKey } from './product-key.ts';
import type { WireCustomer, WireSubscription } from './schema.ts';

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
    next: nextOf(wire),
    termEnd: termEndOf(wire),
    promotionId: wire.promotionId,
    startsOn: wire.effectiveStartDate,
    endsOn: wire.commitmentEndDate,
    cancelUntil: wire.cancellationAllowedUntilDate ?? latest(wire.refundOptions?.map((option) => option.expiresAt)),
    parentRemoteId: readGuid(wire.parentSubscriptionId),
    createdAt: wire.creationDate,
  });
}

/** Present only when somebody scheduled it, or for trials (partner-center-api reference 8.2). */
function nextOf({ scheduledNextTermInstructions: next, quantity }: WireSubscription): MicrosoftSubscription['next'] {
  if (next === undefined || next === null) return undefined;
  const { productId = '', skuId = '', termDuration = '', billingCycle = '' } = next.product ?? {};
  return { seats: next.quantity ?? quantity, plan: [productId, skuId, termDuration, billingCycle.toLowerCase()].join(':') };
}

const termEnds: Readonly<Record<string, MicrosoftSubscription['termEnd']>> = {
  renewtonewterm: 'renew',
  renewtoextendedserviceterm: 'extend',
  cancel: 'cancel',
};

const termEndOf = ({ scheduledActions }: WireSubscription): MicrosoftSubscription['termEnd'] =>
  termEnds[scheduledActions?.find(({ scheduleType }) => scheduleType?.toLowerCase() === 'termend')?.actionType?.toLowerCase() ?? ''];

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
