import { must } from '../../src/lib/must.ts';
import { firstRefreshTokenRow } from '../first-token.ts';
import { type Accounts, makeAccounts } from './estate/accounts.ts';
import { azurePlans } from './estate/azure-plans.ts';
import type { Books } from './estate/books.ts';
import { type Catalogue, makeCatalogue, unmappedSku } from './estate/catalogue.ts';
import { type CustomerPlan, planCustomers, relationship } from './estate/customers.ts';
import { distributorCompany, distributorProducts, distributorSubscription } from './estate/distributor.ts';
import { activeGdap, pendingGdap } from './estate/gdap.ts';
import { Ids } from './estate/ids.ts';
import { type OtherAccount, otherAccounts } from './estate/other-accounts.ts';
import { plantAll } from './estate/plant.ts';
import { waiting } from './estate/plant-access.ts';
import { catalogItems, customFields, partNumber, psaAddition, psaAgreement, psaCompany } from './estate/psa.ts';
import { hasPsaService, makeSale, planSales, type Sale } from './estate/subscriptions.ts';
import { dayAt, dayMs, instantAt } from './estate/times.ts';
import type { Planted } from './planted.ts';
import { extraAvailabilities, extraProducts, extraSkus } from './prices/extra-catalogue.ts';
import type { DistributorCompany, DistributorProduct, PsaAddition, PsaAgreement, PsaCompany, PsaStamp } from './types.ts';
import { put, type RowOf, type TableName, type World } from './world.ts';

/**
 * Lays the sample estate: two partner accounts, a distributor, a PSA, their customers and subscriptions, all three books in
 * agreement, then the planted differences. Seed, scale and startsAt decide everything. Answers the planted differences.
 */
export function layEstate(world: World): Planted[] {
  const { seed, scale, startsAt } = world.options;
  const startsMs = Temporal.Instant.from(startsAt).epochMilliseconds;
  const accounts = makeAccounts(seed, startsAt);
  const catalogue = makeCatalogue(seed);
  const stamp = enteredAt(startsMs - 200 * dayMs);
  const services = catalogItems(accounts.connectwise, catalogue, stamp);
  const products = distributorProducts(seed, accounts.pax8, catalogue);
  layAccounts(world, accounts);
  world.lay([accounts.direct, accounts.reseller].map((account) => put('tokens', firstRefreshTokenRow(world.options, account))));
  layCatalogue(world, catalogue);
  layAll(world, 'distributorProducts', products);
  layAll(world, 'psaCatalogItems', services.values());
  layAll(world, 'psaCustomFields', customFields(accounts.connectwise, seed));

  const ids = new Ids(seed);
  const books: Books = {
    seed,
    startsMs,
    accounts,
    catalogue,
    ids,
    customers: planCustomers(seed, scale, startsMs, ids),
    sales: new Map(),
    lines: new Map(),
    extraLines: [],
    services,
    bought: new Map(),
    relationships: [],
    access: new Map(),
    audit: [],
    nextLineId: 50_001,
  };
  for (const plan of books.customers) layCustomer(world, books, plan, products);
  const planted = plantAll(books);
  layBooks(world, books);
  return planted;
}

/** The partner accounts beside the sample, after everything of it, so that nothing there moves. */
export function layOthers(world: World): void {
  const { seed, startsAt } = world.options;
  for (const other of otherAccounts(seed, startsAt, makeAccounts(seed, startsAt), makeCatalogue(seed))) layOther(world, other);
  layAll(world, 'subscriptions', azurePlans(world));
}

function layOther(world: World, { account, customers, relationships, access, subscriptions }: OtherAccount): void {
  world.lay([put('partnerAccounts', account), put('tokens', firstRefreshTokenRow(world.options, account))]);
  layAll(world, 'customers', customers);
  layAll(world, 'relationships', relationships);
  layAll(world, 'gdap', access);
  layAll(world, 'subscriptions', subscriptions);
}

/** Row by row: a large world is never a second time in memory as a list. */
function layAll<Name extends TableName>(world: World, table: Name, rows: Iterable<RowOf<Name> & { readonly id: string | number }>): void {
  for (const row of rows) world.lay([put(table, row)]);
}

const enteredAt = (ms: number): PsaStamp => ({
  updatedAt: instantAt(ms),
  updatedBy: 'Northwind',
  enteredAt: instantAt(ms),
  enteredBy: 'Northwind',
});

function layAccounts(world: World, accounts: Accounts): void {
  world.lay([
    put('partnerAccounts', accounts.direct),
    put('partnerAccounts', accounts.reseller),
    put('distributorAccounts', accounts.pax8),
    put('psaInstances', accounts.connectwise),
  ]);
}

function layCatalogue(world: World, catalogue: Catalogue): void {
  layAll(world, 'products', catalogue.products);
  layAll(world, 'skus', catalogue.skus);
  world.lay(catalogue.plans.map((plan) => put('availabilities', plan.availability)));
  layAll(world, 'products', extraProducts);
  layAll(world, 'skus', extraSkus);
  layAll(world, 'availabilities', extraAvailabilities);
}

/** One customer in all three books, clean. */
function layCustomer(world: World, books: Books, plan: CustomerPlan, products: readonly DistributorProduct[]): void {
  const { accounts, startsMs } = books;
  const accountId = plan.viaDistributor ? accounts.reseller.id : accounts.direct.id;
  const stamp = enteredAt(startsMs - 90 * dayMs);
  const company = psaCompany(accounts.connectwise, plan, stamp);
  const agreement = psaAgreement(accounts.connectwise, company, `${plan.customer.createdAt.slice(0, 8)}01`, stamp);
  const seller = plan.viaDistributor ? books.ids.apart(distributorCompany(accounts.pax8, plan)) : undefined;
  books.relationships.push(relationship(plan, accountId, plan.random));
  layAccess(books, plan, accountId);
  for (const [index, drawn] of salesOf(books, plan, accountId).entries()) {
    const subscription = books.ids.apart(drawn.subscription);
    const sale = subscription === drawn.subscription ? drawn : { ...drawn, subscription };
    books.sales.set(sale.subscription.id, sale);
    if (seller !== undefined) layBought(books, sale, seller, products);
    layLine(books, sale, { company, agreement, sequenceNumber: index + 1, stamp });
  }
  world.lay([put('customers', plan.customer), put('psaCompanies', company), put('psaAgreements', agreement)]);
  if (seller !== undefined) world.lay([put('distributorCompanies', seller)]);
}

function salesOf(books: Books, plan: CustomerPlan, accountId: string): Sale[] {
  const { catalogue, startsMs, accounts } = books;
  const distributorAccountId = plan.viaDistributor ? accounts.pax8.id : undefined;
  const sales = planSales(plan, catalogue, accountId, distributorAccountId, startsMs);
  const facts = { accountId, distributorAccountId, startsMs, random: plan.random, cancelled: false };
  // Customer 0 is the one of the first five minutes: 25 seats of Business Premium.
  if (plan.index === 0) {
    const others = sales.filter((sale) => sale.plan.skuKey !== 'CFQ7TTC0LCHC:0002');
    return [makeSale(plan, catalogue.planOf('CFQ7TTC0LCHC:0002', 'P1Y', 'monthly'), 25, facts), ...others];
  }
  // Two customers in each full sixty bought the product that the PSA has no service for.
  const planted = Math.floor(plan.index / 60) < Math.max(1, Math.floor(books.customers.length / 60));
  if (planted && (plan.index % 60 === 2 || plan.index % 60 === 3)) {
    return [...sales, makeSale(plan, catalogue.planOf(unmappedSku, 'P1Y', 'annual'), plan.random.int(2, 4), facts)];
  }
  return sales;
}

function layAccess(books: Books, plan: CustomerPlan, accountId: string): void {
  const gdap = books.ids.apart(activeGdap(plan, accountId, books.startsMs));
  const state = waiting.get(plan.index);
  if (state !== 'missing') books.access.set(plan.customer.id, state === 'pending' ? pendingGdap(gdap, books.startsMs) : gdap);
}

function layBought(books: Books, sale: Sale, seller: DistributorCompany, products: readonly DistributorProduct[]): void {
  const product = must(
    products.find((row) => row.skuKey === sale.plan.skuKey),
    'distributor product',
  );
  books.bought.set(sale.subscription.id, books.ids.apart(distributorSubscription(sale, seller, product)));
}

type LineFacts = {
  readonly company: PsaCompany;
  readonly agreement: PsaAgreement;
  readonly sequenceNumber: number;
  readonly stamp: PsaStamp;
};

function layLine(books: Books, sale: Sale, { agreement, sequenceNumber, stamp }: LineFacts): void {
  if (!hasPsaService(sale.plan.skuKey)) return;
  const item = must(books.services.get(partNumber(sale.plan)), 'service');
  const enteredMs = Math.min(Date.parse(sale.subscription.effectiveStartAt) + dayMs, books.startsMs - dayMs);
  const line: PsaAddition = psaAddition(sale, {
    id: books.nextLineId,
    agreement,
    item,
    sequenceNumber,
    stamp: { ...stamp, enteredAt: instantAt(enteredMs), updatedAt: instantAt(enteredMs) },
  });
  books.nextLineId += 1;
  books.lines.set(sale.subscription.id, { ...line, effectiveDate: dayAt(Date.parse(sale.subscription.effectiveStartAt)) });
}

function layBooks(world: World, books: Books): void {
  layAll(world, 'relationships', books.relationships);
  layAll(world, 'gdap', books.access.values());
  for (const sale of books.sales.values()) world.lay([put('subscriptions', sale.subscription)]);
  layAll(world, 'distributorSubscriptions', books.bought.values());
  layAll(world, 'psaAdditions', books.lines.values());
  layAll(world, 'psaAdditions', books.extraLines);
  layAll(world, 'auditRecords', books.audit);
}
