import { BillingChoice, type BillingException, type BillingProduct } from '../../model/billing-behaviour.ts';
import { ownReseller, publicId } from '../../model/ids.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import type { Context } from '../context.ts';

export type BillingExceptionView = BillingException & {
  readonly exceptionId: string;
  readonly customerName: string | undefined;
  /** As the last subscription of it was called. */
  readonly productName: string | undefined;
  readonly reason: string | undefined;
  readonly changedBy: string;
  readonly changedAt: Temporal.Instant;
};

const rowsOf = (db: Db | Tx) => db.selectFrom('billing_exception').selectAll('billing_exception').orderBy('billing_exception.created_at');
type Row = Awaited<ReturnType<ReturnType<typeof rowsOf>['execute']>>[number];

const productOf = ({ product_id, sku_id }: Row): BillingProduct | undefined =>
  product_id === null || sku_id === null ? undefined : { productId: product_id, skuId: sku_id };

const toException = (row: Row): BillingException => ({
  customerId: row.customer_id ?? undefined,
  product: productOf(row),
  choice: BillingChoice.parse(row.choice),
});

/** Oldest first, of the whole installation: like other settings they hold for whoever corrects in whatever scope. */
export const readBillingExceptions = (context: Pick<Context, 'db'>): Promise<BillingException[]> =>
  inScope(context.db, everything, async (tx) => (await rowsOf(tx).execute()).map(toException));

export const listBillingExceptions = (context: Context): Promise<BillingExceptionView[]> =>
  inScope(context.db, context.scope, async (tx) => {
    const rows = await rowsOf(tx)
      .leftJoin('customer', 'customer.customer_id', 'billing_exception.customer_id')
      .select((row) => [
        'customer.name as customer_name',
        row
          .selectFrom('subscription')
          .select('subscription.offer_name')
          .whereRef('subscription.product_id', '=', 'billing_exception.product_id')
          .whereRef('subscription.sku_id', '=', 'billing_exception.sku_id')
          .limit(1)
          .as('product_name'),
      ])
      .execute();
    return rows.map((row) => ({
      ...toException(row),
      exceptionId: row.exception_id,
      customerName: row.customer_name ?? undefined,
      productName: row.product_name ?? undefined,
      reason: row.reason ?? undefined,
      changedBy: row.changed_by,
      changedAt: row.changed_at,
    }));
  });

export type KeptException = { readonly status: 'kept'; readonly exceptionId: string } | { readonly status: 'no_such_customer' };

type Whose = Pick<BillingException, 'customerId' | 'product'>;

/** Keeps what is otherwise for a customer, a product, or both; what was said about the same before is replaced. */
export const keepBillingException = (
  context: Context,
  { choice, reason, ...whose }: BillingException & { readonly reason?: string | undefined },
): Promise<KeptException> =>
  inScope(context.db, context.scope, async (tx): Promise<KeptException> => {
    const resellerId = await resellerOf(tx, whose.customerId);
    if (resellerId === undefined) return { status: 'no_such_customer' };
    const key = keyOf(whose);
    const before = (await rowsOf(tx).forUpdate().execute()).find((row) => isOf(row, key));
    const exceptionId = before?.exception_id ?? context.ids();
    const now = context.clock.now();
    const said = { choice: JSON.stringify(choice), reason: reason ?? null, changed_by: context.actor.name, changed_at: now };
    await tx
      .insertInto('billing_exception')
      .values({ exception_id: exceptionId, reseller_id: resellerId, ...key, ...said, created_at: now })
      .onConflict((conflict) => conflict.column('exception_id').doUpdateSet(said))
      .execute();
    await record(tx, context, {
      action: 'billingException.kept',
      object: publicId('billingException', exceptionId),
      resellerId,
      before: before?.choice ?? null,
      after: { ...whose, choice },
      ...(reason !== undefined && { reason }),
    });
    return { status: 'kept', exceptionId };
  });

const keyOf = ({ customerId, product }: Whose) => ({
  customer_id: customerId ?? null,
  product_id: product?.productId ?? null,
  sku_id: product?.skuId ?? null,
});

const isOf = (row: Row, { customer_id, product_id, sku_id }: ReturnType<typeof keyOf>): boolean =>
  row.customer_id === customer_id && row.product_id === product_id && row.sku_id === sku_id;

/** What is for every customer is ours; undefined: there is no such customer. */
async function resellerOf(tx: Tx, customerId: string | undefined): Promise<string | undefined> {
  if (customerId === undefined) return ownReseller;
  const row = await tx.selectFrom('customer').select('reseller_id').where('customer_id', '=', customerId).executeTakeFirst();
  return row?.reseller_id;
}

/** False: there is none with this id. */
export const removeBillingException = (context: Context, exceptionId: string): Promise<boolean> =>
  inScope(context.db, context.scope, async (tx) => {
    const row = await tx.deleteFrom('billing_exception').where('exception_id', '=', exceptionId).returningAll().executeTakeFirst();
    if (row === undefined) return false;
    await record(tx, context, {
      action: 'billingException.removed',
      object: publicId('billingException', exceptionId),
      resellerId: row.reseller_id,
      before: row.choice,
    });
    return true;
  });
