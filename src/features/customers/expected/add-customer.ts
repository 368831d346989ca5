import type { MicrosoftCustomer } from '../../../model/customer.ts';
import type { ExpectedOrigin } from '../../../model/expected-customer.ts';
import { ownReseller, publicId } from '../../../model/ids.ts';
import type { Tx } from '../../../platform/db/connect.ts';
import { inScope } from '../../../platform/db/transaction.ts';
import { record } from '../../audit/index.ts';
import type { Context } from '../../context.ts';
import { decidingCustomers } from '../identity-lock.ts';
import { keepCustomersLocked } from '../keep.ts';
import { findKnown, type Known } from './find-known.ts';
import { findAccount, type LookUpWish, lookUpCustomer } from './look-up.ts';
import { keepExpected } from './store.ts';

export type AddCustomer = LookUpWish & {
  readonly name: string;
  readonly email: string;
  readonly country: string;
  readonly note: string;
  readonly resellerMpn: string;
  /** How we came to know of it; left out: one of us entered it. */
  readonly origin?: ExpectedOrigin;
};

export type Added =
  /** It was at Partner Center already and is ours now: nothing was created. */
  | { readonly status: 'linked'; readonly customerId: string }
  /** It is expected; its invitation can be sent. */
  | { readonly status: 'expected'; readonly expectedId: string }
  /** We have or expect it already: open that instead. */
  | Known
  | { readonly status: 'refused'; readonly because: 'no_account' | 'not_asked'; readonly detail: string; readonly hint?: string };

/**
 * Enters a customer by hand. Looked up first; what is there is linked, never made a second time. Between looking and keeping a sync may
 * bring it: then the lock lets one of the two come first, and the other finds it (S92, S105).
 */
export async function addCustomer(context: Context, wish: AddCustomer): Promise<Added> {
  const account = await findAccount(context, wish.connectionId);
  const found = await lookUpCustomer(context, wish);
  if (account === undefined || found === undefined)
    return { status: 'refused', because: 'no_account', detail: 'There is no such Partner Center account.' };
  switch (found.status) {
    case 'known':
    case 'awaited':
      return found;
    case 'unsure':
      return {
        status: 'refused',
        because: 'not_asked',
        detail: `Whether it is there already cannot be told: ${found.because}`,
        ...(found.hint !== undefined && { hint: found.hint }),
      };
    case 'listed':
      return linkListed(context, wish.connectionId, found.customer);
    default:
      return inScope(context.db, context.scope, (tx) =>
        expectCustomer(tx, context, { origin: 'manual', ...wish, cloud: account.cloud, state: 'waiting' }),
      );
  }
}

/** Keeps one customer as a sync would have. */
async function linkListed(context: Context, connectionId: string, customer: MicrosoftCustomer): Promise<Added> {
  const seenAt = context.clock.now();
  return inScope(context.db, context.scope, async (tx): Promise<Added> => {
    await decidingCustomers(tx);
    const [customerId = ''] = await keepCustomersLocked(tx, { connectionId, seenAt, ids: context.ids }, [customer]);
    await record(tx, context, {
      action: 'customer.linked',
      object: publicId('customer', customerId),
      resellerId: ownReseller,
      after: { ...customer },
    });
    return { status: 'linked', customerId };
  });
}

export type Expecting = AddCustomer & { readonly cloud: string; readonly origin: ExpectedOrigin; readonly state: 'pending' | 'waiting' };

/** Expects a customer unless it came meanwhile. */
export async function expectCustomer(
  tx: Tx,
  context: Context,
  wish: Expecting,
): Promise<Known | { status: 'expected'; expectedId: string }> {
  await decidingCustomers(tx);
  const known = await findKnown(tx, wish);
  if (known !== undefined) return known;
  const { connectionId, cloud, tenantId, domain, name, email, country, note, resellerMpn, origin, state } = wish;
  const expectedId = context.ids();
  await keepExpected(tx, {
    ...{ expectedId, connectionId, cloud, tenantId, domain, name, email, country, note, resellerMpn, origin, state },
    createdBy: context.actor.name,
    at: context.clock.now(),
  });
  await record(tx, context, {
    action: 'customer.expected',
    object: publicId('expected', expectedId),
    resellerId: ownReseller,
    after: { name, domain, tenantId, cloud, origin },
  });
  return { status: 'expected', expectedId };
}
