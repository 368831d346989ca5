import { Seeded } from '../../../src/lib/seeded.ts';
import type { Planted } from '../planted.ts';
import type { Books } from './books.ts';
import { Choice } from './choice.ts';
import { mayTake, plantAccess } from './plant-access.ts';
import { plantDistributor } from './plant-distributor.ts';
import { plantLine } from './plant-lines.ts';
import { plantSeats } from './plant-seats.ts';
import type { Planting } from './planting.ts';
import { type Plant, samplePlants, type Where } from './sample-file.ts';
import { hasPsaService, type Sale } from './subscriptions.ts';
import { dayMs } from './times.ts';

/** Plants what `scenario/sample.yaml` says, once for each 60 customers, at least once. */
export function plantAll(books: Books): Planted[] {
  const rounds = Math.max(1, Math.floor(books.customers.length / 60));
  const planting = begin(books);
  for (let round = 0; round < rounds; round += 1) for (const plant of samplePlants) plantOne(planting, inRound(plant, round));
  return planting.planted;
}

/** What is made once for each thing. */
function remember<Thing extends object, Made>(make: (thing: Thing) => Made): (thing: Thing) => Made {
  const known = new Map<Thing, Made>();
  return (thing) => {
    const made = known.get(thing) ?? make(thing);
    known.set(thing, made);
    return made;
  };
}

const inRound = (plant: Plant, round: number): Plant =>
  round > 0 && plant.plant === 'seatsAdded' && plant.later !== undefined ? { ...plant, ...plant.later } : plant;

function plantOne(planting: Planting, plant: Plant): void {
  switch (plant.plant) {
    case 'twoAccounts':
    case 'accessExpired':
      plantAccess(planting, plant, planting.takeCustomer(plant));
      return;
    case 'unmapped':
      plantLine(planting, plant, planting.takeUnmapped());
      return;
    case 'seatsAdded':
    case 'seatsReduced':
      plantSeats(planting, plant, planting.take(plant.where));
      return;
    case 'distributorSeats':
    case 'distributorCost':
      plantDistributor(planting, plant, planting.take(plant.where));
      return;
    default:
      plantLine(planting, plant, planting.take(plant.where));
  }
}

/** The sales that a plant may take. */
function fitting({ startsMs }: Books, where: Where): (sale: Sale) => boolean {
  const { seatsAtLeast = 1, olderThanDays } = where;
  const beganBefore = olderThanDays === undefined ? Number.POSITIVE_INFINITY : startsMs - olderThanDays * dayMs;
  return (sale) =>
    sale.subscription.quantity >= seatsAtLeast &&
    isOfKind(sale, where) &&
    (olderThanDays === undefined || Date.parse(sale.subscription.effectiveStartAt) < beganBefore);
}

function isOfKind({ customer, plan, subscription }: Sale, where: Where): boolean {
  if (where.customer !== undefined && customer.index !== where.customer) return false;
  if (where.sku !== undefined && plan.skuKey !== where.sku) return false;
  if (where.through !== undefined && customer.viaDistributor !== (where.through === 'distributor')) return false;
  return (
    (where.term === undefined || subscription.term === where.term) &&
    (where.cycle === undefined || subscription.billingCycle === where.cycle)
  );
}

function begin(books: Books): Planting {
  const planted: Planted[] = [];
  const usedSales = new Set<string>();
  const usedCustomers = new Set<string>();
  const open = (sale: Sale): boolean => sale.subscription.status === 'active' && !usedSales.has(sale.subscription.id);
  const fresh = (sale: Sale): boolean => open(sale) && !usedCustomers.has(sale.customer.customer.id);
  // What the PSA has no service for is a difference in itself and takes no other.
  const [served, rest] = [true, false].map((has) => [...books.sales.values()].filter((sale) => hasPsaService(sale.plan.skuKey) === has));
  const unserved = new Choice(rest ?? [], open);
  const choicesOf = remember((where: Where) => {
    const fits = fitting(books, where);
    // Sizes that a person can follow; any other size rather than none.
    const handy = (sale: Sale): boolean => sale.subscription.quantity <= 40 && fits(sale);
    return [
      (sale: Sale) => handy(sale) && fresh(sale),
      (sale: Sale) => handy(sale) && open(sale),
      (sale: Sale) => fits(sale) && open(sale),
    ].map((isPossible) => new Choice(served ?? [], isPossible));
  });
  const untouchedFor = remember(
    (plant: Plant) => new Choice(books.customers, ({ index, customer }) => mayTake(plant)(index) && !usedCustomers.has(customer.id)),
  );
  const use = (sale: Sale | undefined): Sale => {
    if (sale === undefined) throw new Error('The estate is too small for its planted differences');
    usedSales.add(sale.subscription.id);
    usedCustomers.add(sale.customer.customer.id);
    return sale;
  };
  return {
    books,
    random: new Seeded(`${String(books.seed)}:plant`),
    planted,
    take: (where) => {
      for (const choice of choicesOf(where)) {
        const found = choice.first();
        if (found !== undefined) return use(found);
      }
      return use(undefined);
    },
    takeUnmapped: () => use(unserved.first()),
    takeCustomer: (plant) => {
      const found = untouchedFor(plant).first() ?? books.customers.findLast(({ index }) => mayTake(plant)(index));
      if (found === undefined) throw new Error('The estate is too small for its planted differences');
      usedCustomers.add(found.customer.id);
      return found.index;
    },
    note: (sale, answer) => {
      const { subscription, customer, plan } = sale;
      const bought = books.bought.get(subscription.id);
      const line = books.lines.get(subscription.id);
      planted.push({
        id: `planted-${String(planted.length + 1)}`,
        kind: answer.kind,
        story: answer.story,
        accountId: subscription.accountId,
        customerId: customer.customer.id,
        customerName: customer.customer.name,
        subscriptionId: subscription.id,
        ...(bought === undefined ? {} : { distributorSubscriptionId: bought.id }),
        psaAdditionIds: answer.psaAdditionIds ?? (line === undefined ? [] : [line.id]),
        productName: plan.title,
        expected: answer.expected,
        actual: answer.actual,
        impact: answer.impact.toFixed(2),
        currency: 'USD',
      });
    },
  };
}
