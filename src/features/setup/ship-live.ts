import type { SetupChoices } from '../../model/setup.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { changeSetup, insertConfirmation, lockSetup } from './store.ts';

/** The sample estate ships set up: whoever only looks around need not choose anything. A set-up that somebody began, or took back to a draft, stays his. */
export function shipLive(context: Context, choices: SetupChoices): Promise<void> {
  return inScope(context.db, everything, async (tx) => {
    const now = context.clock.now();
    const before = await lockSetup(tx, now);
    if (before.state === 'live' || before.choices !== undefined) return;
    const by = context.actor.name;
    const reason = 'The sample estate ships set up.';
    await insertConfirmation(tx, { confirmationId: context.ids(), subject: 'readiness', by, at: now, reason, checks: [] });
    await changeSetup(
      tx,
      { state: 'live', choices: JSON.stringify(choices), chosen_by: by, chosen_at: now, finished_by: by, finished_at: now },
      now,
    );
    await record(tx, context, { action: 'setup.finished', object: 'setup', after: { state: 'live' }, reason });
  });
}
