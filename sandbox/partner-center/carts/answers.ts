import { Decimal } from '../../../src/lib/decimal.ts';
import { dayMs } from '../../world/estate/times.ts';
import type { Cart, CartLine, CartLineError, Customer } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import { isRefusal } from '../errors.ts';
import { pricingAnswer } from '../orders/answers.ts';
import { link } from '../paging.ts';
import { isLegacy, linePrice, meaningOf } from './meaning.ts';

const errorAnswer = (error: CartLineError) => ({
  errorCode: error.code,
  errorDescription: error.description,
  ...(error.availableQuantity === undefined && error.purchasedQuantity === undefined
    ? {}
    : {
        additionalInformation: {
          ...(error.availableQuantity === undefined ? {} : { availableQuantity: error.availableQuantity }),
          ...(error.purchasedQuantity === undefined ? {} : { purchasedQuantity: error.purchasedQuantity }),
        },
      }),
});

/** Members that are shown as they were sent, in the documented order. */
const choices = (line: CartLine) => ({
  ...(line.termDuration === undefined ? {} : { termDuration: line.termDuration }),
  ...(line.participants === undefined ? {} : { participants: line.participants }),
  ...(line.provisioningContext === undefined ? {} : { provisioningContext: line.provisioningContext }),
  orderGroup: line.orderGroup,
  ...(line.renewsTo === undefined ? {} : { renewsTo: line.renewsTo }),
  ...(line.attestationAccepted === undefined ? {} : { attestationAccepted: line.attestationAccepted }),
  ...(line.promotionId === undefined ? {} : { promotionId: line.promotionId }),
  ...(line.customTermEndDate === undefined ? {} : { customTermEndDate: `${line.customTermEndDate}T00:00:00Z` }),
  ...(line.partnerIdOnRecord === undefined ? {} : { partnerIdOnRecord: line.partnerIdOnRecord }),
});

type Scene = { readonly world: World; readonly accountId: string; readonly customer: Customer };

function lineAnswer(scene: Scene, line: CartLine): Readonly<Record<string, unknown>> {
  return {
    id: line.id,
    catalogItemId: line.catalogItemId,
    ...(line.friendlyName === undefined ? {} : { friendlyName: line.friendlyName }),
    quantity: line.quantity,
    currencyCode: line.currencyCode,
    billingCycle: line.billingCycle,
    ...choices(line),
    ...(line.addonItems === undefined ? {} : { addonItems: line.addonItems.map((addon) => lineAnswer(scene, addon)) }),
    ...(line.error === undefined ? pricing(scene, line) : { error: errorAnswer(line.error) }),
  };
}

/** New commerce only: what one unit costs for its first charge. */
function pricing({ world, accountId, customer }: Scene, line: CartLine) {
  const meaning = meaningOf(world, customer, line.catalogItemId);
  if (meaning === undefined || isRefusal(meaning) || isLegacy(meaning)) return {};
  const { listPrice, price } = linePrice(world, { accountId, customer }, meaning, line);
  return { pricing: pricingAnswer(listPrice, price, line.quantity, prorated(world, price, line)) };
}

/** A first term cut short costs its days; by 365 days a year, 30 a month. */
function prorated(world: World, price: string, line: CartLine): string {
  if (line.customTermEndDate === undefined) return price;
  const days = Math.round((Date.parse(line.customTermEndDate) - Date.parse(world.today())) / dayMs) + 1;
  const full = line.billingCycle === 'monthly' ? 30 : line.billingCycle === 'annual' ? 365 : 1095;
  return days >= full ? price : new Decimal(price).times(days).div(full).toDecimalPlaces(2, Decimal.ROUND_DOWN).toFixed(2);
}

/** Page "Create a cart". */
export const cartAnswer = (world: World, cart: Cart, customer: Customer) => ({
  id: cart.id,
  creationTimestamp: cart.createdAt,
  lastModifiedTimestamp: cart.modifiedAt,
  expirationTimestamp: cart.expiresAt,
  lastModifiedUser: cart.modifiedBy,
  status: cart.status,
  partnerOnRecordAttestationAccepted: cart.attested,
  lineItems: cart.lines.map((line) => lineAnswer({ world, accountId: cart.accountId, customer }, line)),
  links: { self: link(`/customers/${cart.customerId}/carts/${cart.id}`) },
  attributes: { objectType: 'Cart' },
});
