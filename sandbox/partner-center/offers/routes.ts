import { json, type RemoteAnswer } from '../../remote.ts';
import type { Route } from '../../routing.ts';
import { marketOf } from '../../world/prices/markets.ts';
import { type Call, callRoute } from '../call.ts';
import { findCustomer } from '../customers/find.ts';
import { isRefusal, type Refusal, refuse, refuseWith } from '../errors.ts';
import { collection, link } from '../paging.ts';
import { categories, categoryAnswer, offerAnswer } from './answer.ts';
import { addonsOf, findOffer, type Offer, offers } from './shelf.ts';

// The catalogue of the old commerce (pages "Get a list of offers for a market", "Get add-ons for an offer ID", "Get a list of offer categories").

const app = { audience: 'app', right: 'view' } as const;

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
