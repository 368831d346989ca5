import type { Subscription } from '../../world/types.ts';
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
    targetOffer: offerAnswer(offer, country),
    upgradeType: 'upgrade_only',
    isEligible: isOpen,
    quantity: row.quantity,
    upgradeErrors: isOpen ? [] : [closed],
    attributes: { objectType: 'Upgrade' },
  };
}

const offerAnswer = (offer: Offer, country: string) => ({
  id: offer.id,
  name: offer.name,
  description: offer.description,
  minimumQuantity: 1,
  maximumQuantity: offer.maximum,
  rank: offer.rank,
  uri: `/3c95518e-8c37-41e3-9627-0ca339200f53/Offers/${offer.id}`,
  locale: 'en-us',
  country,
  category: {
    id: offer.categoryId,
    name: offer.categoryId.replace('_Key', ''),
    rank: 20,
    locale: 'en-us',
    country,
    attributes: { objectType: 'OfferCategory' },
  },
  prerequisiteOffers: offer.prerequisites,
  isAddOn: offer.isAddOn,
  isAvailableForPurchase: true,
  billing: offer.billing,
  isAutoRenewable: true,
  isInternal: false,
  conversionTargetOffers: [],
  partnerQualifications: ['none'],
  product: { ...offer.product, unit: 'Licenses' },
  unitType: 'Licenses',
  links: {
    learnMore: link('http://g.microsoftonline.com/0BXPS00en/1013'),
    self: link(`/offers/${offer.id}?country=${country}`),
  },
  attributes: { objectType: 'Offer' },
});
