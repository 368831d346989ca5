import type { Clock } from '../../lib/clock.ts';
import { Fault, isAppError } from '../../lib/errors.ts';
import type { PsaCorrection } from '../../model/difference.ts';
import type { PsaWrite, Written } from '../ports.ts';
import type { ConnectWiseClient } from './client.ts';
import { dayBefore, laterDay } from './days.ts';
import { ending, newLineBody, type Operation, priceChange, quantityChange, reopening, serviceChange } from './requests.ts';
import type { WireAddition } from './schema.ts';
import { subscriptionCaption } from './translate.ts';

type Of<Action extends PsaCorrection['action']> = Extract<PsaCorrection, { action: Action }>;
type Desk = {
  readonly client: ConnectWiseClient;
  readonly clock: Clock;
  /** Id of the custom field for subscription ids on lines of this agreement, if it has one. */
  readonly subscriptionField: (agreementId: string) => Promise<string | undefined>;
  readonly signal: AbortSignal | undefined;
};

/** Carries out one correction and says how to take it back. Nothing is ever deleted in the PSA: lines are ended. */
export async function writeCorrection(desk: Desk, { correction, effectiveOn }: PsaWrite): Promise<Written<PsaCorrection>> {
  switch (correction.action) {
    case 'setQuantity':
      return change(desk, correction, effectiveOn, quantityChange(correction.to), { quantity: correction.to });
    case 'setPrice':
      return change(desk, correction, effectiveOn, priceChange(correction.to), { unitPrice: correction.to });
    case 'endLine':
      return endLine(desk, correction, effectiveOn);
    case 'reopenLine':
      return reopenLine(desk, correction);
    case 'addLine':
      return addLine(desk, correction, effectiveOn);
    case 'replaceService':
      return replaceService(desk, correction);
  }
}

/** At once: a patch. From a day on: the old line ends the day before and a new one starts, unless the line itself starts on that day or later. */
async function change(
  desk: Desk,
  correction: Of<'setQuantity'> | Of<'setPrice'>,
  effectiveOn: string | undefined,
  operations: readonly Operation[],
  changed: { readonly quantity: string } | { readonly unitPrice: string },
): Promise<Written<PsaCorrection>> {
  const back = (lineRemoteId: string): PsaCorrection => ({ ...correction, lineRemoteId, from: correction.to, to: correction.from });
  const old = effectiveOn === undefined ? undefined : await mustRead(desk, correction);
  if (effectiveOn === undefined || old === undefined || (old.effectiveDate ?? '') >= effectiveOn) {
    await patch(desk, correction, operations);
    return { remoteIds: [correction.lineRemoteId], undo: [back(correction.lineRemoteId)] };
  }
  await patch(desk, correction, ending(dayBefore(effectiveOn)));
  const added = await putBackIfRefused(desk, correction, old, () =>
    desk.client.addAddition(correction.agreementRemoteId, newLineBody({ ...copyOf(old), ...changed, effectiveOn }), desk.signal),
  );
  // The undo changes the new line and leaves the old one ended: what is billed is the same, and no day is billed twice on the way.
  return { remoteIds: [correction.lineRemoteId, added], undo: [back(added)] };
}

/** A refused second half must not leave the first: the customer would not be billed at all. An unknown outcome is left to the look-up. */
async function putBackIfRefused<T>(desk: Desk, at: LineId, old: WireAddition, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isAppError(error) && error.kind === 'unknown_outcome') throw error;
    try {
      await patch(desk, at, old.cancelledDate === undefined ? reopening : ending(old.cancelledDate));
    } catch (second) {
      throw new Fault(
        'half_written',
        'unknown_outcome',
        `Line ${at.lineRemoteId} was ended, but the new line was refused and the old one could not be put back`,
        {
          remote: 'connectwise',
          hint: `Take the end date off line ${at.lineRemoteId} in ConnectWise, or apply the correction again.`,
        },
        new AggregateError([error, second]),
      );
    }
    throw error;
  }
}

async function endLine(desk: Desk, correction: Of<'endLine'>, effectiveOn: string | undefined): Promise<Written<PsaCorrection>> {
  const line = await mustRead(desk, correction);
  const day = laterDay(effectiveOn === undefined ? desk.clock.today().toString() : dayBefore(effectiveOn), line.effectiveDate);
  await patch(desk, correction, ending(day));
  return { remoteIds: [correction.lineRemoteId], undo: [{ ...correction, action: 'reopenLine' }] };
}

async function reopenLine(desk: Desk, correction: Of<'reopenLine'>): Promise<Written<PsaCorrection>> {
  await patch(desk, correction, reopening);
  return { remoteIds: [correction.lineRemoteId], undo: [{ ...correction, action: 'endLine' }] };
}

async function addLine(desk: Desk, correction: Of<'addLine'>, effectiveOn: string | undefined): Promise<Written<PsaCorrection>> {
  const { connectionId, agreementRemoteId, quantity, description, vendorSubscriptionId } = correction;
  const field = vendorSubscriptionId === '' ? undefined : await desk.subscriptionField(agreementRemoteId);
  const body = newLineBody({
    ...correction,
    effectiveOn: effectiveOn ?? desk.clock.today().toString(),
    invoiceDescription: description,
    ...(field === undefined ? {} : { customFields: [{ id: field, value: vendorSubscriptionId }] }),
  });
  const added = await desk.client.addAddition(agreementRemoteId, body, desk.signal);
  return { remoteIds: [added], undo: [{ action: 'endLine', connectionId, agreementRemoteId, lineRemoteId: added, quantity }] };
}

async function replaceService(desk: Desk, correction: Of<'replaceService'>): Promise<Written<PsaCorrection>> {
  const line = await mustRead(desk, correction);
  const { quantity, unitPrice, unitCost, toServiceRemoteId } = correction;
  const { invoiceDescription, taxableFlag, billCustomer } = textsOf(line);
  await patch(
    desk,
    correction,
    serviceChange({ serviceRemoteId: toServiceRemoteId, quantity, unitPrice, unitCost, invoiceDescription, taxableFlag, billCustomer }),
  );
  const undo: PsaCorrection = {
    ...correction,
    fromServiceRemoteId: toServiceRemoteId,
    toServiceRemoteId: line.product.id,
    quantity: line.quantity,
    unitPrice: line.unitPrice ?? '0',
    unitCost: line.unitCost ?? '0',
  };
  return { remoteIds: [correction.lineRemoteId], undo: [undo] };
}

type LineId = { readonly agreementRemoteId: string; readonly lineRemoteId: string };

const patch = (desk: Desk, { agreementRemoteId, lineRemoteId }: LineId, operations: readonly Operation[]): Promise<void> =>
  desk.client.patchAddition(
    agreementRemoteId,
    lineRemoteId,
    operations.map((operation) => ({ ...operation })),
    desk.signal,
  );

async function mustRead(desk: Desk, { agreementRemoteId, lineRemoteId }: LineId): Promise<WireAddition> {
  const line = await desk.client.addition(agreementRemoteId, lineRemoteId, desk.signal);
  if (line !== undefined) return line;
  throw new Fault('line_missing', 'permanent', `Line ${lineRemoteId} is not in agreement ${agreementRemoteId} any more`, {
    remote: 'connectwise',
    hint: 'Read the connection again; the difference will be compared anew.',
  });
}

const textsOf = (line: WireAddition) => ({
  invoiceDescription: line.invoiceDescription ?? line.description ?? '',
  taxableFlag: line.taxableFlag ?? false,
  billCustomer: line.billCustomer ?? 'Billable',
});

/** Everything of a line that a later copy of it needs, subscription id included. */
const copyOf = (line: WireAddition) => ({
  serviceRemoteId: line.product.id,
  quantity: line.quantity,
  unitPrice: line.unitPrice ?? '0',
  unitCost: line.unitCost ?? '0',
  ...textsOf(line),
  ...(line.lessIncluded === undefined ? {} : { lessIncluded: line.lessIncluded }),
  ...(line.description === undefined ? {} : { description: line.description }),
  ...(line.serialNumber === undefined ? {} : { serialNumber: line.serialNumber }),
  customFields: (line.customFields ?? []).flatMap(({ id, value }) => (value === undefined ? [] : [{ id, value }])),
});

/** The id of the custom field for subscription ids among the fields of some line; undefined when the lines have none. */
export const subscriptionFieldOf = (lines: readonly WireAddition[]): string | undefined =>
  lines.flatMap((line) => line.customFields ?? []).find((field) => subscriptionCaption.test(field.caption ?? ''))?.id;
