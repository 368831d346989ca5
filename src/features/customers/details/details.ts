import { DetailField } from '../../../model/field-owner.ts';
import type { Tx } from '../../../platform/db/connect.ts';
import { inScope } from '../../../platform/db/transaction.ts';
import type { Context } from '../../context.ts';
import { readFieldOwners } from '../../settings/index.ts';
import { readAccounts } from '../contacts/index.ts';
import { type Detail, detailOf, type OwnValue } from './detail-of.ts';
import { psaName } from './psa-name.ts';

/** Every field of a customer with its owner and origin; undefined when there is no such customer. */
export const findDetails = (context: Context, customerId: string): Promise<readonly Detail[] | undefined> =>
  inScope(context.db, context.scope, (tx) => readDetails(tx, customerId));

/** Microsoft's word is that of the leading account (S100); the PSA's that of its first mapped account. */
export async function readDetails(tx: Tx, customerId: string): Promise<readonly Detail[] | undefined> {
  const customer = await tx.selectFrom('customer').select('name').where('customer_id', '=', customerId).executeTakeFirst();
  if (customer === undefined) return undefined;
  const { owners } = await readFieldOwners(tx);
  const [profile] = await readAccounts(tx, customerId);
  const own = await readOwn(tx, customerId);
  const psa = await psaName(tx, customerId);
  const atMicrosoft: Partial<Record<DetailField, string>> = {
    name: customer.name,
    ...profile?.billTo,
    ...(profile !== undefined && { registrationNumber: profile.registrationNumber }),
  };
  return DetailField.options.map((field) =>
    detailOf(field, owners[field], {
      microsoft: atMicrosoft[field],
      psa: field === 'name' || field === 'companyName' ? psa : undefined,
      own: own.get(field),
    }),
  );
}

async function readOwn(tx: Tx, customerId: string): Promise<ReadonlyMap<string, OwnValue>> {
  const rows = await tx.selectFrom('customer_own_field').selectAll().where('customer_id', '=', customerId).execute();
  return new Map(
    rows.map((row) => [row.field, { value: row.value, seenValue: row.seen_value, changedBy: row.changed_by, changedAt: row.changed_at }]),
  );
}
