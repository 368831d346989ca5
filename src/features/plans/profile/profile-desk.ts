import type { CustomerDirectory, Marketplace, ProfileWrite, Write } from '../../../connectors/ports.ts';
import { Fault } from '../../../lib/errors.ts';
import { must } from '../../../lib/must.ts';
import { type BillTo, billToFields } from '../../../model/bill-to.ts';
import type { Act } from '../../../model/difference.ts';
import { isAboutProfile, type ProfileCorrection } from '../../../model/profile-correction.ts';
import type { Tx } from '../../../platform/db/connect.ts';
import type { Context } from '../../context.ts';
import { keepProfile, type ReadProfile, readProfile } from '../../customers/index.ts';
import type { Desk } from '../desk.ts';
import { eitherDesk } from '../either-desk.ts';
import { movedFields } from '../target-state.ts';
import { isAsSeen, profileAfter, stateOfProfile } from './profile-state.ts';

/** Microsoft's desk takes changes of billing profiles too: they go to another part of the remote. */
export function withProfileDesk(context: Context, connectionId: string, marketplace: Marketplace, other: Desk): Desk {
  const { directory } = marketplace;
  if (directory === undefined) return other;
  return eitherDesk(isAboutProfile, profileDesk(context, connectionId, marketplace, directory), other);
}

function profileDesk(context: Context, connectionId: string, marketplace: Marketplace, { billTo }: CustomerDirectory): Desk {
  const read = async (correction: ProfileCorrection, signal: AbortSignal | undefined) => {
    const seenAt = context.clock.now();
    const seen = await readProfile(marketplace, correction.customerTenantId, signal);
    if (seen === undefined)
      throw new Fault('customer_gone', 'permanent', 'Partner Center no longer has this customer', { hint: 'Sync the account.' });
    return { state: stateOfProfile(seen.profile.billTo), keep: (tx: Tx) => keep(tx, context, correction, { connectionId, seen, seenAt }) };
  };
  const write = (given: Write): ProfileWrite => ({ ...given, correction: ours(given.correction) });
  return {
    remote: {
      prepare: (given) => billTo.prepare(write(given)),
      write: (given, signal) => billTo.write(write(given), signal),
      lookUp: (given, signal) => billTo.lookUp(write(given), signal),
    },
    look: async (correction, _target, signal) => ({
      ...(await read(ours(correction), signal)),
      terms: () => ({ reversibility: 'undoableHere', reversibleUntil: undefined, warnings: [] }),
    }),
    readBack: async ({ correction, after }, _target, signal) => {
      const own = ours(correction);
      const { state, keep: keepIt } = await read(own, signal);
      return {
        isReached: isAsSeen(state, { ...own, from: own.to }),
        besides: movedFields(after ?? profileAfter(state, own), state),
        keep: keepIt,
      };
    },
  };
}

type Read = { readonly connectionId: string; readonly seen: ReadProfile; readonly seenAt: Temporal.Instant };

/** What was read belongs to the customer whose tenant it is. */
async function keep(
  tx: Tx,
  { ids }: Context,
  { customerTenantId, from, to }: ProfileCorrection,
  { connectionId, seen, seenAt }: Read,
): Promise<void> {
  const row = await tx
    .selectFrom('customer')
    .innerJoin('customer_connection', 'customer_connection.customer_id', 'customer.customer_id')
    .select('customer.customer_id')
    .where('customer.tenant_id', '=', customerTenantId)
    .where('customer_connection.connection_id', '=', connectionId)
    .executeTakeFirst();
  const { customer_id: customerId } = must(row, 'the customer of a profile');
  await keepProfile(tx, { connectionId, seenAt, ids }, { customerId, cause: { wanted: wantedBy({ from, to }) }, ...seen });
}

const wantedBy = ({ from, to }: Pick<ProfileCorrection, 'from' | 'to'>): Partial<BillTo> =>
  Object.fromEntries(billToFields.flatMap((field) => (from[field] === to[field] ? [] : [[field, to[field]]])));

function ours(correction: Act): ProfileCorrection {
  if (!isAboutProfile(correction)) throw new Error(`${correction.action} came to a billing profile`);
  return correction;
}
