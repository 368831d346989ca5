import { publicId } from '../../../model/ids.ts';
import type { Tx } from '../../../platform/db/connect.ts';
import { inScope } from '../../../platform/db/transaction.ts';
import { record } from '../../audit/index.ts';
import type { Context } from '../../context.ts';
import { lockCustomer } from '../lock-customer.ts';
import { type CustomerLabels, readLabels } from './queries.ts';

type ExternalIdWish = { readonly system: string; readonly externalId: string };

export type ExternalIdOutcome =
  | { readonly status: 'kept'; readonly labels: CustomerLabels }
  | { readonly status: 'refused'; readonly because: 'not_found' | 'too_many' }
  /** The id names somebody else in that system. */
  | { readonly status: 'taken'; readonly by: Holder };

export type Holder = { readonly customerId: string; readonly name: string };

const most = 100; // of one customer

/** Says how a customer is called in another system. Said once more it is kept as it is; an id of somebody else is refused and that customer named. */
export function addExternalId(context: Context, customerId: string, wish: ExternalIdWish): Promise<ExternalIdOutcome> {
  return inScope(context.db, context.scope, async (tx): Promise<ExternalIdOutcome> => {
    const customer = await lockCustomer(tx, customerId);
    const before = customer && (await readLabels(tx, customerId));
    if (customer === undefined || before === undefined) return { status: 'refused', because: 'not_found' };
    if (before.externalIds.length >= most) return { status: 'refused', because: 'too_many' };
    const kept = await keepExternalId(tx, context, { customerId, resellerId: customer.reseller_id, ...wish });
    if (kept !== 'added' && kept !== 'known') return { status: 'taken', by: kept };
    if (kept === 'added')
      await record(tx, context, {
        action: 'customer.externalIdAdded',
        object: publicId('customer', customerId),
        resellerId: customer.reseller_id,
        after: wish,
      });
    return { status: 'kept', labels: (await readLabels(tx, customerId)) ?? before };
  });
}

type Entry = ExternalIdWish & { readonly customerId: string; readonly resellerId: string };

/** The unique key decides between two who enter the same id at once: whoever comes second reads the winner. */
async function keepExternalId(tx: Tx, context: Context, entry: Entry): Promise<'added' | 'known' | Holder> {
  const { customerId, resellerId, system, externalId } = entry;
  const done = await tx
    .insertInto('customer_external_id')
    .values({
      entry_id: context.ids(),
      reseller_id: resellerId,
      customer_id: customerId,
      system,
      external_id: externalId,
      added_by: context.actor.name,
      added_at: context.clock.now(),
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (Number(done.numInsertedOrUpdatedRows ?? 0n) > 0) return 'added';
  const holder = await holderOf(tx, { system, externalId });
  return holder === undefined || holder.customerId === customerId ? 'known' : holder;
}

/** Whom an id names in a system; undefined: nobody. */
async function holderOf(tx: Tx, { system, externalId }: ExternalIdWish): Promise<Holder | undefined> {
  const row = await tx
    .selectFrom('customer_external_id as entry')
    .innerJoin('customer', 'customer.customer_id', 'entry.customer_id')
    .select(['customer.customer_id', 'customer.name'])
    .where('entry.system', '=', system)
    .where('entry.external_id', '=', externalId)
    .executeTakeFirst();
  return row && { customerId: row.customer_id, name: row.name };
}

export function removeExternalId(context: Context, customerId: string, entryId: string): Promise<CustomerLabels | undefined> {
  return inScope(context.db, context.scope, async (tx) => {
    const gone = await tx
      .deleteFrom('customer_external_id')
      .where('customer_id', '=', customerId)
      .where('entry_id', '=', entryId)
      .returning(['system', 'external_id', 'reseller_id'])
      .executeTakeFirst();
    if (gone === undefined) return undefined;
    await record(tx, context, {
      action: 'customer.externalIdRemoved',
      object: publicId('customer', customerId),
      resellerId: gone.reseller_id,
      before: { system: gone.system, externalId: gone.external_id },
    });
    return readLabels(tx, customerId);
  });
}
