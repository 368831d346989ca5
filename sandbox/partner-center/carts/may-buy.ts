import { isFromTheBeginning } from '../../world/people/derived.ts';
import type { World } from '../../world/world.ts';
import { type Refusal, refuseWith } from '../errors.ts';
import type { Buyer } from './meaning.ts';

const help = 'https://aka.ms/csp-account-validation';

/** What stands between a customer and any purchase: Microsoft's review of his account, and the customer agreement. */
export function mayBuy(world: World, { accountId, customer }: Buyer): Refusal | undefined {
  const review = world.tables.accountStatuses.get(customer.id)?.status;
  if (review === 'UnderReview')
    return refuseWith(
      403,
      800073,
      `Your customer account is currently under review. Check back in few days. Your patience is appreciated during this time. Learn more at ${help}`,
    );
  if (review === 'NotAllowed')
    return refuseWith(
      403,
      800075,
      `Your Customer account wasn't approved. Transactions for this customer aren't allowed. Verify the customer account information is correct. For more information, refer to ${help}`,
    );
  if (world.switch('orders').agreement === 'ignored' || hasAgreement(world, accountId, customer)) return undefined;
  return refuseWith(
    403,
    13605,
    'Either a partner confirmation of the customer acceptance of the Microsoft Customer Agreement must be provided or the customer must accept the Microsoft Customer Agreement in the Microsoft Admin Center before you can complete this purchase',
  );
}

/** Customers of the estate accepted long ago. */
const hasAgreement = (world: World, accountId: string, customer: Buyer['customer']): boolean =>
  isFromTheBeginning(world, customer.createdAt) ||
  world.tables.agreements.by('customerId', customer.id).some((row) => row.accountId === undefined || row.accountId === accountId);
