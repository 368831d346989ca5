import { empty, type RemoteAnswer } from '../../remote.ts';
import type { Customer, CustomerRelationship } from '../../world/types.ts';
import { put, type World } from '../../world/world.ts';
import { etagIn, type Fields, objectOf, readBody, textOf, wordOf } from '../body.ts';
import { actorOf, byWhom, type Call } from '../call.ts';
import { isRefusal, type Refusal, refuse } from '../errors.ts';
import { matches, readFilter } from '../filter.ts';
import { providerOfKind, resellerOf } from '../resellers.ts';
import { numberEtag } from './answers.ts';
import type { KnownCustomer } from './find.ts';

const fields = {
  companyname: ['startswith'],
  domain: ['startswith'],
  indirectreseller: ['startswith'],
  indirectcloudsolutionprovider: ['startswith'],
};

/** `filter` of the customer list: `starts_with` on name, domain, the reseller below or the provider above. */
export function narrowed(world: World, known: readonly KnownCustomer[], text: string | null): readonly KnownCustomer[] | Refusal {
  const filter = readFilter(text, fields);
  if (filter === undefined || isRefusal(filter)) return filter ?? known;
  return known.filter(({ customer, relationship }) => {
    if (filter.field === 'companyname') return matches(filter, customer.name);
    if (filter.field === 'domain') return matches(filter, customer.defaultDomain);
    if (filter.field === 'indirectreseller')
      return relationship.resellerMpnId !== undefined && matches(filter, resellerOf(world, relationship.resellerMpnId).id);
    return providersBehind(world, relationship).some((tenant) => matches(filter, tenant));
  });
}

/** Tenants of the providers through whom a reseller sells to this customer. */
const providersBehind = (world: World, { customerId }: CustomerRelationship): string[] =>
  world.tables.distributorCompanies.by('customerId', customerId).flatMap((company) => {
    const seller = world.tables.distributorAccounts.get(company.accountId);
    return seller === undefined ? [] : [providerOfKind(seller.kind, seller.name, '').id];
  });

/** How a profile says that the etag is not the present one. */
export const staleEtag = (world: World): Refusal | RemoteAnswer =>
  world.switch('customers').staleEtag === '412' ? empty(412) : refuse(2055);

export const sentEtag = (call: Call, body: Fields): string =>
  (call.request.headers['if-match'] ?? etagIn(body) ?? '').replace(/^"|"$/g, '');

/** PUT of the billing profile: the whole resource with the etag of the present one, in `If-Match` or in the body. */
export function changeBillingProfile(call: Call, known: KnownCustomer): KnownCustomer | Refusal | RemoteAnswer {
  const body = readBody(call.request.body);
  if (body === undefined) return refuse(800002);
  const present = numberEtag(known.relationship.billingProfileId, known.relationship.billingProfileVersion);
  if (sentEtag(call, body) !== present) return staleEtag(call.world);
  const customer = readProfile(known.customer, body);
  if (isRefusal(customer)) return customer;
  const relationship: CustomerRelationship = { ...known.relationship, billingProfileVersion: known.relationship.billingProfileVersion + 1 };
  call.world.apply({
    kind: 'customer.billingProfileChanged',
    actor: actorOf(call),
    cause: call.requestId,
    about: { ...byWhom(call), customerId: customer.id, operationType: 'update_customer_billing_profile' },
    changes: [put('customers', customer), put('relationships', relationship)],
  });
  return { customer, relationship };
}

/** The sent profile is taken whole: what it leaves out is empty afterwards. */
function readProfile(before: Customer, body: Fields): Customer | Refusal {
  const address = objectOf(body, 'defaultAddress');
  const companyName = wordOf(body, 'companyName');
  const email = wordOf(body, 'email');
  if (address === undefined || companyName.trim() === '' || !email.includes('@')) return refuse(3000);
  const { addressLine2: _line2, ...rest } = before;
  const line2 = wordOf(address, 'addressLine2');
  return {
    ...rest,
    name: companyName,
    culture: textOf(body, 'culture') ?? before.culture,
    language: textOf(body, 'language') ?? before.language,
    contact: { firstName: wordOf(body, 'firstName'), lastName: wordOf(body, 'lastName'), email },
    address: {
      line1: wordOf(address, 'addressLine1'),
      city: wordOf(address, 'city'),
      state: wordOf(address, 'state'),
      postalCode: wordOf(address, 'postalCode'),
      country: textOf(address, 'country') ?? before.address.country,
      phone: wordOf(address, 'phoneNumber'),
    },
    ...(line2 === '' ? {} : { addressLine2: line2 }),
  };
}
