import { Decimal } from '../../../src/lib/decimal.ts';
import { Seeded } from '../../../src/lib/seeded.ts';
import type { Cloud, Customer, CustomerRelationship, GdapRelationship, PartnerAccount, PartnerType, Subscription } from '../types.ts';
import { type Accounts, partnerAccount } from './accounts.ts';
import type { Catalogue } from './catalogue.ts';
import { type CustomerPlan, relationship } from './customers.ts';
import { activeGdap } from './gdap.ts';
import { address, contact, domainLabel } from './names.ts';
import { makeSale } from './subscriptions.ts';
import { dayMs, instantAt } from './times.ts';

type Place = {
  readonly country: string;
  readonly currency: string;
  readonly culture: string;
  readonly language: string;
  readonly line: string;
  readonly city: string;
  readonly state: string;
  readonly postalCode: string;
};

const places: Readonly<Record<'us' | 'cn' | 'de', Place>> = {
  us: {
    country: 'US',
    currency: 'USD',
    culture: 'en-US',
    language: 'en',
    line: '1 Capitol Sq',
    city: 'Richmond',
    state: 'VA',
    postalCode: '23219',
  },
  cn: {
    country: 'CN',
    currency: 'CNY',
    culture: 'zh-CN',
    language: 'zh',
    line: '100 Huaihai Rd',
    city: 'Shanghai',
    state: 'Shanghai',
    postalCode: '200021',
  },
  de: {
    country: 'DE',
    currency: 'EUR',
    culture: 'de-DE',
    language: 'de',
    line: 'Marienplatz 1',
    city: 'München',
    state: 'BY',
    postalCode: '80331',
  },
};

type Wanted = {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly partnerType: PartnerType;
  readonly cloud: Cloud;
  readonly place: keyof typeof places;
  /** What one unit of the list's dollar is here. */
  readonly rate: string;
  readonly customers: readonly string[];
};

/** Partner accounts beside those of the sample: each in a cloud or role of its own, with customers of its own. */
const wanted: readonly Wanted[] = [
  {
    id: 'pc-3',
    name: 'Northwind Distribution',
    label: 'northwinddistribution',
    partnerType: 'indirectProvider',
    cloud: 'global',
    place: 'us',
    rate: '1',
    customers: ['Bright Harbor Dental', 'Cedar Point Legal', 'Delta Freight Lines', 'Evergreen Clinics', 'Foothill Foods', 'Granite Works'],
  },
  {
    id: 'pc-4',
    name: 'Northwind Federal',
    label: 'northwindfederal',
    partnerType: 'directBill',
    cloud: 'usGovernment',
    place: 'us',
    rate: '1',
    customers: ['City of Lakeview', 'Pine County Sheriff', 'Harbor Port Authority'],
  },
  {
    id: 'pc-5',
    name: 'Northwind China',
    label: 'northwindchina',
    partnerType: 'directBill',
    cloud: 'china',
    place: 'cn',
    rate: '7.2',
    customers: ['Jade River Textiles', 'Lotus Electronics', 'Pearl Tower Hotels'],
  },
  {
    id: 'pc-6',
    name: 'Northwind Deutschland',
    label: 'northwinddeutschland',
    partnerType: 'directBill',
    cloud: 'germany',
    place: 'de',
    rate: '0.92',
    customers: ['Isar Maschinenbau', 'Rheinland Logistik'],
  },
];

/** The German cloud was closed on this day; what stands there is history. */
const germanyClosed = '2021-10-29T00:00:00Z';

/** Resellers of the provider besides the sample's own one. */
const otherResellers = ['4847383', '5210974'];

export type OtherAccount = {
  readonly account: PartnerAccount;
  readonly customers: readonly Customer[];
  readonly relationships: readonly CustomerRelationship[];
  readonly access: readonly GdapRelationship[];
  readonly subscriptions: readonly Subscription[];
};

export function otherAccounts(seed: number, startsAt: string, accounts: Accounts, catalogue: Catalogue): OtherAccount[] {
  const startsMs = Date.parse(startsAt);
  return wanted.map((one) => {
    const account = accountOf(one, seed, startsAt);
    const plans = one.customers.map((name, index) => customerPlan(one, seed, name, index, startsMs));
    return {
      account,
      customers: plans.map(({ customer }) => customer),
      relationships: plans.map((plan) => relationshipOf(one, accounts, plan)),
      access: one.cloud === 'germany' ? [] : plans.map((plan) => activeGdap(plan, one.id, startsMs)),
      subscriptions: plans.flatMap((plan) => subscriptionsOf(one, plan, catalogue, startsMs)),
    };
  });
}

function accountOf({ id, name, label, partnerType, cloud, place }: Wanted, seed: number, startsAt: string): PartnerAccount {
  const account = partnerAccount(id, name, label, partnerType, startsAt, new Seeded(`${String(seed)}:account:${id}`));
  const { country, currency, culture } = places[place];
  const domain = account.domain.replace(/onmicrosoft\.com$/, onMicrosoft[cloud]);
  return { ...account, cloud, domain, country, currency, culture, address: { ...account.address, ...at(places[place]) } };
}

const onMicrosoft: Readonly<Record<Cloud, string>> = {
  global: 'onmicrosoft.com',
  usGovernment: 'onmicrosoft.com',
  china: 'partner.onmschina.cn',
  germany: 'onmicrosoft.de',
};

const at = ({ line, city, state, postalCode, country }: Place) => ({ line1: line, city, state, postalCode, country });

function customerPlan({ id, cloud, place }: Wanted, seed: number, name: string, index: number, startsMs: number): CustomerPlan {
  const random = new Seeded(`${String(seed)}:${id}:customer:${String(index)}`);
  const { country, currency, culture, language } = places[place];
  const label = domainLabel(name, index);
  const createdMs = cloud === 'germany' ? Date.parse('2018-03-01T08:00:00Z') : startsMs - random.int(400, 1600) * dayMs;
  const customer: Customer = {
    id: random.uuid(),
    cloud,
    name,
    defaultDomain: `${label}.${onMicrosoft[cloud]}`,
    domain: `${label}.${cloud === 'china' ? 'cn' : cloud === 'germany' ? 'de' : 'com'}`,
    country,
    currency,
    culture,
    language,
    address: { ...address(random), ...at(places[place]) },
    contact: contact(random, `${label}.com`),
    createdAt: instantAt(createdMs),
  };
  return { index, customer, viaDistributor: false, evidence: 'tenantId', random };
}

/** The provider's customers belong to three resellers, one of them the sample's own. */
function relationshipOf({ id, partnerType }: Wanted, accounts: Accounts, plan: CustomerPlan): CustomerRelationship {
  const row = relationship(plan, id, plan.random);
  const resellers = [accounts.reseller.mpnId, ...otherResellers];
  const resellerMpnId = resellers[plan.index % resellers.length];
  return partnerType === 'indirectProvider' && resellerMpnId !== undefined ? { ...row, resellerMpnId } : row;
}

const skus = ['CFQ7TTC0LCHC:0002', 'CFQ7TTC0LDPB:0001', 'CFQ7TTC0LH18:0001'] as const;

function subscriptionsOf({ id, place, rate, cloud }: Wanted, plan: CustomerPlan, catalogue: Catalogue, startsMs: number): Subscription[] {
  const { random } = plan;
  // Nothing was sold after the German cloud had closed.
  const seenMs = cloud === 'germany' ? Date.parse('2021-06-01T00:00:00Z') : startsMs;
  return skus.slice(0, 1 + (plan.index % skus.length)).map((sku) => {
    const facts = { accountId: id, distributorAccountId: undefined, startsMs: seenMs, random, cancelled: false };
    const { subscription } = makeSale(plan, catalogue.planOf(sku, 'P1Y', 'monthly'), random.int(3, 60), facts);
    const unitPrice = new Decimal(subscription.unitPrice).times(rate).toDecimalPlaces(2).toFixed(2);
    const sold: Subscription = { ...subscription, unitPrice, currency: places[place].currency };
    return cloud === 'germany'
      ? { ...sold, status: 'deleted', autoRenew: false, cancelledAt: germanyClosed, modifiedAt: germanyClosed }
      : sold;
  });
}
