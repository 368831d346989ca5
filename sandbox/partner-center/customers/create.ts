import { Seeded } from '../../../src/lib/seeded.ts';
import { json, type RemoteAnswer } from '../../remote.ts';
import type { Customer, CustomerRelationship, GdapRelationship } from '../../world/types.ts';
import { type Change, put } from '../../world/world.ts';
import { readBody } from '../body.ts';
import { actorOf, byWhom, type Call } from '../call.ts';
import { isRefusal, type Refusal, refuse, refuseWith } from '../errors.ts';
import { type Reseller, resellerByTenant } from '../resellers.ts';
import { countryOf } from '../validations/countries.ts';
import { billingProfile, companyProfile } from './answers.ts';
import { isTaken } from './domains.ts';
import { customersOf, type KnownCustomer } from './find.ts';
import { type NewCustomer, readNewCustomer } from './read-new.ts';
import { trail } from './trail.ts';

/** POST of a customer: a tenant, its first administrator and the reseller relationship. */
export function createCustomer(call: Call): RemoteAnswer | Refusal {
  // The German cloud is closed: it only shows what was.
  if (call.account.cloud === 'germany') return refuseWith(400, 900127, "This operation isn't supported in this environment");
  const body = readBody(call.request.body);
  if (body === undefined) return refuse(800002);
  const wanted = readNewCustomer(body);
  if (isRefusal(wanted)) return wanted;
  const reseller = resellerFor(call, wanted);
  if (isRefusal(reseller)) return reseller;
  const refused = checkLimit(call) ?? checkMarket(call, wanted) ?? (isTaken(call.world, wanted.domain) ? conflict : undefined);
  if (refused !== undefined) return refused;
  const known = made(call, wanted, reseller);
  call.world.apply({
    kind: 'customer.created',
    actor: actorOf(call),
    cause: call.requestId,
    about: { ...byWhom(call), customerId: known.customer.id, operationType: 'add_customer' },
    changes: changesFor(call, known, wanted),
  });
  return json(201, createdAnswer(call, known, wanted, reseller));
}

/** Not documented for customers; the code that making a trial reseller's tenant gives. */
const conflict: Refusal = refuseWith(409, 1003, 'Conflict while creating tenant');

function resellerFor(call: Call, { associatedPartnerId }: NewCustomer): Reseller | undefined | Refusal {
  if (associatedPartnerId === '') return undefined;
  const found =
    call.account.partnerType === 'indirectProvider' ? resellerByTenant(call.world, call.account, associatedPartnerId) : undefined;
  return found ?? refuseWith(400, 800016, "PartnerID isn't a valid Indirect Reseller");
}

/** An integration sandbox has room for 75 customers (page "Test and debug"); the code is that of its other limits. */
const checkLimit = ({ world, account }: Call): Refusal | undefined =>
  world.switch('orders').testAccounts.includes(account.id) && customersOf(world, account.id).length >= 75
    ? refuseWith(400, 800018, 'The sandbox limit has been met')
    : undefined;

/** A partner sells in the region of his own country. */
function checkMarket(call: Call, { country }: NewCustomer): Refusal | undefined {
  const own = countryOf(call.account.country)?.region;
  return own === undefined || own === country.region
    ? undefined
    : refuseWith(403, 2030, "Partner isn't onboarded to sell in country/region");
}

function made(call: Call, wanted: NewCustomer, reseller: Reseller | undefined): KnownCustomer {
  const { world, account } = call;
  const random = world.random();
  const id = random.uuid();
  const now = world.now();
  const { firstName, lastName } = wanted.contact;
  const customer: Customer = {
    id,
    cloud: account.cloud,
    name: wanted.name,
    defaultDomain: wanted.domain,
    domain: wanted.domain,
    country: wanted.country.iso,
    currency: wanted.country.currency,
    culture: wanted.culture,
    language: wanted.language,
    address: wanted.address,
    contact: { firstName, lastName, email: wanted.contact.email },
    createdAt: now,
    madeByApi: true,
    ...(wanted.registrationNumber === '' ? {} : { registrationNumber: wanted.registrationNumber }),
    ...(wanted.addressLine2 === '' ? {} : { addressLine2: wanted.addressLine2 }),
  };
  const relationship: CustomerRelationship = {
    id: `${account.id}:${id}`,
    accountId: account.id,
    customerId: id,
    billingProfileId: random.uuid(),
    billingProfileVersion: 1,
    relationshipToPartner: 'reseller',
    allowDelegatedAccess: reseller !== undefined,
    commerceId: reseller === undefined ? random.uuid() : id,
    acceptedAt: now,
    ...(reseller === undefined ? {} : { resellerMpnId: reseller.mpnId }),
  };
  return { customer, relationship };
}

function changesFor(call: Call, { customer, relationship }: KnownCustomer, { enableGdap }: NewCustomer): Change[] {
  const { world } = call;
  const status = world.switch('customers').newStatus;
  const audit = trail(call, {
    customer,
    resourceId: customer.id,
    resourceType: 'customer',
    operationType: 'add_customer',
    new: { id: customer.id, companyName: customer.name, domain: customer.defaultDomain },
  });
  return [
    put('customers', customer),
    put('relationships', relationship),
    audit,
    ...(status === 'none' ? [] : [put('accountStatuses', { id: customer.id, status, updatedAt: world.now() })]),
    ...(enableGdap === true ? [put('gdap', defaultGdap(call, customer))] : []),
  ];
}

/** What `enableGDAPByDefault` sets up: two years, the roles that a partner needs to serve, for his administrators. */
function defaultGdap(call: Call, customer: Customer): GdapRelationship {
  const random = call.world.random();
  const now = call.world.now();
  const roleDefinitionIds = [
    '88d8e3e3-8f55-4a1e-953a-9b9898b8876b',
    '9360feb5-f418-4baa-8175-e2a00bac4301',
    'f2ef992c-3afb-46b9-b7cf-a126ee74c451',
    '4d6ac14f-3453-41d0-bef9-a3e0c569773a',
    'fe930be7-5e62-47db-91af-98c3a49a38b1',
    'f023fd81-a637-4b56-95fd-791ac0226033',
    '729827e3-9c14-49f7-bb1b-9608f156bbb8',
  ];
  return {
    id: `${random.uuid()}-${random.uuid()}`,
    accountId: call.account.id,
    customerId: customer.id,
    displayName: `Default_${call.account.name.replace(/[^A-Za-z0-9]/g, '').slice(0, 20)}_${String(random.int(100_000_000, 999_999_999))}`,
    duration: 'P730D',
    autoExtendDuration: 'P180D',
    roleDefinitionIds,
    status: 'active',
    createdAt: now,
    modifiedAt: now,
    activatedAt: now,
    endAt: call.world.clock
      .now()
      .add({ hours: 730 * 24 })
      .toString(),
    assignments: [
      { id: random.uuid(), groupId: random.uuid(), roleDefinitionIds, status: 'active', createdAt: now, modifiedAt: now, version: 1 },
    ],
    requests: [],
    operations: [],
    version: 1,
  };
}

/** Two documented samples: with the links and rights of an indirect reseller's customer, and the barer one. */
function createdAnswer(call: Call, known: KnownCustomer, wanted: NewCustomer, reseller: Reseller | undefined) {
  const { customer, relationship } = known;
  const { links: _links, ...billing } = billingProfile(known);
  const { firstName: _first, lastName: _last, ...documented } = billing;
  const told = call.world.switch('customers').createdRelationship;
  const company = companyProfile(known, false);
  return {
    id: customer.id,
    commerceId: relationship.commerceId,
    companyProfile:
      reseller === undefined ? { tenantId: customer.id, domain: customer.defaultDomain, attributes: company.attributes } : company,
    billingProfile: documented,
    ...(wanted.enableGdap === undefined ? {} : { enableGDAPByDefault: wanted.enableGdap }),
    relationshipToPartner: told === 'asDocumented' ? (reseller === undefined ? 'none' : 'reseller') : told,
    ...(reseller === undefined ? {} : { allowDelegatedAccess: true }),
    userCredentials: { userName: 'admin', password: firstPassword(customer.id) },
    ...(reseller === undefined ? {} : { associatedPartnerId: reseller.id }),
    attributes: { objectType: 'Customer' },
  };
}

/** Shown once, in the answer to the creation. */
function firstPassword(customerId: string): string {
  const random = new Seeded(`password/${customerId}`);
  const draw = (from: string, count: number): string => Array.from({ length: count }, () => random.pick(from.split(''))).join('');
  return `${draw('ABCDEFGHJKLMNPQRSTUVWXYZ', 2)}${draw('abcdefghijkmnpqrstuvwxyz', 4)}${draw('23456789', 2)}${draw('!*=.', 1)}`;
}
