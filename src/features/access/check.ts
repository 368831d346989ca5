import type { Delegation } from '../../connectors/ports.ts';
import type { AccessState } from '../../model/access.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { openConnection } from '../connections/index.ts';
import type { Context } from '../context.ts';
import { noteConsent } from './consent.ts';
import { keepAccessOf } from './keep.ts';

export type Checked =
  | {
      readonly status: 'checked';
      readonly access: AccessState;
      readonly reaches: boolean | undefined;
      /** False: something of it could not be read. What was read is kept, nothing is taken for gone. */
      readonly isWhole: boolean;
    }
  /** The account has no delegated access that could be read: the cloud has none, or it only lists. */
  | { readonly status: 'notThere' };

export type ToCheck = { readonly customerId: string; readonly tenantId: string; readonly connectionId: string; readonly name: string };

/** Reads one customer's relationships again, and whether the tenant lets us in; keeps both. Throws RemoteError. */
export async function checkAccess(context: Context, customer: ToCheck, signal?: AbortSignal): Promise<Checked> {
  const { connectionId, tenantId } = customer;
  const delegation = await delegationOf(context, connectionId);
  if (delegation === undefined) return { status: 'notThere' };
  const { access, isWhole } = await readWith(context, delegation, customer, signal);
  // Without access every read is refused, which says nothing about the consent.
  if (access !== 'active') return { status: 'checked', access, reaches: undefined, isWhole };
  const reaches = await delegation.reaches(tenantId, signal);
  await inScope(context.db, everything, (tx) =>
    noteConsent(tx, { connectionId, customerTenantId: tenantId, event: reaches ? 'readWorked' : 'readRefused', at: context.clock.now() }),
  );
  return { status: 'checked', access, reaches, isWhole };
}

/** Reads one customer's relationships again and keeps them; the consent is left alone. Answers whether all could be read; undefined: the account has none. Throws RemoteError. */
export async function readAccess(
  context: Context,
  customer: ToCheck,
  signal?: AbortSignal,
): Promise<{ readonly isWhole: boolean } | undefined> {
  const delegation = await delegationOf(context, customer.connectionId);
  return delegation && readWith(context, delegation, customer, signal);
}

type Read = { readonly access: AccessState; readonly isWhole: boolean };

async function readWith(
  context: Context,
  delegation: Delegation,
  { customerId, tenantId, connectionId }: ToCheck,
  signal: AbortSignal | undefined,
): Promise<Read> {
  const seenAt = context.clock.now();
  const seen = await delegation.relationshipsOf(tenantId, signal);
  return inScope(context.db, everything, async (tx) => {
    await keepAccessOf(tx, { connectionId, seenAt, ids: context.ids }, tenantId, seen);
    const row = await tx.selectFrom('customer').select('access_state').where('customer_id', '=', customerId).executeTakeFirst();
    return { access: (row?.access_state ?? 'missing') as AccessState, isWhole: seen.isWhole }; // written from the same schema
  });
}

async function delegationOf(context: Context, connectionId: string): Promise<Delegation | undefined> {
  const remote = await openConnection(context, connectionId);
  return remote.side === 'microsoft' ? remote.delegation : undefined;
}
