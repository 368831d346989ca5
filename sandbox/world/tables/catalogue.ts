import { Table } from '../table.ts';
import type * as t from '../types.ts';

/** Products, SKUs, availabilities. Keys: `id` of the row as text. */
export const catalogueTables = () => ({
  products: new Table<t.Product>(),
  skus: new Table<t.Sku>({ productId: (row) => row.productId }),
  availabilities: new Table<t.Availability>({ sku: (row) => `${row.productId}:${row.skuId}` }),
});
