import { sql } from 'kysely';
import type { InvoiceProvider } from '../../../model/invoice.ts';
import type { Tx } from '../../../platform/db/connect.ts';

/** What of a line's words means something here already. All in lower case. */
export type Known = {
  readonly customers: ReadonlySet<string>;
  /** `product:sku`; zeros before a SKU do not count, spreadsheets lose them (partner-center-api.md 11.1). */
  readonly products: ReadonlySet<string>;
  readonly currencies: ReadonlySet<string>;
};

export const productKey = (product: string, sku: string): string => `${product}:${sku.replace(/^0+/, '')}`.toLowerCase();

/** ISO 4217, as far as this Node knows it. */
const currencies: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency').map((code) => code.toLowerCase()));

/** Customers and products of the picture, as the provider calls them. */
export async function readKnown(tx: Tx, provider: InvoiceProvider, connectionId: string): Promise<Known> {
  const [customers, products] = provider === 'microsoft' ? await microsoft(tx) : await distributor(tx, connectionId);
  return { customers, products, currencies };
}

type Words = readonly [customers: ReadonlySet<string>, products: ReadonlySet<string>];

/** A product is known when somebody has it, when it is mapped, or when a price sheet lists it. */
async function microsoft(tx: Tx): Promise<Words> {
  const customers = await tx.selectFrom('customer_identity').select('tenant_id').execute();
  const { rows } = await sql<{ product_id: string; sku_id: string }>`
    select product_id, sku_id from product_mapping union select product_id, sku_id from subscription
    union select product_id, sku_id from price_row`.execute(tx);
  return [new Set(customers.map((row) => row.tenant_id.toLowerCase())), new Set(rows.map((row) => productKey(row.product_id, row.sku_id)))];
}

async function distributor(tx: Tx, connectionId: string): Promise<Words> {
  const accounts = await tx.selectFrom('account_identity').select('remote_id').where('connection_id', '=', connectionId).execute();
  const products = await tx.selectFrom('distributor_product').select('remote_id').where('connection_id', '=', connectionId).execute();
  return [new Set(accounts.map((row) => row.remote_id.toLowerCase())), new Set(products.map((row) => productKey(row.remote_id, '')))];
}
