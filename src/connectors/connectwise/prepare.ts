import { ExactNumber, isJsonObject, type JsonValue } from '../../lib/exact-json.ts';
import type { PreparedCall, PsaWrite } from '../ports.ts';
import { dayBefore } from './days.ts';
import { dateOf, ending, newLineBody, type Operation, priceChange, quantityChange, reopening, replace } from './requests.ts';

type Split = { readonly lineRemoteId: string; readonly changed: string; readonly to: string; readonly from: string };

/**
 * The calls that `write` makes, without asking ConnectWise first. What only the line itself knows (its texts, its tax flag, its start) is
 * named in words instead of invented. `today`: UTC date for writes without one of their own.
 */
export function prepareCalls({ correction, effectiveOn }: PsaWrite, today: string): readonly PreparedCall[] {
  const lines = `/finance/agreements/${correction.agreementRemoteId}/additions`;
  const patch = (summary: string, id: string, operations: readonly Operation[]): PreparedCall => ({
    summary,
    method: 'PATCH',
    path: `${lines}/${id}`,
    body: shown(operations.map((operation) => ({ ...operation }))),
  });
  /** A dated change ends the line the day before and starts a new one: ConnectWise keeps no history of a changed quantity. */
  const split = ({ lineRemoteId, changed, from, to }: Split, on: string): readonly PreparedCall[] => [
    patch(`End line ${lineRemoteId} on ${dayBefore(on)}`, lineRemoteId, ending(dayBefore(on))),
    {
      summary: `Add the same line again from ${on} with ${changed} ${to} instead of ${from}; put line ${lineRemoteId} back if this is refused`,
      method: 'POST',
      path: lines,
      body: { sameAsLine: lineRemoteId, [changed]: to, effectiveDate: dateOf(on) },
    },
  ];
  switch (correction.action) {
    case 'setQuantity': {
      const { lineRemoteId, from, to } = correction;
      return effectiveOn === undefined
        ? [patch(`Set the quantity of line ${lineRemoteId} from ${from} to ${to}`, lineRemoteId, quantityChange(to))]
        : split({ lineRemoteId, changed: 'quantity', from, to }, effectiveOn);
    }
    case 'setPrice': {
      const { lineRemoteId, from, to } = correction;
      return effectiveOn === undefined
        ? [patch(`Set the unit price of line ${lineRemoteId} from ${from} to ${to}`, lineRemoteId, priceChange(to))]
        : split({ lineRemoteId, changed: 'unitPrice', from, to }, effectiveOn);
    }
    case 'endLine': {
      const day = effectiveOn === undefined ? today : dayBefore(effectiveOn);
      return [patch(`End line ${correction.lineRemoteId} on ${day} (not before its own start)`, correction.lineRemoteId, ending(day))];
    }
    case 'reopenLine':
      return [patch(`Take back the end of line ${correction.lineRemoteId}`, correction.lineRemoteId, reopening)];
    case 'addLine':
      return [
        {
          summary: `Add ${correction.quantity} x ${correction.description} from ${effectiveOn ?? today}; subscription ${correction.vendorSubscriptionId} goes into the custom field for it, if there is one`,
          method: 'POST',
          path: lines,
          body: shown(newLineBody({ ...correction, effectiveOn: effectiveOn ?? today, invoiceDescription: correction.description })),
        },
      ];
    case 'replaceService':
      return [
        patch(
          `Change the service of line ${correction.lineRemoteId}; its text, tax flag and billing go along unchanged`,
          correction.lineRemoteId,
          [
            replace('product', { id: Number(correction.toServiceRemoteId) }),
            replace('unitPrice', correction.unitPrice),
            replace('unitCost', correction.unitCost),
            replace('quantity', correction.quantity),
          ],
        ),
      ];
  }
}

/** Exact numbers as decimal text, so that a preview that is stored and shown as JSON loses no digits. */
function shown(value: JsonValue): JsonValue {
  if (value instanceof ExactNumber) return value.text;
  if (Array.isArray(value)) return value.map(shown);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, member === undefined ? undefined : shown(member)]));
}
