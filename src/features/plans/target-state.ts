import { parseDecimal, printDecimal } from '../../lib/decimal.ts';
import { inverseOfAccess, isAboutAccess } from '../../model/access-correction.ts';
import { billToFields } from '../../model/bill-to.ts';
import { type Act, type Correction, inverseAtMicrosoft, isAtMicrosoft, type PsaCorrection } from '../../model/difference.ts';
import { inverseOfProfile, isAboutProfile } from '../../model/profile-correction.ts';
import type { PsaLine } from '../../model/psa.ts';
import { isBeforeAccess } from './access/access-state.ts';
import type { TargetState } from './plan.ts';
import { isAsSeen } from './profile/profile-state.ts';
import { isAsComparedAtMicrosoft, subscriptionAfter } from './subscription-state.ts';

const noDate = 'open';
export const noLine: TargetState = { line: 'none' };

/** Decimal texts that are equal look equal: a PSA may write 20 as 20.0. */
export const exact = (text: string): string => {
  const value = parseDecimal(text);
  return value === undefined ? text : printDecimal(value);
};

export const stateOf = (line: PsaLine): TargetState => ({
  quantity: exact(line.quantity),
  unitPrice: exact(line.unitPrice),
  service: line.serviceRemoteId,
  until: line.cancelledOn ?? noDate,
});

/** What the target will be. A date says from when: until then a line stays as it is. */
export function stateAfter(before: TargetState, correction: Correction, effectiveOn: string | undefined): TargetState {
  const from: TargetState = effectiveOn === undefined ? {} : { from: effectiveOn };
  if (isAtMicrosoft(correction)) return subscriptionAfter(before, correction);
  switch (correction.action) {
    case 'setQuantity':
      return { ...before, quantity: exact(correction.to), ...from };
    case 'setPrice':
      return { ...before, unitPrice: exact(correction.to), ...from };
    case 'endLine':
      return { ...before, until: effectiveOn ?? 'now' };
    case 'reopenLine':
      return { ...before, quantity: exact(correction.quantity), until: noDate };
    case 'replaceService':
      return {
        ...before,
        service: correction.toServiceRemoteId,
        quantity: exact(correction.quantity),
        unitPrice: exact(correction.unitPrice),
        ...from,
      };
    case 'addLine':
      return {
        quantity: exact(correction.quantity),
        unitPrice: exact(correction.unitPrice),
        service: correction.serviceRemoteId,
        until: noDate,
        ...from,
      };
  }
}

const fields: readonly string[] = [
  ...['quantity', 'unitPrice', 'service', 'until', 'line', 'seats', 'autoRenew', 'status'],
  ...['relationship', 'others', 'replacement', 'autoExtend', 'group', 'consent'],
  ...billToFields,
];

/** Fields that are no longer as they were. */
export const movedFields = (before: TargetState, now: TargetState): string[] => fields.filter((field) => before[field] !== now[field]);

/** Is the wanted state there? Looks at every line that the write touched: a dated change lives in a new line beside the ended one. */
export function isReached(lines: readonly PsaLine[], correction: PsaCorrection): boolean {
  switch (correction.action) {
    case 'setQuantity':
      return lines.some((line) => line.cancelledOn === undefined && exact(line.quantity) === exact(correction.to));
    case 'setPrice':
      return lines.some((line) => line.cancelledOn === undefined && exact(line.unitPrice) === exact(correction.to));
    case 'endLine':
      return lines.some((line) => line.remoteId === correction.lineRemoteId && line.cancelledOn !== undefined);
    case 'reopenLine':
      return lines.some((line) => line.remoteId === correction.lineRemoteId && line.cancelledOn === undefined);
    case 'replaceService':
      return lines.some(
        (line) =>
          line.cancelledOn === undefined &&
          line.serviceRemoteId === correction.toServiceRemoteId &&
          exact(line.quantity) === exact(correction.quantity),
      );
    case 'addLine':
      return lines.some(
        (line) =>
          line.cancelledOn === undefined &&
          line.serviceRemoteId === correction.serviceRemoteId &&
          exact(line.quantity) === exact(correction.quantity),
      );
  }
}

/** How to take a confirmed write back when the remote did not say: only what the correction itself tells. */
export const inverseOf = (correction: Act, before: TargetState, remoteIds: readonly string[]): Act[] => {
  if (isAboutAccess(correction)) return inverseOfAccess(correction);
  if (isAboutProfile(correction)) return inverseOfProfile(correction);
  return isAtMicrosoft(correction) ? inverseAtMicrosoft(correction) : inverseAtPsa(correction, before, remoteIds);
};

function inverseAtPsa(correction: PsaCorrection, before: TargetState, remoteIds: readonly string[]): Correction[] {
  const { connectionId, agreementRemoteId } = correction;
  switch (correction.action) {
    case 'setQuantity':
    case 'setPrice':
      // A dated change lives in a new line; only the remote knows which.
      return remoteIds.every((id) => id === correction.lineRemoteId) ? [{ ...correction, from: correction.to, to: correction.from }] : [];
    case 'endLine':
      return [{ ...correction, action: 'reopenLine' }];
    case 'reopenLine':
      return [{ ...correction, action: 'endLine' }];
    case 'addLine': {
      const [lineRemoteId] = remoteIds;
      return lineRemoteId === undefined
        ? []
        : [{ action: 'endLine', connectionId, agreementRemoteId, lineRemoteId, quantity: correction.quantity }];
    }
    case 'replaceService': {
      const { service, quantity = correction.quantity, unitPrice = correction.unitPrice } = before;
      return service === undefined
        ? []
        : [{ ...correction, fromServiceRemoteId: correction.toServiceRemoteId, toServiceRemoteId: service, quantity, unitPrice }];
    }
  }
}

/** Is the target now what the correction was made for? Otherwise somebody changed it since the books were compared. */
export const isAsCompared = (now: TargetState, correction: Act): boolean => {
  if (isAboutAccess(correction)) return isBeforeAccess(now, correction);
  if (isAboutProfile(correction)) return isAsSeen(now, correction);
  return isAtMicrosoft(correction) ? isAsComparedAtMicrosoft(now, correction) : isAsComparedAtPsa(now, correction);
};

function isAsComparedAtPsa(now: TargetState, correction: PsaCorrection): boolean {
  switch (correction.action) {
    case 'setQuantity':
      return now['quantity'] === exact(correction.from) && now['until'] === noDate;
    case 'setPrice':
      return now['unitPrice'] === exact(correction.from) && now['until'] === noDate;
    case 'replaceService':
      return now['service'] === correction.fromServiceRemoteId && now['until'] === noDate;
    case 'endLine':
      return now['quantity'] === exact(correction.quantity) && now['until'] === noDate;
    case 'reopenLine':
      return now['until'] !== undefined && now['until'] !== noDate;
    case 'addLine':
      return now['line'] === 'none';
  }
}
