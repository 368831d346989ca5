import { link } from '../paging.ts';
import type { Offer } from './shelf.ts';

/** Part of every offer's address at Microsoft. */
const shop = '3c95518e-8c37-41e3-9627-0ca339200f53';

export const categories = [
  { id: 'Enterprise_Key', name: 'Enterprise', rank: 20 },
  { id: 'SmallBusiness_Key', name: 'SmallBusiness', rank: 30 },
  { id: 'Government_Key', name: 'Government', rank: 40 },
  { id: 'Internal_Key', name: 'Internal', rank: 100 },
];

export const categoryAnswer = (category: (typeof categories)[number], country: string) => ({
  ...category,
  locale: 'en-us',
  country,
  attributes: { objectType: 'OfferCategory' },
});

/** What every page shows of an offer. */
export const offerCore = (offer: Offer, country: string) => ({
  id: offer.id,
  name: offer.name,
  description: offer.description,
  minimumQuantity: 1,
  maximumQuantity: offer.maximum,
  rank: offer.rank,
  uri: `/${shop}/Offers/${offer.id}`,
  country,
  category: categoryAnswer(categories.find((one) => one.id === offer.categoryId) ?? { id: '', name: '', rank: 0 }, country),
  prerequisiteOffers: offer.prerequisites,
  isAddOn: offer.isAddOn,
  isAvailableForPurchase: true,
  billing: offer.billing,
  isAutoRenewable: offer.billing === 'license',
  product: { ...offer.product, unit: unitOf(offer) },
  unitType: unitOf(offer),
  attributes: { objectType: 'Offer' },
});

const unitOf = ({ billing }: Offer): string => (billing === 'usage' ? 'Usage-based' : 'Licenses');

export const selfLink = (offer: Offer, country: string) => link(`/offers/${offer.id}?country=${country}`);

/** An offer in the catalogue. */
export const offerAnswer = (offer: Offer, country: string) => ({
  ...offerCore(offer, country),
  locale: 'en-US',
  salesGroupId: '1',
  links: {
    learnMore: link(`http://g.microsoftonline.com/0BXPS00en-us/${String(offer.rank)}`),
    self: selfLink(offer, country),
  },
});
