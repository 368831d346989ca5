import type { Act } from '../../model/difference.ts';
import { CommandState } from '../../model/plan.ts';
import { inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { CommandOutcome, StoredWrite } from '../journal/index.ts';

/** A write to another system with what it was for, as people see it. */
export type CommandView = {
  readonly commandId: string;
  readonly state: CommandState;
  readonly direction: 'apply' | 'undo';
  readonly planId: string;
  readonly stepId: string;
  readonly customerId: string;
  readonly customerName: string;
  readonly connectionId: string;
  readonly system: string;
  readonly summary: string;
  readonly correction: Act;
  readonly outcome: CommandOutcome;
  readonly looks: number;
  readonly createdAt: Temporal.Instant;
  readonly changedAt: Temporal.Instant;
};

/** Those that wait longest first: what a person has to decide is a short list. */
export function listCommands(
  context: Context,
  { state, limit = 50 }: { readonly state?: CommandState | undefined; readonly limit?: number | undefined } = {},
): Promise<CommandView[]> {
  return inScope(context.db, context.scope, async (tx) => {
    const rows = await tx
      .selectFrom('command')
      .innerJoin('plan_step', (join) =>
        join.onRef('plan_step.plan_id', '=', 'command.plan_id').onRef('plan_step.step_id', '=', 'command.step_id'),
      )
      .innerJoin('connection', 'connection.connection_id', 'command.connection_id')
      .leftJoin('customer', 'customer.customer_id', 'plan_step.customer_id')
      .selectAll('command')
      .select(['plan_step.summary', 'plan_step.customer_id', 'connection.name as system', 'customer.name as customer_name'])
      .$if(state !== undefined, (query) => query.where('command.state', '=', state ?? ''))
      .orderBy('command.created_at')
      .orderBy('command.command_id')
      .limit(limit)
      .execute();
    return rows.map((row) => ({
      commandId: row.command_id,
      state: CommandState.parse(row.state),
      direction: row.direction === 'undo' ? 'undo' : 'apply',
      planId: row.plan_id,
      stepId: row.step_id,
      customerId: row.customer_id,
      customerName: row.customer_name ?? '',
      connectionId: row.connection_id,
      system: row.system,
      summary: row.summary,
      correction: StoredWrite.parse(row.write).correction,
      outcome: CommandOutcome.parse(row.outcome ?? {}),
      looks: row.looks,
      createdAt: row.created_at,
      changedAt: row.changed_at,
    }));
  });
}
