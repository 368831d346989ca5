import { z } from 'zod';
import { publicId } from '../../../model/ids.ts';
import type { Tx } from '../../../platform/db/connect.ts';
import { inScope } from '../../../platform/db/transaction.ts';
import { record } from '../../audit/index.ts';
import type { Context } from '../../context.ts';
import { lockCustomer } from '../lock-customer.ts';

export const Delivery = z.enum(['email', 'portal', 'post']);
export type Delivery = z.infer<typeof Delivery>;

/** Who gets our own bills: independent of Microsoft's contact, several of them, each for a cost centre or for the rest (S103). */
export type Recipient = {
  readonly recipientId: string;
  readonly name: string;
  readonly email: string;
  /** '': for everything that no other recipient has. */
  readonly costCentre: string;
  readonly language: string;
  readonly purchaseOrder: string;
  readonly delivery: Delivery;
  readonly version: number;
};

export type RecipientWish = Omit<Recipient, 'recipientId' | 'version'>;

export async function recipientsOf(tx: Tx, customerId: string): Promise<Recipient[]> {
  const rows = await tx
    .selectFrom('customer_recipient')
    .selectAll()
    .where('customer_id', '=', customerId)
    .orderBy('cost_centre')
    .orderBy('name')
    .execute();
  return rows.map((row) => ({
    recipientId: row.recipient_id,
    name: row.name,
    email: row.email,
    costCentre: row.cost_centre,
    language: row.language,
    purchaseOrder: row.purchase_order,
    delivery: Delivery.parse(row.delivery),
    version: row.version,
  }));
}

const most = 100; // of one customer

export type RecipientChange =
  | { readonly act: 'add'; readonly wish: RecipientWish }
  | { readonly act: 'change'; readonly recipientId: string; readonly version: number; readonly wish: RecipientWish }
  | { readonly act: 'remove'; readonly recipientId: string };

type Refused = 'not_found' | 'changed_since' | 'too_many' | 'there_already';
export type RecipientOutcome =
  | { readonly status: 'kept'; readonly recipients: readonly Recipient[] }
  | { readonly status: 'refused'; readonly because: Refused };

/** Adds one, changes one that is as it was seen, or takes one away. Microsoft never learns of it. */
export function changeRecipients(context: Context, customerId: string, change: RecipientChange): Promise<RecipientOutcome> {
  return inScope(context.db, context.scope, async (tx): Promise<RecipientOutcome> => {
    const customer = await lockCustomer(tx, customerId);
    if (customer === undefined) return { status: 'refused', because: 'not_found' };
    const before = await recipientsOf(tx, customerId);
    const known = change.act === 'add' ? undefined : before.find(({ recipientId }) => recipientId === change.recipientId);
    const because = refusalOf(change, known, before);
    if (because !== undefined) return { status: 'refused', because };
    await write(tx, context, { customerId, resellerId: customer.reseller_id }, change);
    const recipients = await recipientsOf(tx, customerId);
    await record(tx, context, {
      action: `customer.recipient.${change.act}`,
      object: publicId('customer', customerId),
      resellerId: customer.reseller_id,
      before: known ?? null,
      after: change.act === 'remove' ? null : change.wish,
    });
    return { status: 'kept', recipients };
  });
}

/** Why it cannot be taken, with those that are there `before` it; `known` is the one that it is about. Pure. */
function refusalOf(change: RecipientChange, known: Recipient | undefined, before: readonly Recipient[]): Refused | undefined {
  if (change.act !== 'add' && known === undefined) return 'not_found';
  if (change.act === 'remove') return undefined;
  if (change.act === 'change' && known?.version !== change.version) return 'changed_since';
  if (change.act === 'add' && before.length >= most) return 'too_many';
  return before.some((other) => other !== known && sameBill(other, change.wish)) ? 'there_already' : undefined;
}

/** Both would get the same bill at the same place: an address says whose, else the name does. */
const sameBill = (one: RecipientWish, other: RecipientWish): boolean =>
  one.delivery === other.delivery &&
  one.costCentre === other.costCentre &&
  one.purchaseOrder === other.purchaseOrder &&
  one.email.toLowerCase() === other.email.toLowerCase() &&
  (one.email !== '' || one.name === other.name);

type Of = { readonly customerId: string; readonly resellerId: string };

async function write(tx: Tx, context: Context, { customerId, resellerId }: Of, change: RecipientChange): Promise<void> {
  const at = context.clock.now();
  if (change.act === 'remove') {
    await tx
      .deleteFrom('customer_recipient')
      .where('customer_id', '=', customerId)
      .where('recipient_id', '=', change.recipientId)
      .execute();
    return;
  }
  const { name, email, costCentre, language, purchaseOrder, delivery } = change.wish;
  const told = { name, email, cost_centre: costCentre, language, purchase_order: purchaseOrder, delivery, changed_at: at };
  if (change.act === 'change')
    await tx
      .updateTable('customer_recipient')
      .set({ ...told, version: change.version + 1 })
      .where('customer_id', '=', customerId)
      .where('recipient_id', '=', change.recipientId)
      .execute();
  else
    await tx
      .insertInto('customer_recipient')
      .values({ ...told, customer_id: customerId, recipient_id: context.ids(), reseller_id: resellerId, version: 1, created_at: at })
      .execute();
}
