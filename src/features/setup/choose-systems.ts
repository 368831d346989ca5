import type { SetupChoices } from '../../model/setup.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { changeSetup, lockSetup } from './store.ts';

/** Which systems the partner works with. What was connected or mapped before stays: a choice only says what the gates ask for. */
export function chooseSystems(context: Context, choices: SetupChoices): Promise<void> {
  return inScope(context.db, everything, async (tx) => {
    const now = context.clock.now();
    const before = await lockSetup(tx, now);
    if (JSON.stringify(before.choices) === JSON.stringify(choices)) return;
    await changeSetup(tx, { choices: JSON.stringify(choices), chosen_by: context.actor.name, chosen_at: now }, now);
    await record(tx, context, { action: 'setup.systemsChosen', object: 'setup', before: before.choices, after: choices });
  });
}
