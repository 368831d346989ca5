import { sql } from 'kysely';
import type { Psa } from '../../connectors/ports.ts';
import { isAboutAccess } from '../../model/access-correction.ts';
import { type Act, changedIdOf, isAtMicrosoft, type PsaCorrection } from '../../model/difference.ts';
import { isAboutProfile } from '../../model/profile-correction.ts';
import type { PsaLine } from '../../model/psa.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { keepLines } from '../books/index.ts';
import type { Context } from '../context.ts';
import type { Desk, Seen, Target } from './desk.ts';
import { readAfter } from './read-after.ts';
import { isReached, movedFields, noLine, stateOf } from './target-state.ts';
import { warningsOf } from './words.ts';

/** The agreement that a correction of a line belongs to; undefined when we do not hold it. */
export async function psaTargetOf(tx: Tx, { connectionId, agreementRemoteId }: PsaCorrection): Promise<Target | undefined> {
  const row = await tx
    .selectFrom('psa_agreement')
    .innerJoin('account', 'account.account_id', 'psa_agreement.account_id')
    .select(['account.remote_id', 'psa_agreement.next_invoice_on', 'cycle_months', 'prorates', agreementCurrency])
    .where('psa_agreement.connection_id', '=', connectionId)
    .where('psa_agreement.remote_id', '=', agreementRemoteId)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const nextInvoiceOn = row.next_invoice_on ?? undefined;
  const bills = { nextInvoiceOn, cycleMonths: row.cycle_months ?? undefined, prorates: row.prorates };
  return {
    accountRemoteId: row.remote_id,
    nextInvoiceOn,
    bills: row.currency === null ? undefined : { ...bills, currency: row.currency },
  };
}

/** An agreement that names no currency bills in its account's. */
const agreementCurrency = sql<string | null>`coalesce(psa_agreement.currency, account.currency)`.as('currency');

/** Lines of a PSA's agreements. */
export function psaDesk(context: Context, psa: Psa): Desk {
  return {
    remote: psa,
    look: async (correction, target, signal) => seen(context, ours(correction), target, await look(psa, ours(correction), target, signal)),
    readBack: async ({ correction, effectiveOn, touched, after }, target, signal) => {
      const own = ours(correction);
      const seenAt = context.clock.now();
      const lines: PsaLine[] = [];
      for (const id of new Set([...touched, changedIdOf(own) ?? ''].filter((one) => one !== ''))) {
        const line = await psa.readLine(own.agreementRemoteId, id, signal);
        if (line !== undefined) lines.push(line);
      }
      // A dated change ends one line and begins another: only what happens in place can be compared field by field.
      const line = lines.find((each) => each.remoteId === changedIdOf(own));
      const isInPlace = line !== undefined && after !== undefined && effectiveOn === undefined;
      return {
        isReached: isReached(lines, own),
        besides: isInPlace ? movedFields(after, stateOf(line)) : [],
        keep: (tx) => keepRead(tx, context, { connectionId: own.connectionId, target, lines, seenAt }),
      };
    },
  };
}

/** What a correction would change, as it is at the PSA now. A line to be added must not be there yet. */
async function look(psa: Psa, correction: PsaCorrection, target: Target, signal: AbortSignal | undefined): Promise<PsaLine | undefined> {
  if (correction.action !== 'addLine') return psa.readLine(correction.agreementRemoteId, correction.lineRemoteId, signal);
  const page = await psa.lines({ remoteId: correction.agreementRemoteId, accountRemoteId: target.accountRemoteId }, signal);
  const wanted = correction.vendorSubscriptionId.toLowerCase();
  return page.items.find((line) => line.vendorSubscriptionId === wanted && line.cancelledOn === undefined);
}

function seen(context: Context, correction: PsaCorrection, target: Target, line: PsaLine | undefined): Seen {
  const seenAt = context.clock.now();
  const { connectionId } = correction;
  return {
    state: line === undefined ? noLine : stateOf(line),
    keep: (tx) =>
      line === undefined ? retire(tx, correction, seenAt) : keepRead(tx, context, { connectionId, target, lines: [line], seenAt }),
    terms: (wanted, effectiveOn) => ({
      reversibility: 'undoableHere',
      reversibleUntil: undefined,
      warnings: warningsOf(ours(wanted), effectiveOn, context.clock.today().toString()),
    }),
  };
}

type Read = {
  readonly connectionId: string;
  readonly target: Target;
  readonly lines: readonly PsaLine[];
  readonly seenAt: Temporal.Instant;
};

/** Keeps what was read, so that the next comparison sees it. */
async function keepRead(tx: Tx, context: Pick<Context, 'ids'>, { connectionId, target, lines, seenAt }: Read): Promise<void> {
  if (lines.length === 0) return;
  const remoteIds = lines.map((line) => line.remoteId);
  const readAt = await readAfter(tx, { table: 'psa_line', connectionId, remoteIds }, seenAt);
  await keepLines(tx, { connectionId, seenAt: readAt, ids: context.ids }, target.accountRemoteId, lines);
}

/** A line that vanished is retired, as a complete reading would do. */
async function retire(tx: Tx, correction: PsaCorrection, at: Temporal.Instant): Promise<void> {
  const lineRemoteId = changedIdOf(correction);
  if (lineRemoteId === undefined) return;
  await sql`update psa_line set retired_at = ${at}, changed_at = ${at}
    where connection_id = ${correction.connectionId} and remote_id = ${lineRemoteId} and retired_at is null`.execute(tx);
}

/** A plan's steps name their connection, so what comes to this desk is a correction of a PSA. */
function ours(correction: Act): PsaCorrection {
  if (isAtMicrosoft(correction) || isAboutAccess(correction) || isAboutProfile(correction))
    throw new Error(`${correction.action} came to a PSA`);
  return correction;
}
