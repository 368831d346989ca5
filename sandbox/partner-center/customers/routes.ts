import { empty, json, type RemoteAnswer } from '../../remote.ts';
import type { Route } from '../../routing.ts';
import { type Call, callRoute } from '../call.ts';
import { isRefusal, type Refusal, refuse, refuseWith } from '../errors.ts';
import { paces } from '../pace.ts';
import { collection, seekPage } from '../paging.ts';
import { billingProfile, companyProfile, customerFull, customerItem, domainsOf, organization } from './answers.ts';
import { customersOf, findCustomer, hasDelegatedAccess, type KnownCustomer } from './find.ts';
import { changeBillingProfile, narrowed } from './rules.ts';

const app = { audience: 'app', right: 'view' } as const;
const person = { audience: 'user', right: 'view' } as const;

/** Page order is not documented: by name, then id. */
const orderKey = ({ customer }: KnownCustomer) => `${customer.name.toLowerCase()}\u0000${customer.id}`;

function list(call: Call): RemoteAnswer | Refusal {
  const { world, account, request } = call;
  const found = narrowed(customersOf(world, account.id), request.query.get('filter'));
  if (isRefusal(found)) return found;
  const rows = found.toSorted((left, right) => (orderKey(left) < orderKey(right) ? -1 : 1));
  const page = seekPage('/customers', rows, orderKey, { query: request.query, continuation: request.headers['ms-continuationtoken'] });
  return isRefusal(page) ? page : json(200, collection(page.items.map(customerItem), page.links, page.continuation));
}

const withCustomer = (work: (call: Call, known: KnownCustomer) => RemoteAnswer | Refusal) => (call: Call) => {
  const known = findCustomer(call.world, call.account, call.params['customerId'] ?? '');
  return isRefusal(known) ? known : work(call, known);
};

/** Reads inside the tenant need delegated rights. */
const withAccess = (work: (call: Call, known: KnownCustomer) => RemoteAnswer) =>
  withCustomer((call, known) => (hasDelegatedAccess(call.world, known) ? work(call, known) : refuse(900308)));

function isDomainTaken(call: Call): RemoteAnswer {
  const domain = (call.params['domain'] ?? '').toLowerCase();
  const taken = call.world.tables.customers
    .all()
    .some((customer) => customer.defaultDomain.toLowerCase() === domain || customer.domain.toLowerCase() === domain);
  return empty(taken ? 200 : 404);
}

export const customerRoutes: readonly Route[] = [
  callRoute('GET', '/v1/customers', app, list),
  callRoute(
    'GET',
    '/v1/customers/{customerId}',
    { ...app, pace: [paces.customers] },
    withCustomer((call, known) => json(200, customerFull(known, hasDelegatedAccess(call.world, known)))),
  ),
  callRoute(
    'GET',
    '/v1/customers/{customerId}/profiles/company',
    person,
    withCustomer((call, known) => json(200, companyProfile(known, hasDelegatedAccess(call.world, known)))),
  ),
  callRoute(
    'GET',
    '/v1/customers/{customerId}/profiles/billing',
    app,
    withCustomer((_, known) => json(200, billingProfile(known))),
  ),
  callRoute(
    'PUT',
    '/v1/customers/{customerId}/profiles/billing',
    { audience: 'app', right: 'administer' },
    withCustomer((call, known) => {
      const changed = changeBillingProfile(call, known);
      return isRefusal(changed) ? changed : json(200, billingProfile(changed));
    }),
  ),
  callRoute(
    'GET',
    '/v1/customers/{customerId}/organization',
    app,
    withAccess((_, known) => json(200, [organization(known)])),
  ),
  callRoute(
    'GET',
    '/v1/customers/{customerId}/customDomains',
    app,
    withAccess((_, known) => json(200, domainsOf(known))),
  ),
  callRoute(
    'GET',
    '/v1/customers/{customerId}/validationStatus',
    person,
    // No customer of this world was ever put under review, and for those the documentation gives this answer.
    withCustomer(() => refuseWith(404, 600074, 'No account validation was found for the customer.')),
  ),
  callRoute('HEAD', '/v1/domains/{domain}', app, isDomainTaken),
];
