import { publicId } from '../../model/ids.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { type EnteredAddressFault, enteredAddressFault } from '../../platform/http/entered-address.ts';
import { record } from '../audit/index.ts';
import { findConnection } from '../connections/index.ts';
import type { Context } from '../context.ts';
import { hostOf, isOwnShape } from './address.ts';

/** Another tool that gets this account's notifications as they came. */
export type NewDestination = { readonly connectionId: string; readonly name: string; readonly address: string };
export type AddressFault = EnteredAddressFault | 'isOurs';
export type AddOutcome =
  | { readonly status: 'added'; readonly destinationId: string }
  | { readonly status: 'refused'; readonly because: 'unknownConnection' | 'nameTaken' | AddressFault };

/** Why an address cannot be handed on to. On a trial machine other tools are on this machine too. */
export const addressFault = (address: string, isSandbox: boolean): AddressFault | undefined =>
  isOwnShape(address) ? 'isOurs' : enteredAddressFault(address, () => isSandbox);

/** In the caller's transaction; one that is there already is switched on again. */
export async function addDestination(tx: Tx, context: Context, { connectionId, name, address }: NewDestination): Promise<void> {
  const found = await tx
    .selectFrom('relay_destination')
    .select('destination_id')
    .where('connection_id', '=', connectionId)
    .where('name', '=', name)
    .executeTakeFirst();
  const destinationId = found?.destination_id ?? context.ids();
  const sealed = sealAddress(context, destinationId, address);
  await tx
    .insertInto('relay_destination')
    .values({
      destination_id: destinationId,
      connection_id: connectionId,
      name,
      host: hostOf(address),
      address: sealed,
      from_take_over: true,
      created_at: context.clock.now(),
    })
    .onConflict((conflict) => conflict.column('destination_id').doUpdateSet({ address: sealed, host: hostOf(address), paused: false }))
    .execute();
}

/** A person names another tool. */
export async function addRelayDestination(context: Context, wanted: NewDestination): Promise<AddOutcome> {
  const { connectionId, name, address } = wanted;
  if ((await findConnection(context, connectionId))?.side !== 'microsoft') return { status: 'refused', because: 'unknownConnection' };
  const fault = addressFault(address, context.installation.sandbox);
  if (fault !== undefined) return { status: 'refused', because: fault };
  return inScope(context.db, everything, async (tx) => {
    const destinationId = context.ids();
    const done = await tx
      .insertInto('relay_destination')
      .values({
        destination_id: destinationId,
        connection_id: connectionId,
        name,
        host: hostOf(address),
        address: sealAddress(context, destinationId, address),
        created_at: context.clock.now(),
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (done.numInsertedOrUpdatedRows === 0n) return { status: 'refused', because: 'nameTaken' };
    await record(tx, context, {
      action: 'webhook.relayAdded',
      object: publicId('connection', connectionId),
      after: { name, host: hostOf(address) },
    });
    return { status: 'added', destinationId };
  });
}

/** What waits for it goes with it. False when there is none. */
export const removeRelayDestination = (context: Context, connectionId: string, destinationId: string): Promise<boolean> =>
  inScope(context.db, everything, async (tx) => {
    await tx.deleteFrom('relay_delivery').where('destination_id', '=', destinationId).execute();
    const gone = await tx
      .deleteFrom('relay_destination')
      .where('destination_id', '=', destinationId)
      .where('connection_id', '=', connectionId)
      .returning(['name', 'host'])
      .executeTakeFirst();
    if (gone === undefined) return false;
    await record(tx, context, { action: 'webhook.relayRemoved', object: publicId('connection', connectionId), before: { ...gone } });
    return true;
  });

const placeOf = (destinationId: string) => ({ table: 'relay_destination', row: destinationId, column: 'address' });

/** An address of another tool may carry that tool's key. */
const sealAddress = (context: Pick<Context, 'secrets'>, destinationId: string, address: string): string =>
  context.secrets.seal(address, placeOf(destinationId));

export const openAddress = (context: Pick<Context, 'secrets'>, destinationId: string, sealed: string): string =>
  context.secrets.open(sealed, placeOf(destinationId));
