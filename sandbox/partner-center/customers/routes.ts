import { json, type RemoteAnswer } from '../../remote.ts';
import type { Route } from '../../routing.ts';
import { type Call, callRoute } from '../call.ts';
import { isRefusal, type Refusal } from '../errors.ts';
import { paces } from '../pace.ts';
import { collection, seekPage } from '../paging.ts';
import { billingProfile, companyProfile, customerFull, customerItem, domainsOf, organization } from './answers.ts';
import { getBudget, setBudget } from './budget.ts';
import { createCustomer } from './create.ts';
import { addVerifiedDomain, checkDomain } from './domains.ts';
import { deleteCustomer, patchCustomer } from './end.ts';
import { hasDelegatedAccess, type KnownCustomer } from './find.ts';
import { changeBillingProfile, narrowed } from './rules.ts';
import { orderKey, sortedCustomers } from './sorted.ts';
import { withAccess, withCustomer } from './with.ts';

const app = { audience: 'app', right: 'view' } as const;
const person = { audience: 'user', right: 'view' } as const;
const seller = { audience: 'user', right: 'sell' } as const;
const base = '/v1/customers/{customerId}';

function list(call: Call): RemoteAnswer | Refusal {
  const { world, account, request } = call;
  const found = narrowed(world, listed(call, sortedCustomers(world, account.id)), request.query.get('filter'));
  if (isRefusal(found)) return found;
  const page = seekPage('/customers', found, orderKey, { query: request.query, continuation: request.headers['ms-continuationtoken'] });
  return isRefusal(page) ? page : json(200, collection(page.items.map(customerItem), page.links, page.continuation));
}

/** New customers show up in the list later when the switch says so. */
function listed({ world }: Call, rows: readonly KnownCustomer[]): readonly KnownCustomer[] {
  const minutes = Math.max(world.switch('customers').listedAfterMinutes, world.switch('idempotency').listLagMinutes);
  if (minutes === 0) return rows;
  const newest = world.clock.nowMs() - minutes * 60_000;
  return rows.filter(({ relationship }) => Date.parse(relationship.acceptedAt) <= newest);
}

const isKnown = (value: KnownCustomer | RemoteAnswer): value is KnownCustomer => 'customer' in value;

const putBilling = withCustomer((call, known) => {
  const changed = changeBillingProfile(call, known);
  if (isRefusal(changed)) return changed;
  return isKnown(changed) ? json(200, billingProfile(changed)) : changed;
});

export const customerRoutes: readonly Route[] = [
  callRoute('GET', '/v1/customers', app, list),
  callRoute('POST', '/v1/customers', { audience: 'app', right: 'sell' }, createCustomer),
  callRoute(
    'GET',
    base,
    { ...app, pace: [paces.customers] },
    withCustomer((call, known) => json(200, customerFull(call.world, known, hasDelegatedAccess(call.world, known)))),
  ),
  callRoute('PATCH', base, { ...seller, pace: [paces.customers] }, withCustomer(patchCustomer)),
  callRoute('DELETE', base, { audience: 'app', right: 'sell' }, withCustomer(deleteCustomer)),
  callRoute(
    'GET',
    `${base}/profiles/company`,
    person,
    withCustomer((call, known) => json(200, companyProfile(known, hasDelegatedAccess(call.world, known)))),
  ),
  callRoute(
    'GET',
    `${base}/profiles/billing`,
    app,
    withCustomer((_, known) => json(200, billingProfile(known))),
  ),
  callRoute('PUT', `${base}/profiles/billing`, { audience: 'app', right: 'administer' }, putBilling),
  callRoute(
    'GET',
    `${base}/organization`,
    app,
    withAccess((_, known) => json(200, [organization(known)])),
  ),
  callRoute(
    'GET',
    `${base}/customDomains`,
    app,
    withAccess((_, known) => json(200, domainsOf(known))),
  ),
  callRoute('POST', `${base}/verifieddomain`, seller, withCustomer(addVerifiedDomain)),
  callRoute('GET', `${base}/usagebudget`, person, withCustomer(getBudget)),
  callRoute('PATCH', `${base}/usagebudget`, seller, withCustomer(setBudget)),
  callRoute('HEAD', '/v1/domains/{domain}', app, checkDomain),
  callRoute('GET', '/v1/domains/{domain}', app, checkDomain),
];
