import { sql } from 'kysely';
import type { Psa } from '../../connectors/ports.ts';
import { Fault } from '../../lib/errors.ts';
import type { Correction } from '../../model/difference.ts';
import type { PsaLine } from '../../model/psa.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { inScope } from '../../platform/db/transaction.ts';
import { keepLines } from '../books/index.ts';
import { openConnection } from '../connections/index.ts';
import type { Context } from '../context.ts';
import { type LineState, lineOf, noLine, stateOf } from './line-state.ts';

/** Opens each PSA once for the work at hand. */
export type Psas = (connectionId: string) => Promise<Psa>;

export function openPsas(context: Context): Psas {
  const open = new Map<string, Promise<Psa>>();
  return (connectionId) => {
    const known = open.get(connectionId) ?? openPsa(context, connectionId);
    open.set(connectionId, known);
    return known;
  };
}

async function openPsa(context: Context, connectionId: string): Promise<Psa> {
  const remote = await openConnection(context, connectionId);
  if (remote.side === 'psa') return remote;
  throw new Fault('not_a_psa', 'permanent', 'Corrections are written to a PSA only', { hint: 'This is a mistake in the program.' });
}

/** Where a correction lands, as we hold it. */
export type Target = { readonly accountRemoteId: string; readonly nextInvoiceOn: string | undefined };

export async function targetOf(tx: Tx, { connectionId, agreementRemoteId }: Correction): Promise<Target | undefined> {
  const row = await tx
    .selectFrom('psa_agreement')
    .innerJoin('account', 'account.account_id', 'psa_agreement.account_id')
    .select(['account.remote_id', 'psa_agreement.next_invoice_on'])
    .where('psa_agreement.connection_id', '=', connectionId)
    .where('psa_agreement.remote_id', '=', agreementRemoteId)
    .executeTakeFirst();
  return row === undefined ? undefined : { accountRemoteId: row.remote_id, nextInvoiceOn: row.next_invoice_on ?? undefined };
}

export type Seen = { readonly state: LineState; readonly lines: readonly PsaLine[]; readonly seenAt: Temporal.Instant };

/** What a correction would change, as it is at the PSA now. A line to be added must not be there yet. */
export async function look(context: Context, remote: Psa, correction: Correction, target: Target, signal?: AbortSignal): Promise<Seen> {
  const seenAt = context.clock.now();
  const lineRemoteId = lineOf(correction);
  if (lineRemoteId !== undefined) {
    const line = await remote.readLine(correction.agreementRemoteId, lineRemoteId, signal);
    return { state: line === undefined ? noLine : stateOf(line), lines: line === undefined ? [] : [line], seenAt };
  }
  const page = await remote.lines({ remoteId: correction.agreementRemoteId, accountRemoteId: target.accountRemoteId }, signal);
  const wanted = correction.action === 'addLine' ? correction.vendorSubscriptionId.toLowerCase() : '';
  const [same] = page.items.filter((line) => line.vendorSubscriptionId === wanted && line.cancelledOn === undefined);
  return { state: same === undefined ? noLine : stateOf(same), lines: same === undefined ? [] : [same], seenAt };
}

/** Reads the lines that a write touched. */
export async function readBack(
  context: Context,
  remote: Psa,
  { agreementRemoteId, ids }: { readonly agreementRemoteId: string; readonly ids: readonly string[] },
  signal?: AbortSignal,
): Promise<Omit<Seen, 'state'>> {
  const seenAt = context.clock.now();
  const lines: PsaLine[] = [];
  for (const id of new Set(ids)) {
    const line = await remote.readLine(agreementRemoteId, id, signal);
    if (line !== undefined) lines.push(line);
  }
  return { lines, seenAt };
}

/**
 * Keeps what was read, so that the next comparison sees it. It was read after whatever is kept of these lines, by cause: the clock of
 * another machine that kept them may be ahead of ours and does not win (F71).
 */
export async function keepSeen(
  tx: Tx,
  context: Pick<Context, 'ids'>,
  { connectionId, target, lines, seenAt }: Pick<Seen, 'lines' | 'seenAt'> & { readonly connectionId: string; readonly target: Target },
): Promise<void> {
  if (lines.length === 0) return;
  const last = await lastSeen(
    tx,
    connectionId,
    lines.map((line) => line.remoteId),
  );
  const after = last === undefined || Temporal.Instant.compare(last, seenAt) < 0 ? seenAt : last.add({ microseconds: 1 });
  await keepLines(tx, { connectionId, seenAt: after, ids: context.ids }, target.accountRemoteId, lines);
}

async function lastSeen(tx: Tx, connectionId: string, remoteIds: readonly string[]): Promise<Temporal.Instant | undefined> {
  const { rows } = await sql<{ last: Temporal.Instant | null }>`
    select max(seen_at) as last from psa_line where connection_id = ${connectionId}::uuid and remote_id = any(${[...remoteIds]}::text[])`.execute(
    tx,
  );
  return rows[0]?.last ?? undefined;
}

/** Keeps what was read in a transaction of its own; a line that vanished is retired, as a complete reading would do. */
export const keepLook = (context: Context, correction: Correction, target: Target, seen: Seen): Promise<void> =>
  inScope(context.db, context.scope, async (tx) => {
    await keepSeen(tx, context, { connectionId: correction.connectionId, target, ...seen });
    const lineRemoteId = lineOf(correction);
    if (seen.lines.length > 0 || lineRemoteId === undefined) return;
    await sql`update psa_line set retired_at = ${seen.seenAt}, changed_at = ${seen.seenAt}
      where connection_id = ${correction.connectionId} and remote_id = ${lineRemoteId} and retired_at is null`.execute(tx);
  });
