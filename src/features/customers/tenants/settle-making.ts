import type { MicrosoftCustomer } from '../../../model/customer.ts';
import { ownReseller, publicId } from '../../../model/ids.ts';
import { everything, inScope, withoutTimeLimit } from '../../../platform/db/transaction.ts';
import { record } from '../../audit/index.ts';
import type { Context } from '../../context.ts';
import { openMarketplace } from '../expected/look-up.ts';
import { decidingCustomers } from '../identity-lock.ts';
import { keepCustomersLocked } from '../keep.ts';
import { endMaking, openMakings, type TenantMaking } from './store.ts';

/** The tenant is there: keeps the customer as a sync would have, once, however many find it. Answers the customer's id. */
export const settleMade = (context: Context, making: TenantMaking, customer: MicrosoftCustomer): Promise<string> =>
  inScope(context.db, everything, async (tx) => {
    await withoutTimeLimit(tx); // whoever waits for this holds the only copy of the first administrator's password
    await decidingCustomers(tx);
    const at = context.clock.now();
    const [customerId = ''] = await keepCustomersLocked(tx, { connectionId: making.connectionId, seenAt: at, ids: context.ids }, [
      customer,
    ]);
    if (await endMaking(tx, making.makingId, { state: 'made', tenantId: customer.tenantId, code: '', detail: '' }, at))
      await record(tx, context, {
        action: 'tenant.made',
        object: publicId('customer', customerId),
        resellerId: ownReseller,
        after: { domain: making.domain, tenantId: customer.tenantId, by: making.madeBy },
      });
    return customerId;
  });

/** A call that takes longer than this is nobody's any more. */
const callMinutes = 5;
/** A new customer may appear in Microsoft's list up to a day late (partner-center-api reference 3), so a domain that is taken is not proof of failure. */
const quietMinutes = 15;

/** Whether the domain of a making is there now. Only looks: nothing is ever sent a second time. Answers the customer's id once it is known. */
export async function lookForTenant(context: Context, making: TenantMaking): Promise<string | undefined> {
  const { directory } = await openMarketplace(context, making.connectionId);
  if (directory === undefined) return undefined;
  const [found] = await directory.find({ domain: making.domain });
  if (found !== undefined) return settleMade(context, making, found);
  const isQuiet = Temporal.Instant.compare(making.startedAt.add({ minutes: quietMinutes }), context.clock.now()) <= 0;
  if (!isQuiet || (await directory.isDomainTaken(making.domain))) return undefined;
  await inScope(context.db, everything, (tx) =>
    endMaking(
      tx,
      making.makingId,
      { state: 'notMade', code: 'not_placed', detail: 'Microsoft has no such domain: nothing was made.' },
      context.clock.now(),
    ),
  );
  return undefined;
}

/** Makings whose answer was lost, looked up again. One that cannot be asked about now does not hold up the others. */
export async function healTenants(context: Context): Promise<void> {
  const since = context.clock.now().subtract({ minutes: callMinutes });
  for (const making of await inScope(context.db, everything, (tx) => openMakings(tx, since)))
    await lookForTenant(context, making).catch((error: unknown) => {
      context.log.warn({ connectionId: making.connectionId, makingId: making.makingId, error }, 'A new tenant could not be looked up');
    });
}
