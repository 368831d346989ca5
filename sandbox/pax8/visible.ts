import type {
  DistributorAccount,
  DistributorCompany,
  DistributorOrder,
  DistributorProduct,
  DistributorSubscription,
} from '../world/types.ts';
import type { World } from '../world/world.ts';
import { remembered } from './memory.ts';

// A key made by a lesser user sees nothing: its lists are empty with 200, and nothing is found by id. (reported by users of the API)

export const companiesOf = (world: World, account: DistributorAccount): readonly DistributorCompany[] =>
  account.adminKey
    ? remembered(world, `distributorCompanies/${account.id}`, () => world.tables.distributorCompanies.by('accountId', account.id))
    : [];

export const findCompany = (world: World, account: DistributorAccount, id: string | null): DistributorCompany | undefined =>
  own(account, id === null ? undefined : world.tables.distributorCompanies.get(id));

export const productsOf = (world: World, account: DistributorAccount): readonly DistributorProduct[] =>
  account.adminKey
    ? remembered(world, `distributorProducts/${account.id}`, () => world.tables.distributorProducts.by('accountId', account.id))
    : [];

export const findProduct = (world: World, account: DistributorAccount, id: string): DistributorProduct | undefined =>
  own(account, world.tables.distributorProducts.get(id));

export const subscriptionsOf = (world: World, account: DistributorAccount): readonly DistributorSubscription[] =>
  account.adminKey
    ? remembered(world, `distributorSubscriptions/${account.id}`, () => world.tables.distributorSubscriptions.by('accountId', account.id))
    : [];

export const findSubscription = (world: World, account: DistributorAccount, id: string): DistributorSubscription | undefined =>
  own(account, world.tables.distributorSubscriptions.get(id));

export const ordersOf = (world: World, account: DistributorAccount): readonly DistributorOrder[] =>
  account.adminKey
    ? remembered(world, `distributorOrders/${account.id}`, () => world.tables.distributorOrders.by('accountId', account.id))
    : [];

export const findOrder = (world: World, account: DistributorAccount, id: string): DistributorOrder | undefined =>
  own(account, world.tables.distributorOrders.get(id));

const own = <Row extends { readonly accountId: string }>(account: DistributorAccount, row: Row | undefined): Row | undefined =>
  account.adminKey && row?.accountId === account.id ? row : undefined;
