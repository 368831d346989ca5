import type { RemoteAccount } from '../customer.ts';
import type { ColumnChoice, DistributorFileKind } from '../distributor-file.ts';
import type { DistributorProduct, DistributorSubscription } from '../subscription.ts';
import { readTable, type Table } from './parse.ts';
import { accountsOf, type BadLine, type Records, type SuppliedLine, subscriptionsOf } from './translate.ts';

/** A file as it was taken: its bytes, and the columns that a person saw in the preview. */
export type TakenFile = {
  readonly kind: DistributorFileKind;
  readonly bytes: Uint8Array;
  readonly columns: ColumnChoice;
  /** RFC 3339: when its content held. */
  readonly asOf: string;
};

/** The newest file of each kind that was taken for a connection. */
export type ReadFiles = (connectionId: string) => Promise<readonly TakenFile[]>;

export type Settings = { readonly currency: string; readonly today: string };

/** Everything that the files of a connection tell, as a distributor's lists would. */
export type Books = {
  readonly accounts: Kind<RemoteAccount>;
  readonly products: Kind<DistributorProduct>;
  readonly subscriptions: Kind<DistributorSubscription>;
  /** Lines that cannot be taken, by the file they stand in. */
  readonly badLines: Readonly<Record<DistributorFileKind, readonly BadLine[]>>;
};
type Kind<T> = { readonly items: readonly T[]; readonly bad: readonly BadLine[] };

/** Customers come from their own file and from the lines of subscriptions, so that one file is enough. */
export function booksOf(files: readonly TakenFile[], settings: Settings): Books {
  const tables = files.map(({ kind, bytes, columns }) => readTable(bytes, { kind, columns }));
  const told = read(tables, 'customers', accountsOf);
  const supplied = read(tables, 'subscriptions', (table) => subscriptionsOf(table, settings));
  const own = supplied.records.map(({ record }) => record);
  return {
    // A customer may stand only on a line that could not be read.
    accounts: {
      items: joinAccounts(
        told.records.map(({ record }) => record),
        own,
      ),
      bad: [...told.bad, ...supplied.bad],
    },
    products: { items: productsOf(own), bad: [] },
    subscriptions: { items: own.map(({ account: _account, sku: _sku, ...record }) => record), bad: supplied.bad },
    badLines: { customers: told.bad, subscriptions: supplied.bad, charges: [] },
  };
}

function read<T>(tables: readonly Table[], kind: DistributorFileKind, how: (table: Table) => Records<T>): Records<T> {
  const table = tables.find((each) => each.kind === kind);
  return table === undefined ? { records: [], bad: [] } : how(table);
}

/** The file of customers says more of them; whoever stands only at a subscription is one too. */
function joinAccounts(told: readonly RemoteAccount[], lines: readonly SuppliedLine[]): readonly RemoteAccount[] {
  const accounts = new Map(told.map((account) => [account.remoteId, account]));
  for (const { account } of lines) {
    const known = accounts.get(account.remoteId);
    accounts.set(account.remoteId, known === undefined ? account : widened(known, account));
  }
  return [...accounts.values()];
}

/** A customer of whom every line names a part: another tenant, the domain. */
const widened = (known: RemoteAccount, { tenantIds, domain }: RemoteAccount): RemoteAccount => ({
  ...known,
  domain: known.domain === '' ? domain : known.domain,
  tenantIds: [...new Set([...known.tenantIds, ...tenantIds])],
});

function productsOf(lines: readonly SuppliedLine[]): readonly DistributorProduct[] {
  const products = new Map<string, DistributorProduct>();
  for (const { productRemoteId, productName, sku } of lines) {
    const known = products.get(productRemoteId);
    products.set(productRemoteId, { remoteId: productRemoteId, name: known?.name ?? productName, vendorSku: known?.vendorSku ?? sku });
  }
  return [...products.values()];
}
