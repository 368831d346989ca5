import { json, type RemoteAnswer } from '../../remote.ts';
import type { Route } from '../../routing.ts';
import { marketOf } from '../../world/prices/markets.ts';
import { type Call, callRoute } from '../call.ts';
import { findCustomer } from '../customers/find.ts';
import { isRefusal, type Refusal, refuse, refuseWith } from '../errors.ts';
import { collection, link } from '../paging.ts';
import { addonsOf, findOffer, type Offer, offers } from './shelf.ts';

// The catalogue of the old commerce (pages "Get a list of offers for a market", "Get add-ons for an offer ID", "Get a list of offer categories").

const app = { audience: 'app', right: 'view' } as const;

/** Part of every offer's address at Microsoft. */
const shop = '3c95518e-8c37-41e3-9627-0ca339200f53';

const categories = [
  { id: 'Enterprise_Key', name: 'Enterprise', rank: 20 },
  { id: 'SmallBusiness_Key', name: 'SmallBusiness', rank: 30 },
  { id: 'Government_Key', name: 'Government', rank: 40 },
  { id: 'Internal_Key', name: 'Internal', rank: 100 },
];

const categoryAnswer = (category: (typeof categories)[number], country: string) => ({
  ...category,
  locale: 'en-us',
  country,
  attributes: { objectType: 'OfferCategory' },
});

const offerAnswer = (offer: Offer, country: string) => ({
  id: offer.id,
  name: offer.name,
  description: offer.description,
  minimumQuantity: 1,
  maximumQuantity: offer.maximum,
  rank: offer.rank,
  uri: `/${shop}/Offers/${offer.id}`,
  locale: 'en-US',
  country,
  category: categoryAnswer(categories.find((one) => one.id === offer.categoryId) ?? { id: '', name: '', rank: 0 }, country),
  prerequisiteOffers: offer.prerequisites,
  isAddOn: offer.isAddOn,
  isAvailableForPurchase: true,
  billing: offer.billing,
  isAutoRenewable: offer.billing === 'license',
  salesGroupId: '1',
  product: { ...offer.product, unit: offer.billing === 'usage' ? 'Usage-based' : 'Licenses' },
  unitType: offer.billing === 'usage' ? 'Usage-based' : 'Licenses',
  links: {
    learnMore: link(`http://g.microsoftonline.com/0BXPS00en-us/${String(offer.rank)}`),
    self: link(`/offers/${offer.id}?country=${country}`),
  },
  attributes: { objectType: 'Offer' },
});

/** A page by `size` and `offset` (from zero), with a link to the next while there is more. */
function paged(call: Call, found: readonly Offer[], country: string): RemoteAnswer | Refusal {
  const { query } = call.request;
  const number = (name: string, usual: number): number => (query.get(name) === null ? usual : Number(query.get(name)));
  const offset = number('offset', 0);
  const size = number('size', found.length) || found.length;
  if (!Number.isSafeInteger(offset) || !Number.isSafeInteger(size) || offset < 0 || size < 0) return refuse(800002);
  const items = found.slice(offset, offset + size);
  const uri = call.request.path.replace(/^\/v1/i, '');
  const at = (start: number) => link(`${uri}?country=${country}&offset=${String(start)}&size=${String(size)}`);
  return json(200, {
    ...collection(items.map((offer) => offerAnswer(offer, country))),
    ...(offset + size < found.length ? { links: { self: at(offset), next: at(offset + size) } } : {}),
  });
}

/** The country that was asked for; two letters in any case. */
const countryOf = (call: Call): string | Refusal => marketOf(call.request.query.get('country') ?? '')?.country ?? refuse(800002);

const inCountry = (work: (call: Call, country: string) => RemoteAnswer | Refusal) => (call: Call) => {
  const country = countryOf(call);
  return isRefusal(country) ? country : work(call, country);
};

function offerOf(call: Call): Offer | Refusal {
  const id = call.params['offerId'] ?? '';
  const offer = findOffer(id);
  if (offer !== undefined) return offer;
  const isNew = call.world.tables.products.get(id.split(':')[0]?.toUpperCase() ?? '') !== undefined;
  return isNew
    ? refuseWith(400, 2100, `The Offers API doesn't support item with ID ${id}. Try using the Products and/or SKUs APIs`)
    : refuseWith(400, 800004, 'Invalid offer ID');
}

const withOffer = (work: (call: Call, offer: Offer, country: string) => RemoteAnswer | Refusal) =>
  inCountry((call, country) => {
    const offer = offerOf(call);
    return isRefusal(offer) ? offer : work(call, offer, country);
  });

export const offerRoutes: readonly Route[] = [
  callRoute(
    'GET',
    '/v1/offers',
    app,
    inCountry((call, country) => paged(call, offers, country)),
  ),
  callRoute(
    'GET',
    '/v1/offers/{offerId}',
    app,
    withOffer((_, offer, country) => json(200, offerAnswer(offer, country))),
  ),
  callRoute(
    'GET',
    '/v1/offers/{offerId}/addons',
    app,
    withOffer((call, offer, country) => paged(call, addonsOf(offer), country)),
  ),
  callRoute(
    'GET',
    '/v1/offercategories',
    app,
    inCountry((_, country) => json(200, collection(categories.map((category) => categoryAnswer(category, country))))),
  ),
  callRoute('GET', '/v1/customers/{customerId}/offers', app, (call) => {
    const known = findCustomer(call.world, call.account, call.params['customerId'] ?? '');
    return isRefusal(known) ? known : paged(call, offers, known.customer.country);
  }),
];
