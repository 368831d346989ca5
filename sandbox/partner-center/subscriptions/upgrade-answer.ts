import type { Subscription } from '../../world/types.ts';
import { offerCore, selfLink } from '../offers/answer.ts';
import type { Offer } from '../offers/shelf.ts';
import { link } from '../paging.ts';

/** A target of a legacy upgrade, whole as the page "Transition a subscription" shows it. */
export function upgradeAnswer(row: Subscription, offer: Offer, country: string) {
  const isOpen = row.status === 'active';
  const closed = {
    code: 2,
    description:
      'Subscription cannot be upgraded because the source subscription state is not active.  Additional Details contains the current source subscription state.',
    additionalDetails: row.status,
    attributes: { objectType: 'UpgradeError' },
  };
  return {
    targetOffer: targetAnswer(offer, country),
    upgradeType: 'upgrade_only',
    isEligible: isOpen,
    quantity: row.quantity,
    upgradeErrors: isOpen ? [] : [closed],
    attributes: { objectType: 'Upgrade' },
  };
}

const targetAnswer = (offer: Offer, country: string) => ({
  ...offerCore(offer, country),
  locale: 'en-us',
  isInternal: false,
  conversionTargetOffers: [],
  partnerQualifications: ['none'],
  links: {
    learnMore: link('http://g.microsoftonline.com/0BXPS00en/1013'),
    self: selfLink(offer, country),
  },
});
