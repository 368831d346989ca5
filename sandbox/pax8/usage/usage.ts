import { Decimal, sumDecimals } from '../../../src/lib/decimal.ts';
import { Seeded } from '../../../src/lib/seeded.ts';
import type { DistributorSubscription } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import { type Charge, plusMonths } from '../invoices/ledger.ts';

/** What one resource group used in one month so far. `retail` is what the customer is charged, `cost` what the partner pays. */
export type UsageSummary = {
  readonly id: string;
  readonly subscription: DistributorSubscription;
  readonly month: string;
  readonly resourceGroup: string;
  readonly lines: readonly UsageLine[];
};

export type UsageLine = {
  readonly day: string;
  readonly meter: string;
  readonly meterId: string;
  readonly unit: string;
  readonly quantity: Decimal;
  readonly unitPrice: Decimal;
  readonly retail: Decimal;
  readonly cost: Decimal;
};

const meters = [
  { name: 'Virtual Machines Dv5 Series', unit: '1 Hour', price: '0.096', most: 24 },
  { name: 'Standard SSD Managed Disks', unit: '1/Month', price: '0.32', most: 4 },
  { name: 'Bandwidth', unit: '1 GB', price: '0.087', most: 60 },
] as const;

const groups = ['rg-production', 'rg-backup', 'rg-test'] as const;
/** The partner's share of the retail price. */
const costShare = '0.85';
const monthsKept = 3;

/** Summaries of the last months, oldest first: whole days only, the day of today is not there yet. Drawn from the subscription's own seed. */
export function summariesOf(world: World, subscription: DistributorSubscription): readonly UsageSummary[] {
  if (subscription.usage !== true) return [];
  const current = world.today().slice(0, 7);
  const months = Array.from({ length: monthsKept }, (_, index) => plusMonths(`${current}-01`, index + 1 - monthsKept).slice(0, 7));
  return months.flatMap((month) => summariesIn(world, subscription, month)).filter((summary) => summary.lines.length > 0);
}

const summariesIn = (world: World, subscription: DistributorSubscription, month: string): readonly UsageSummary[] =>
  groups.map((resourceGroup) => ({
    id: new Seeded(`${String(world.options.seed)}/usage/${subscription.id}/${month}/${resourceGroup}`).uuid(),
    subscription,
    month,
    resourceGroup,
    lines: linesIn(world, subscription, month, resourceGroup),
  }));

function linesIn(world: World, subscription: DistributorSubscription, month: string, resourceGroup: string): readonly UsageLine[] {
  const first = subscription.createdAt.slice(0, 10);
  const end = subscription.endDate?.slice(0, 10) ?? '9999';
  const today = world.today();
  const { daysInMonth } = Temporal.PlainYearMonth.from(month);
  return Array.from({ length: daysInMonth }, (_, index) => `${month}-${String(index + 1).padStart(2, '0')}`)
    .filter((day) => day >= first && day < end && day < today)
    .flatMap((day) => meters.map((meter) => lineOf(world, subscription, { day, resourceGroup, meter })));
}

type Used = { readonly day: string; readonly resourceGroup: string; readonly meter: (typeof meters)[number] };

function lineOf(world: World, subscription: DistributorSubscription, { day, resourceGroup, meter }: Used): UsageLine {
  const random = new Seeded(`${String(world.options.seed)}/usage/${subscription.id}/${day}/${resourceGroup}/${meter.name}`);
  const quantity = new Decimal(random.int(1, meter.most * 100)).div(100);
  const unitPrice = new Decimal(meter.price);
  const retail = quantity.times(unitPrice).toDecimalPlaces(3, Decimal.ROUND_HALF_UP);
  const cost = retail.times(costShare).toDecimalPlaces(3, Decimal.ROUND_HALF_UP);
  const meterId = new Seeded(`meter/${meter.name}`).uuid();
  return { day, meter: meter.name, meterId, unit: meter.unit, quantity, unitPrice, retail, cost };
}

export const retailOf = ({ lines }: Pick<UsageSummary, 'lines'>): Decimal => sumDecimals(lines.map((line) => line.retail));
export const costOf = ({ lines }: Pick<UsageSummary, 'lines'>): Decimal => sumDecimals(lines.map((line) => line.cost));

/** The usage of the month behind, one charge for the subscription. */
export function arrearsOf(world: World, subscription: DistributorSubscription, month: string): readonly Charge[] {
  if (subscription.usage !== true) return [];
  const to = `${month}-01`;
  const from = plusMonths(to, -1);
  const lines = summariesIn(world, subscription, from.slice(0, 7)).flatMap((summary) => summary.lines);
  if (lines.length === 0) return [];
  return [
    {
      subscription,
      type: 'subscription',
      term: 'Arrears',
      startPeriod: from,
      endPeriod: to,
      quantity: new Decimal(1),
      price: retailOf({ lines }),
      cost: costOf({ lines }),
    },
  ];
}
