import { Decimal, printDecimal, sumDecimals } from '../../src/lib/decimal.ts';
import { Seeded } from '../../src/lib/seeded.ts';
import { dayAt, dayMs, monthsLater } from '../world/estate/times.ts';
import type { Customer, Subscription } from '../world/types.ts';
import type { World } from '../world/world.ts';
import { periodAfter, periodAt, spanOf } from './periods.ts';
import { isBilledByMicrosoft } from './wanted.ts';

/**
 * The old commerce: recurring invoices (`D...`) on the partner's own billing day. Nobody in the estate has a legacy subscription any
 * more; three months of two years ago are still listed, as partners see them. Subscriptions of the old commerce that are bought in the
 * world go on being billed this way.
 */
export type LegacyInvoice = {
  readonly id: string;
  readonly accountId: string;
  readonly currency: string;
  readonly issuedAt: string;
  /** Days of the billing period, both included. */
  readonly from: string;
  readonly to: string;
};

/** A legacy seat line. */
export type LegacySeatLine = {
  readonly kind: 'seats';
  readonly customer: Customer;
  readonly subscriptionId: string;
  readonly billingId: string;
  readonly orderId: string;
  readonly offerId: string;
  readonly name: string;
  readonly startDay: string;
  readonly endDay: string;
  readonly chargeType: string;
  readonly unitPrice: string;
  readonly quantity: number;
  readonly amount: string;
};

/** A meter of legacy Azure: the month's total, or one day of it (`day`), which has no price. */
export type LegacyUsageLine = {
  readonly kind: 'usage';
  readonly customer: Customer;
  readonly subscriptionId: string;
  readonly orderId: string;
  readonly meter: Meter;
  readonly used: string;
  readonly amount: string;
  readonly place: number;
  readonly day?: string;
};

export type Meter = {
  readonly service: string;
  readonly type: string;
  readonly resource: string;
  readonly region: string;
  readonly sku: string;
  readonly unit: string;
  readonly price: string;
  readonly id: string;
};

const meters: readonly Meter[] = [
  {
    service: 'Azure App Service',
    type: 'Standard Plan',
    resource: 'S1',
    region: '',
    sku: '7UD-00001',
    unit: '1 Hour',
    price: '0.085',
    id: '505db374-df8a-44df-9d8c-13c14b61dee1',
  },
  {
    service: 'Storage',
    type: 'Standard Page Blob',
    resource: 'LRS Data Stored',
    region: '',
    sku: '7UD-00001',
    unit: '1 GB/Month',
    price: '0.0383',
    id: 'd23a5753-ff85-4ddf-af28-8cc5cf2d3882',
  },
  {
    service: 'VIRTUAL MACHINES',
    type: 'D/DS SERIES WINDOWS',
    resource: 'D1/DS1',
    region: 'US WEST',
    sku: '7UD-00001',
    unit: '1 HOUR',
    price: '0.14',
    id: '62c64b6c-4033-4e20-ab33-9e81271ac12a',
  },
];

const offers = [
  { offerId: '031C9E47-4802-4248-838E-778FB1D2CC05', name: 'Office 365 Business Premium', price: '10.00' },
  { offerId: '91FD106F-4B2C-4938-95AC-F54F74E9A239', name: 'Office 365 Enterprise E1', price: '6.40' },
] as const;

const seeded = (world: World, name: string): Seeded => new Seeded(`${String(world.options.seed)}/legacy/${name}`);
const billingDay = (world: World, accountId: string): number => seeded(world, accountId).int(1, 28);

/** Two years before the world began. */
const monthsAgo = [26, 25, 24] as const;

/** Recurring invoices of an account that are ready, oldest first. */
export function legacyInvoicesOf(world: World, accountId: string): LegacyInvoice[] {
  const account = world.tables.partnerAccounts.get(accountId);
  if (account === undefined || !world.switch('billing').legacyInvoices || !isBilledByMicrosoft(world, accountId)) return [];
  const day = billingDay(world, accountId);
  const now = periodAt(world.clock.nowMs());
  const old = monthsAgo.map((ago) => periodAfter(periodAt(Date.parse(world.options.startsAt)), -ago));
  const bought = [...world.tables.subscriptions.by('accountId', accountId)]
    .filter((row) => row.legacy !== undefined)
    .map((row) => periodAt(Date.parse(row.createdAt)));
  const periods = new Set(old);
  for (let period = bought.toSorted()[0] ?? '9999-12'; period <= now; period = periodAfter(period)) periods.add(period);
  return [...periods]
    .sort()
    .map((period) => legacyInvoice(world, { accountId, currency: account.currency }, spanOf(period).fromMs + (day - 1) * dayMs))
    .filter((invoice) => Date.parse(invoice.issuedAt) <= world.clock.nowMs());
}

function legacyInvoice(world: World, account: Pick<LegacyInvoice, 'accountId' | 'currency'>, startMs: number): LegacyInvoice {
  const endMs = monthsLater(startMs, 1);
  const from = dayAt(startMs);
  const random = seeded(world, `${account.accountId}/${from}`);
  const letters = Array.from({ length: 6 }, () => random.pick('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'.split(''))).join('');
  return { id: `D020${letters}`, ...account, issuedAt: new Date(endMs).toISOString(), from, to: dayAt(endMs - dayMs) };
}

/** Customers that had legacy subscriptions: the account's first two. */
const oldCustomers = (world: World, accountId: string): Customer[] =>
  world.tables.relationships
    .by('accountId', accountId)
    .slice(0, 2)
    .flatMap((row) => world.tables.customers.get(row.customerId) ?? []);

const isOld = (world: World, invoice: LegacyInvoice): boolean =>
  monthsAgo.some((ago) => periodAfter(periodAt(Date.parse(world.options.startsAt)), -ago) === invoice.from.slice(0, 7));

export function* legacySeatLines(world: World, invoice: LegacyInvoice): Generator<LegacySeatLine> {
  if (isOld(world, invoice)) yield* oldSeatLines(world, invoice);
  for (const row of world.tables.subscriptions.by('accountId', invoice.accountId)) {
    const customer = world.tables.customers.get(row.customerId);
    if (row.legacy !== undefined && customer !== undefined && runsIn(row, invoice))
      yield boughtSeatLine(row, row.legacy.offerId, customer, invoice);
  }
}

function* oldSeatLines(world: World, invoice: LegacyInvoice): Generator<LegacySeatLine> {
  for (const [index, customer] of oldCustomers(world, invoice.accountId).entries()) {
    const random = seeded(world, `seats/${customer.id}`);
    const { offerId, name, price } = offers[index % 2] ?? offers[0];
    const quantity = random.int(3, 30);
    yield {
      kind: 'seats',
      customer,
      subscriptionId: random.uuid().toUpperCase(),
      billingId: random.uuid().toUpperCase(),
      orderId: random.uuid().toUpperCase(),
      offerId,
      name,
      startDay: `${String(Number(invoice.from.slice(0, 4)) - 1)}${invoice.from.slice(4)}`,
      endDay: invoice.to,
      chargeType: 'Cycle fee',
      unitPrice: price,
      quantity,
      amount: printDecimal(new Decimal(price).times(quantity)),
    };
  }
}

const runsIn = (row: Subscription, invoice: LegacyInvoice): boolean =>
  row.createdAt.slice(0, 10) <= invoice.to && (row.cancelledAt ?? row.suspendedAt ?? '9999').slice(0, 10) >= invoice.from;

const boughtSeatLine = (row: Subscription, offerId: string, customer: Customer, invoice: LegacyInvoice): LegacySeatLine => ({
  kind: 'seats',
  customer,
  subscriptionId: row.id.toUpperCase(),
  billingId: row.orderId.toUpperCase(),
  orderId: row.orderId.toUpperCase(),
  offerId: offerId.toUpperCase(),
  name: row.offerName,
  startDay: row.createdAt.slice(0, 10),
  endDay: row.commitmentEndAt.slice(0, 10),
  chargeType: row.createdAt.slice(0, 10) >= invoice.from ? 'Prorate fees when purchase' : 'Cycle fee',
  unitPrice: row.unitPrice,
  quantity: row.quantity,
  amount: printDecimal(new Decimal(row.unitPrice).times(row.quantity)),
});

/** The month's meters of legacy Azure, or each of their days. */
export function* legacyUsageLines(world: World, invoice: LegacyInvoice, daily: boolean): Generator<LegacyUsageLine> {
  const [customer] = isOld(world, invoice) ? oldCustomers(world, invoice.accountId) : [];
  if (customer === undefined) return;
  const random = seeded(world, `azure/${customer.id}/${invoice.from}`);
  const subscriptionId = seeded(world, `azure/${customer.id}`).uuid();
  const orderId = String(seeded(world, `order/${customer.id}`).int(100_000_000, 999_999_999)).padEnd(18, '0');
  const days = Math.round((Date.parse(invoice.issuedAt) - Date.parse(invoice.from)) / dayMs);
  for (const [index, meter] of meters.entries()) {
    const daysUsed = Array.from({ length: days }, () => random.int(0, 240_000));
    const line = { kind: 'usage', customer, subscriptionId, orderId, meter, place: index + 1 } as const;
    if (daily) {
      for (const [place, used] of daysUsed.entries())
        yield {
          ...line,
          used: printDecimal(new Decimal(used).div(10_000)),
          amount: '0',
          day: dayAt(Date.parse(invoice.from) + place * dayMs),
        };
    } else {
      const used = new Decimal(daysUsed.reduce((sum, one) => sum + one, 0)).div(10_000);
      yield { ...line, used: printDecimal(used), amount: printDecimal(used.times(meter.price).toDecimalPlaces(2, Decimal.ROUND_HALF_UP)) };
    }
  }
}

/** What a recurring invoice comes to: seats and meters; days only explain the meters. */
export function legacyTotal(world: World, invoice: LegacyInvoice): string {
  const amounts = [...legacySeatLines(world, invoice), ...legacyUsageLines(world, invoice, false)].map((line) => new Decimal(line.amount));
  return printDecimal(sumDecimals(amounts));
}
