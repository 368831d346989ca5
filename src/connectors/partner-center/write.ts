import type { Clock } from '../../lib/clock.ts';
import { Fault } from '../../lib/errors.ts';
import { exactNumber, isJsonObject, type JsonObject, type JsonValue } from '../../lib/exact-json.ts';
import { readInstant } from '../../lib/wire-date.ts';
import { inverseAtMicrosoft, type MicrosoftCorrection } from '../../model/difference.ts';
import type { LookUp, MicrosoftWrite, PreparedCall, SubscriptionNow, Written } from '../ports.ts';
import type { PartnerCenterClient } from './client.ts';
import { WireSubscription } from './schema.ts';
import { toSubscription } from './translate.ts';

type Desk = { readonly client: PartnerCenterClient; readonly clock: Clock; readonly signal: AbortSignal | undefined };

/** The one field that a correction changes; everything else goes along as it was read (partner-center-api reference 8.3: a field that is left out is reset). */
function changeOf(correction: MicrosoftCorrection): JsonObject {
  switch (correction.action) {
    case 'setSeats':
      return { quantity: exactNumber(correction.to) };
    case 'setAutoRenew':
      return { autoRenewEnabled: correction.to };
    case 'cancelSubscription':
      return { status: 'deleted' };
  }
}

const wordsOf = (correction: MicrosoftCorrection): string => {
  switch (correction.action) {
    case 'setSeats':
      return `Set the seats from ${correction.from} to ${correction.to}; everything else of the subscription is sent as it was read just before`;
    case 'setAutoRenew':
      return `Switch auto-renew ${correction.to ? 'on' : 'off'}; everything else of the subscription is sent as it was read just before`;
    case 'cancelSubscription':
      return `Cancel the subscription with its ${correction.seats} seats`;
  }
};

const pathOf = ({ customerTenantId, subscriptionRemoteId }: MicrosoftCorrection): string =>
  `/v1/customers/${customerTenantId}/subscriptions/${subscriptionRemoteId}`;

/** The call that `write` makes, without asking Microsoft first. */
export function prepareCalls({ correction }: MicrosoftWrite): readonly PreparedCall[] {
  const change = correction.action === 'setSeats' ? { quantity: Number(correction.to) } : changeOf(correction);
  return [{ summary: wordsOf(correction), method: 'PATCH', path: pathOf(correction), body: { asRead: pathOf(correction), ...change } }];
}

/** Is the wanted state there? */
function isThere(body: JsonObject, correction: MicrosoftCorrection): boolean {
  const wire = WireSubscription.safeParse(body).data;
  switch (correction.action) {
    case 'setSeats':
      return String(wire?.quantity) === correction.to;
    case 'setAutoRenew':
      return wire?.autoRenewEnabled === correction.to;
    case 'cancelSubscription':
      return wire?.status.toLowerCase() === 'deleted';
  }
}

/** Is it still as it was when the plan was made? */
function isAsBefore(body: JsonObject, correction: MicrosoftCorrection): boolean {
  const wire = WireSubscription.safeParse(body).data;
  switch (correction.action) {
    case 'setSeats':
      return String(wire?.quantity) === correction.from;
    case 'setAutoRenew':
      return wire?.autoRenewEnabled === !correction.to;
    case 'cancelSubscription':
      return String(wire?.quantity) === correction.seats && wire?.status.toLowerCase() !== 'deleted';
  }
}

/**
 * Carries one correction out: reads the whole resource, changes one field, sends it once. An answer of 202 means that Microsoft has only
 * taken it on: it is read again until it shows, and looked up later when it takes longer.
 */
export async function writeCorrection(desk: Desk, { correction }: MicrosoftWrite): Promise<Written<MicrosoftCorrection>> {
  const { client, signal } = desk;
  const { customerTenantId, subscriptionRemoteId } = correction;
  const body = await client.subscription(customerTenantId, subscriptionRemoteId, signal);
  if (body === undefined || !isAsBefore(body, correction))
    throw new Fault('changed_since', 'permanent', 'The subscription was changed at Microsoft since the preview; nothing was sent', {
      remote: 'partner-center',
      hint: 'Sync the customer and preview again.',
    });
  const answer = await client.patchSubscription(customerTenantId, subscriptionRemoteId, { ...body, ...changeOf(correction) }, signal);
  if (answer.status === 202) await untilThere(desk, correction);
  return { remoteIds: [subscriptionRemoteId], undo: inverseAtMicrosoft(correction) };
}

/** Reads of a change that was taken on, and the pause before each, in milliseconds. */
const pauses = [1_000, 2_000, 4_000, 8_000];

async function untilThere({ client, clock, signal }: Desk, correction: MicrosoftCorrection): Promise<void> {
  for (const pause of pauses) {
    await clock.sleep(pause, signal);
    const body = await client.subscription(correction.customerTenantId, correction.subscriptionRemoteId, signal);
    if (body !== undefined && isThere(body, correction)) return;
  }
  throw new Fault('still_pending', 'unknown_outcome', 'Microsoft took the change on and has not carried it out yet', {
    remote: 'partner-center',
    hint: 'It is looked up again; nothing is sent twice.',
  });
}

/** After a lost answer. A subscription holds one value, so it is the new one, the old one, or somebody else's. */
export async function lookUp({ client, signal }: Desk, { correction }: MicrosoftWrite): Promise<LookUp> {
  const { customerTenantId, subscriptionRemoteId } = correction;
  const body = await client.subscription(customerTenantId, subscriptionRemoteId, signal);
  if (body === undefined) return { found: 'undecidable', candidates: [] };
  if (isThere(body, correction)) return { found: 'applied', remoteIds: [subscriptionRemoteId] };
  return isAsBefore(body, correction) ? { found: 'notApplied' } : { found: 'undecidable', candidates: [subscriptionRemoteId] };
}

/** A subscription as it is now, with what may be given back. Throws `subscription_unreadable`. */
export function toSubscriptionNow(body: JsonObject): SubscriptionNow {
  const parsed = WireSubscription.safeParse(body);
  const reading = parsed.success ? toSubscription(parsed.data) : undefined;
  if (!parsed.success || reading === undefined || !('item' in reading))
    throw new Fault('subscription_unreadable', 'permanent', 'A subscription cannot be read', {
      remote: 'partner-center',
      hint: 'Look at it at Partner Center; nothing was changed.',
    });
  const batches = parsed.data.refundableQuantity?.details;
  return {
    subscription: reading.item,
    returnable: batches?.flatMap(({ quantity, allowedUntilDateTime }) => {
      const until = readInstant(allowedUntilDateTime);
      return until === undefined ? [] : [{ seats: quantity, until: until.toString() }];
    }),
    hasBookedChange: hasBookedChange(body),
  };
}

/** Whether a change waits for the next term or charge: an immediate one deletes it (partner-center-api reference 8.2, 8.3). */
const hasBookedChange = (body: JsonObject): boolean =>
  isFilled(body['scheduledNextTermInstructions']) || isFilled(body['nextChargeInstructions']);

const isFilled = (value: JsonValue | undefined): boolean => isJsonObject(value) && Object.keys(value).length > 0;
