import type { CartLine, CartLineError } from '../../world/types.ts';
import { customEndText } from '../carts/line-errors.ts';
import { type Refusal, refuse, refuseWith } from '../errors.ts';

type Answer = (line: CartLine, error: CartLineError) => Refusal;

const plain =
  (status: number, code: number, text: string): Answer =>
  () =>
    refuseWith(status, code, text);

/** What a line's error is when it stops a whole order (page "Partner Center REST error codes"). */
const answers: Readonly<Record<string, Answer>> = {
  10000: plain(
    400,
    900169,
    'One or more of the order items do not support the given currency, USD. Input currency should be either partner or customer (market) currency.',
  ),
  10001: ({ catalogItemId }) =>
    catalogItemId.includes(':') ? refuseWith(404, 400019, 'Availability not found.') : refuseWith(400, 800004, 'Invalid offer ID'),
  10003: plain(400, 800010, "Inventory isn't available for this catalog item"),
  10004: plain(400, 2071, "PartnerID isn't a valid Advisor"),
  10006: plain(400, 800086, "Customer tenant doesn't have required tags for the offer"),
  10008: plain(400, 800013, "This subscription isn't enabled for RI purchase"),
  10009: plain(400, 800018, 'The sandbox limit has been met'),
  10011: plain(400, 800030, "This subscription isn't registered"),
  10012: ({ catalogItemId }) => refuseWith(400, 900203, `CatalogItemId: ${catalogItemId} requires attestation acceptance.`),
  10015: ({ id }) =>
    refuseWith(400, 900275, `The requested quantity for line item ${String(id)} is not within the allowed quantity for this offer.`),
  400041: plain(400, 800029, "The add-on isn't related to the specified parent subscription"),
};

export function refusalOf(error: CartLineError, line: CartLine): Refusal {
  if (error.description === customEndText)
    return refuseWith(
      400,
      900242,
      `The custom term end date specified for line item ${String(line.id)} does not match with the end date of any active non-trial OnlineServicesNCE subscription or align with the end of the calendar month. Partners should select a new custom term end date.`,
    );
  return answers[error.code]?.(line, error) ?? { ...refuse(800002), description: error.description };
}
