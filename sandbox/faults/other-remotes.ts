import type { RemoteRequest } from '../remote.ts';
import { ingramAccount, ionAccount } from '../world/distributors2/accounts.ts';
import { autotaskInstance, haloInstance } from '../world/estate/other-psas.ts';
import type { World } from '../world/world.ts';

// The remotes at which the partner has one account, and whose customers have numbers instead of GUIDs.

type Asked = Pick<RemoteRequest, 'path' | 'rawQuery'>;

const accounts: Readonly<Record<string, (world: World) => readonly string[]>> = {
  'td-synnex': ({ options }) => {
    const { id, name, accountId } = ionAccount(options);
    return [id, name, accountId];
  },
  ingram: ({ options }) => {
    const { id, name, resellerId } = ingramAccount(options);
    return [id, name, resellerId];
  },
  autotask: ({ options }) => {
    const { name, userName } = autotaskInstance(options.seed);
    return ['autotask-1', name, userName];
  },
  halopsa: ({ options }) => {
    const { name, tenant } = haloInstance(options.seed);
    return ['halo-1', name, tenant];
  },
};

/** Names of the account behind a call; undefined for remotes that are not of this kind. A call about another account's number has none. */
export function othersAccount(remote: string, path: string, world: World): readonly string[] | undefined {
  const names = accounts[remote]?.(world);
  const named = /\/accounts\/(\d+)/.exec(path)?.[1];
  return names === undefined || named === undefined || names.includes(named) ? names : [];
}

/** The first number behind one of these words in path or query. */
const numberIn = ({ path, rawQuery }: Asked, words: string): string =>
  new RegExp(`(?:/(?:${words})/|[?&](?:${words})=)(\\d+)`, 'i').exec(`${path}${rawQuery}`)?.[1] ?? '';

const present = (names: readonly (string | undefined)[]): readonly string[] => names.filter((name) => name !== undefined);

const customers: Readonly<Record<string, (asked: Asked, world: World) => readonly string[]>> = {
  'td-synnex': (asked, world) => {
    const row = world.tables.ionCustomers.get(numberIn(asked, 'customers|customerId'));
    return row === undefined ? [] : present([row.id, row.organization, row.customerId]);
  },
  ingram: (asked, { tables }) => {
    const ofSubscription = tables.ingramSubscriptions.get(numberIn(asked, 'subscriptions|subscriptionId'))?.customerId;
    const row = tables.ingramCustomers.get(ofSubscription ?? numberIn(asked, 'customers|customerId'));
    return row === undefined ? [] : present([row.id, row.name, row.customerId]);
  },
  autotask: (asked, { tables }) => {
    const contract = tables.autotaskRows.get(`Contracts/${numberIn(asked, 'Contracts')}`);
    const id = contract === undefined ? numberIn(asked, 'Companies') : String(contract.values['companyID']);
    const row = tables.autotaskRows.get(`Companies/${id}`);
    return row === undefined ? [] : [id, String(row.values['companyName'])];
  },
  halopsa: (asked, { tables }) => {
    const id = numberIn(asked, 'Client|client_id');
    const row = tables.haloRows.get(`Client/${id}`);
    const name = row?.values['name'];
    return typeof name === 'string' ? [id, name] : [];
  },
};

/** Names of the customer that a call is about; undefined for remotes that are not of this kind. */
export const othersCustomer = (remote: string, asked: Asked, world: World): readonly string[] | undefined =>
  customers[remote]?.(asked, world);
