import type { AccessWrite, Delegation, Marketplace, Writable, Write } from '../../../connectors/ports.ts';
import { Fault, isAppError } from '../../../lib/errors.ts';
import { type AccessCorrection, isAboutAccess } from '../../../model/access-correction.ts';
import type { Act } from '../../../model/difference.ts';
import type { ConsentEvent } from '../../../model/tenant-consent.ts';
import type { Tx } from '../../../platform/db/connect.ts';
import { inScope } from '../../../platform/db/transaction.ts';
import { keepAccessOf, noteConsent } from '../../access/index.ts';
import type { Context } from '../../context.ts';
import type { Desk, Terms } from '../desk.ts';
import { eitherDesk } from '../either-desk.ts';
import { accessAfter, type SeenAccess, stateOfAccess } from './access-state.ts';

/** Microsoft's desk takes changes of delegated access too: they go to another part of the remote. */
export function withAccessDesk(context: Context, connectionId: string, marketplace: Marketplace, other: Desk): Desk {
  const { delegation } = marketplace;
  if (delegation === undefined) return other;
  return eitherDesk(isAboutAccess, accessDesk(context, connectionId, delegation), other);
}

function accessDesk(context: Context, connectionId: string, delegation: Delegation): Desk {
  const read = async (correction: AccessCorrection, signal: AbortSignal | undefined): Promise<SeenAccess> => {
    const seen = await delegation.relationshipsOf(correction.customerTenantId, signal);
    if (correction.action !== 'setConsent') return seen;
    return { ...seen, reaches: await delegation.reaches(correction.customerTenantId, signal) };
  };
  const keeper = (correction: AccessCorrection, seen: SeenAccess, seenAt: Temporal.Instant) => (tx: Tx) =>
    keepAccessOf(tx, { connectionId, seenAt, ids: context.ids }, correction.customerTenantId, seen);
  const note = (correction: AccessCorrection, event: ConsentEvent, error?: unknown): Promise<void> =>
    inScope(context.db, context.scope, (tx) =>
      noteConsent(tx, { connectionId, customerTenantId: correction.customerTenantId, event, error, at: context.clock.now() }),
    );
  return {
    remote: writable(delegation, note),
    look: async (correction, _target, signal) => {
      const seenAt = context.clock.now();
      const own = ours(correction);
      const seen = await read(own, signal);
      return { state: stateOfAccess(seen, own), keep: keeper(own, seen, seenAt), terms: (wanted) => termsOf(ours(wanted)) };
    },
    readBack: async ({ correction }, _target, signal) => {
      const own = ours(correction);
      const seenAt = context.clock.now();
      const seen = await read(own, signal);
      const keep = keeper(own, seen, seenAt);
      if (own.action === 'setConsent') await answerConsent(own, seen, note);
      const [now, wanted] = [stateOfAccess(seen, own), accessAfter({}, own)];
      return { isReached: Object.entries(wanted).every(([field, value]) => now[field] === value), besides: [], keep };
    },
  };
}

type Note = (correction: AccessCorrection, event: ConsentEvent, error?: unknown) => Promise<void>;

/** What Partner Center says to a consent is kept at once: later nobody can ask it. */
function writable(delegation: Delegation, note: Note): Writable {
  const of = (write: Write): AccessWrite => ({ ...write, correction: ours(write.correction) });
  return {
    prepare: (write) => delegation.prepare(of(write)),
    lookUp: (write, signal) => delegation.lookUp(of(write), signal),
    write: async (write, signal) => {
      const { correction } = of(write);
      if (correction.action !== 'setConsent') return delegation.write(of(write), signal);
      try {
        const written = await delegation.write(of(write), signal);
        await note(correction, correction.to ? 'granted' : 'removed');
        return written;
      } catch (error) {
        const isRefusal = isAppError(error) && (error.kind === 'permanent' || error.kind === 'needs_operator');
        if (isRefusal && correction.to) await note(correction, 'refused', error);
        throw error;
      }
    },
  };
}

/** A grant needs a while to arrive in the tenant. It is looked at again by itself; until then nothing is verified. Throws `still_pending`. */
async function answerConsent(
  correction: Extract<AccessCorrection, { action: 'setConsent' }>,
  { reaches }: SeenAccess,
  note: Note,
): Promise<void> {
  if (!correction.to) return;
  await note(correction, reaches === true ? 'readWorked' : 'readRefused');
  if (reaches !== true)
    throw new Fault('still_pending', 'retryable', 'The consent is given and does not let us in yet', {
      remote: 'graph',
      hint: 'It is looked at again by itself.',
    });
}

function termsOf(correction: AccessCorrection): Terms {
  const isBack = correction.action === 'setAutoExtend' || correction.action === 'setConsent';
  return { reversibility: isBack ? 'undoableHere' : 'cannotBeUndone', reversibleUntil: undefined, warnings: [] };
}

/** Only changes of access come to this desk. */
function ours(correction: Act): AccessCorrection {
  if (!isAboutAccess(correction)) throw new Error(`${correction.action} came to delegated access`);
  return correction;
}
