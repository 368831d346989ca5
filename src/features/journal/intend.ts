import type { Act } from '../../model/difference.ts';
import type { Tx } from '../../platform/db/connect.ts';
import type { Context } from '../context.ts';
import { naturalKey } from './natural-key.ts';

export type Intent = {
  readonly planId: string;
  readonly stepId: string;
  readonly direction: 'apply' | 'undo';
  readonly part: number;
  readonly resellerId: string;
  readonly correction: Act;
  readonly effectiveOn: string | undefined;
};

export type Intended =
  | { readonly status: 'intended'; readonly commandId: string }
  /** Another open command touches the same line: the plan behind this one is stale (F54). */
  | { readonly status: 'occupied' };

/**
 * Writes down what is to be done, in the transaction of the decision to do it. The same step intends once, however often it is asked. The
 * write carries the command's id as its reference.
 */
export async function intend(tx: Tx, context: Pick<Context, 'ids' | 'clock'>, intent: Intent): Promise<Intended> {
  const commandId = context.ids();
  const now = context.clock.now();
  const write = { correction: intent.correction, effectiveOn: intent.effectiveOn, reference: commandId };
  const inserted = await tx
    .insertInto('command')
    .values({
      command_id: commandId,
      reseller_id: intent.resellerId,
      plan_id: intent.planId,
      step_id: intent.stepId,
      direction: intent.direction,
      part: intent.part,
      connection_id: intent.correction.connectionId,
      // The plan that brings it is approved: draft and approved are the plan's own states here.
      state: 'ready',
      write: JSON.stringify(write),
      natural_key: naturalKey(intent.correction),
      created_at: now,
      changed_at: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('command_id')
    .executeTakeFirst();
  if (inserted !== undefined) return { status: 'intended', commandId };
  const own = await tx
    .selectFrom('command')
    .select('command_id')
    .where('plan_id', '=', intent.planId)
    .where('step_id', '=', intent.stepId)
    .where('direction', '=', intent.direction)
    .where('part', '=', intent.part)
    .executeTakeFirst();
  return own === undefined ? { status: 'occupied' } : { status: 'intended', commandId: own.command_id };
}
