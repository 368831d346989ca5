import { Seeded } from '../../../src/lib/seeded.ts';
import type { IngramAccount } from '../distributors2/accounts.ts';
import { seatPlan } from '../distributors2/catalogue.ts';
import type {
  Customer,
  IngramCustomer,
  IngramItem,
  IngramSubscription,
  IonCustomer,
  IonStatus,
  IonSubscription,
  Subscription,
} from '../types.ts';
import { type Change, put, type World } from '../world.ts';
import { instantAt } from './times.ts';

/** How many companies such a distributor has at most when it is opened. */
const companies = 12;

/** The customers whom the direct account sells to today: every second one for each distributor while there are enough for both. */
export function mirrored(world: World, half: 0 | 1): readonly Customer[] {
  const direct = world.tables.partnerAccounts.all().find((account) => account.partnerType === 'directBill' && account.cloud === 'global');
  if (direct === undefined) return [];
  const all = world.tables.relationships.by('accountId', direct.id).filter((row) => row.removedAt === undefined);
  const wanted = all.length >= 2 * companies ? all.filter((_row, index) => index % 2 === half) : all;
  return wanted.slice(0, companies).flatMap((row) => world.tables.customers.get(row.customerId) ?? []);
}

/** What Microsoft sells to a customer through the direct account, in seats. */
function soldTo(world: World, customer: Customer): readonly Subscription[] {
  return world.tables.subscriptions
    .by('customerId', customer.id)
    .filter(
      (row) => row.distributorAccountId === undefined && row.quantity > 0 && seatPlan(world, skuKeyOf(row), row.term, row.billingCycle),
    );
}

export const skuKeyOf = ({ productId, skuId }: Pick<Subscription, 'productId' | 'skuId'>): string => `${productId}:${skuId}`;

const ionStates: Readonly<Record<Subscription['status'], IonStatus>> = {
  none: 'pending',
  pending: 'pending',
  active: 'active',
  suspended: 'suspended',
  expired: 'expired',
  disabled: 'disabled',
  deleted: 'cancelled',
};

/** What Ion says of a subscription at Microsoft in its own words. */
export const ionFacts = (
  row: Subscription,
): Pick<
  IonSubscription,
  | 'skuKey'
  | 'name'
  | 'availabilityId'
  | 'term'
  | 'billingCycle'
  | 'quantity'
  | 'status'
  | 'startAt'
  | 'endAt'
  | 'cancelUntil'
  | 'autoRenew'
  | 'seenVersion'
> => ({
  skuKey: skuKeyOf(row),
  name: row.offerName,
  availabilityId: row.availabilityId,
  term: row.term,
  billingCycle: row.billingCycle,
  quantity: row.quantity,
  status: ionStates[row.status],
  startAt: row.effectiveStartAt,
  endAt: row.commitmentEndAt,
  cancelUntil: row.cancellationAllowedUntil,
  autoRenew: row.autoRenew,
  seenVersion: row.version,
});

/** Amounts for one unit and billing cycle: what the partner pays, asks, and the list price. */
export function ionAmounts(world: World, row: Subscription): Pick<IonSubscription, 'cost' | 'price' | 'msrp'> {
  const plan = seatPlan(world, skuKeyOf(row), row.term, row.billingCycle);
  const retail = plan?.availability.erpPrice ?? row.unitPrice;
  return { cost: plan?.availability.distributorPrice ?? row.unitPrice, price: retail, msrp: retail };
}

export function ionSubscription(
  world: World,
  row: Subscription,
  of: { readonly id: string; readonly customerId: string },
): IonSubscription {
  const facts = ionFacts(row);
  return {
    ...of,
    ...facts,
    ...ionAmounts(world, row),
    vendorSubscriptionId: row.id,
    currency: row.currency,
    purchasedAt: row.createdAt,
    isTrial: row.isTrial,
    updatedAt: row.modifiedAt,
    logs: [
      { at: row.createdAt, action: 'CREATE', quantity: row.quantity, status: 'active', autoRenew: true, by: 'Northwind API' },
      ...(facts.status === 'cancelled'
        ? [
            {
              at: row.modifiedAt,
              action: 'CANCEL',
              quantity: row.quantity,
              status: 'cancelled',
              autoRenew: false,
              by: 'Northwind API',
            } as const,
          ]
        : []),
    ],
  };
}

/** Ion's customers and subscriptions as they are laid when somebody calls it first. Ids count on, so they are the same in every run. */
export function layIon(world: World): readonly Change[] {
  const changes: Change[] = [];
  let nextSubscription = 5001;
  for (const [index, customer] of mirrored(world, 0).entries()) {
    const company = ionCustomer(world, customer, String(2001 + index));
    changes.push(put('ionCustomers', company));
    for (const row of soldTo(world, customer)) {
      changes.push(put('ionSubscriptions', ionSubscription(world, row, { id: String(nextSubscription), customerId: company.id })));
      nextSubscription += 1;
    }
  }
  return changes;
}

function ionCustomer(world: World, customer: Customer, id: string): IonCustomer {
  const random = new Seeded(`${String(world.options.seed)}/ion/${customer.id}`);
  const { address, contact } = customer;
  return {
    id,
    customerId: customer.id,
    organization: customer.name,
    address: {
      street: address.line1,
      ...(random.chance(0.4) ? { suite: `Suite ${String(random.int(100, 900))}` } : {}),
      city: address.city,
      state: address.state,
      zip: address.postalCode,
      country: address.country,
    },
    contactName: `${contact.firstName} ${contact.lastName}`,
    email: contact.email,
    title: random.pick(['Owner', 'IT Manager', 'Office Manager']),
    phone: address.phone.replaceAll(/\D/g, ''),
    languageCode: 'EN',
    uid: random.uuid().replaceAll('-', '').slice(0, 13),
    status: 'ACTIVE',
    createdAt: customer.createdAt,
    updatedAt: customer.createdAt,
  };
}

/** The marketplace's customers and subscriptions. Products of one customer with the same term and billing period are one subscription. */
export function layIngram(world: World, account: IngramAccount): readonly Change[] {
  const changes: Change[] = [];
  let nextSubscription = 1_000_201;
  for (const [index, customer] of mirrored(world, 1).entries()) {
    const company = ingramCustomer(world, customer, account, String(1_020_001 + index));
    changes.push(put('ingramCustomers', company));
    for (const rows of grouped(soldTo(world, customer))) {
      changes.push(...ingramSubscription(world, rows, { id: String(nextSubscription), company, customer }));
      nextSubscription += 1;
    }
  }
  return changes;
}

/** Those that run in step share a marketplace subscription, at most three of them; what is over stands alone. */
function grouped(rows: readonly Subscription[]): readonly (readonly Subscription[])[] {
  const groups = new Map<string, Subscription[]>();
  for (const row of rows) {
    const key = row.status === 'active' ? `${row.term}/${row.billingCycle}` : row.id;
    const group = groups.get(key) ?? [];
    if (group.length < 3 && !group.some((one) => skuKeyOf(one) === skuKeyOf(row))) groups.set(key, [...group, row]);
    else groups.set(row.id, [row]);
  }
  return [...groups.values()];
}

const ingramStates: Readonly<Record<Subscription['status'], IngramSubscription['status']>> = {
  none: 'pending',
  pending: 'pending',
  active: 'active',
  suspended: 'hold',
  expired: 'hold',
  disabled: 'terminated',
  deleted: 'terminated',
};

export const ingramState = (row: Subscription): IngramSubscription['status'] => ingramStates[row.status];

export const planSuffix = ({ term }: Pick<Subscription, 'term'>): string => `(NCE COM ${term === 'P1M' ? 'MTH' : 'ANN'})`;

/** Plans are numbered by SKU, term and billing period: the same number for the same plan in every world. */
export const planIdOf = (skuKey: string, term: string, billingCycle: string): string =>
  String(new Seeded(`ingram/plan/${skuKey}/${term}/${billingCycle}`).int(400_000, 9_999_999));
export const productIdOf = (skuKey: string, term: string, billingCycle: string): string =>
  `PRD${String(new Seeded(`ingram/product/${skuKey}/${term}/${billingCycle}`).int(100_000, 99_999_999))}`;

/** The plan of a marketplace subscription by its main product. */
export const ingramPlan = (main: Subscription): Pick<IngramSubscription, 'name' | 'planId' | 'term' | 'billingCycle'> => ({
  name: `${main.offerName} ${planSuffix(main)}`,
  planId: planIdOf(skuKeyOf(main), main.term, main.billingCycle),
  term: main.term,
  billingCycle: main.billingCycle,
});

type Holder = { readonly id: string; readonly company: IngramCustomer; readonly customer: Pick<Customer, 'id' | 'defaultDomain'> };

/** One marketplace subscription for subscriptions at Microsoft with the same term and cycle. */
export function ingramSubscription(world: World, rows: readonly Subscription[], { id, company, customer }: Holder): readonly Change[] {
  const [main] = rows;
  if (main === undefined) return [];
  const parameters = [
    { name: 'tenant_preference', value: 'existing' },
    { name: 'microsoft_domain', value: customer.defaultDomain },
    { name: 'microsoft_tenant_id', value: customer.id },
  ];
  const subscription: IngramSubscription = {
    id,
    customerId: company.id,
    ...ingramPlan(main),
    status: ingramState(main),
    renewalStatus: main.autoRenew,
    attributes: '{}',
    orderParameters: parameters,
    createdAt: main.createdAt,
    startAt: main.effectiveStartAt,
    endAt: main.commitmentEndAt,
    updatedAt: main.modifiedAt,
  };
  return [put('ingramSubscriptions', subscription), ...rows.map((row) => put('ingramItems', ingramItem(world, row, id)))];
}

export function ingramItem(world: World, row: Subscription, subscriptionId: string): IngramItem {
  const skuKey = skuKeyOf(row);
  const productId = productIdOf(skuKey, row.term, row.billingCycle);
  const { cost, price } = ionAmounts(world, row);
  return {
    id: `${subscriptionId}:${productId}`,
    subscriptionId,
    productId,
    mpn: skuKey,
    name: row.offerName,
    quantity: row.quantity,
    unitPrice: price,
    unitCost: cost,
    currency: row.currency,
    vendorSubscriptionId: row.id,
    seenVersion: row.version,
    earlier: [],
    ...(row.cancelledAt === undefined ? {} : { endedAt: row.cancelledAt }),
  };
}

function ingramCustomer(world: World, customer: Customer, account: IngramAccount, id: string): IngramCustomer {
  const random = new Seeded(`${String(world.options.seed)}/ingram/${customer.id}`);
  const { line1: streetAddress, city, state, postalCode, country, phone } = customer.address;
  const digits = phone.replaceAll(/\D/g, '');
  const phoneNumber = `${digits.slice(0, 1)}#${digits.slice(1, 4)}#${digits.slice(4)}#`;
  return {
    id,
    kind: 'customer',
    customerId: customer.id,
    ...(random.chance(0.5) ? { externalId: `EXTERNAL-${String(random.int(1000, 9999))}` } : {}),
    name: customer.name,
    address: {
      streetAddress,
      ...(random.chance(0.3) ? { addressExtension: `Suite ${String(random.int(100, 900))}` } : {}),
      postalCode,
      city,
      state,
      countryCode: country,
    },
    contacts: (['admin', 'billing', 'technical'] as const).map((type) => ({
      type,
      ...customer.contact,
      phoneNumber,
      ...(type === 'admin' ? { login: customer.contact.email } : {}),
    })),
    language: 'en',
    ...(random.chance(0.5) ? { taxRegId: `${String(random.int(10, 99))}-${String(random.int(1_000_000, 9_999_999))}` } : {}),
    status: 'active',
    resellerId: account.resellerId,
    createdAt: customer.createdAt,
  };
}

/** The moment in which a distributor is opened, as its rows say it. */
export const openedRow = (id: string, nowMs: number): Change => put('openedDistributors', { id, openedAt: instantAt(nowMs) });
