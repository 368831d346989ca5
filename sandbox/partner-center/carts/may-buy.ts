import type { World } from '../../world/world.ts';
import { hasValidAgreement } from '../agreements/state.ts';
import { type Refusal, refuseWith } from '../errors.ts';
import { resellerOf } from '../resellers.ts';
import type { Buyer } from './meaning.ts';

const help = 'https://aka.ms/csp-account-validation';
const underReview = `Your customer account is currently under review. Check back in few days. Your patience is appreciated during this time. Learn more at ${help}`;

/** Microsoft's review of the customer's account: what is not allowed for certain is not sold to. */
const reviews: Readonly<Record<string, Refusal>> = {
  UnderReview: refuseWith(403, 800073, underReview),
  Unknown: refuseWith(403, 800074, underReview),
  NotAllowed: refuseWith(
    403,
    800075,
    `Your Customer account wasn't approved. Transactions for this customer aren't allowed. Verify the customer account information is correct. For more information, refer to ${help}`,
  ),
};

/** What stands between a customer and any purchase: the review of his account, his agreement, and those of the partners. */
export function mayBuy(world: World, buyer: Buyer, partners: readonly string[] = []): Refusal | undefined {
  const review = reviews[world.tables.accountStatuses.get(buyer.customer.id)?.status ?? ''];
  return review ?? checkPartners(world, buyer, partners) ?? checkAgreement(world, buyer);
}

/** The partner agreement of the seller (a switch, for it is signed in the portal) and of the resellers on record. */
function checkPartners(world: World, { accountId, customer }: Buyer, partners: readonly string[]): Refusal | undefined {
  const account = world.tables.partnerAccounts.get(accountId);
  if (world.switch('orders').partnerAgreement === 'missing')
    return refuseWith(
      403,
      900124,
      `Your company hasn't accepted the Microsoft Partner Agreement (MPA). The global admin of the CSP account must accept the MPA to resume the full transactional capabilities. Search ${account?.domain ?? ''} for your global admin and have them sign the MPA on the dashboard https://partner.microsoft.com/dashboard to resume full transactional capabilities`,
    );
  if (account?.partnerType !== 'indirectProvider') return undefined;
  const tied = world.tables.relationships.get(`${accountId}:${customer.id}`)?.resellerMpnId;
  const resellers = tied === undefined ? partners : [...partners, tied];
  return resellers.every((mpnId) => resellerOf(world, mpnId).agreementSigned)
    ? undefined
    : refuseWith(403, 900123, "Microsoft Partner Agreement hasn't been accepted by the indirect reseller");
}

/** The customer agreement is of the public cloud only. */
function checkAgreement(world: World, { accountId, customer }: Buyer): Refusal | undefined {
  const isPublic = world.tables.partnerAccounts.get(accountId)?.cloud === 'global';
  if (!isPublic || world.switch('orders').agreement === 'ignored' || hasValidAgreement(world, accountId, customer)) return undefined;
  return refuseWith(
    403,
    13605,
    'Either a partner confirmation of the customer acceptance of the Microsoft Customer Agreement must be provided or the customer must accept the Microsoft Customer Agreement in the Microsoft Admin Center before you can complete this purchase',
  );
}
