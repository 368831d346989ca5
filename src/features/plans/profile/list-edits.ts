import { sql } from 'kysely';
import { PlanState, StepState } from '../../../model/plan.ts';
import { inScope } from '../../../platform/db/transaction.ts';
import type { Context } from '../../context.ts';
import { StepOutcome } from '../plan.ts';

export type EditState = 'local' | 'sent' | 'confirmed' | 'rejected' | 'takenBack';

export type ProfileEdit = {
  readonly planId: string;
  readonly state: EditState;
  readonly summary: string;
  readonly sentence: string | null;
  readonly createdAt: Temporal.Instant;
  readonly createdBy: string;
};

/** How far each step is, in the words of somebody who changed a contact (S97). */
const states: Readonly<Record<StepState, EditState>> = {
  planned: 'local',
  applying: 'sent',
  checking: 'sent',
  needsDecision: 'sent',
  done: 'confirmed',
  skipped: 'confirmed',
  refused: 'rejected',
  failed: 'rejected',
  undone: 'takenBack',
};

/** Changes of a customer's billing profile that were made from here, newest first. A preview that nobody applied in time is left out. */
export const listProfileEdits = (context: Context, customerId: string): Promise<ProfileEdit[]> =>
  inScope(context.db, context.scope, async (tx) => {
    const rows = await tx
      .selectFrom('plan_step as step')
      .innerJoin('plan', 'plan.plan_id', 'step.plan_id')
      .select([
        'plan.plan_id',
        'plan.state as plan_state',
        'step.state',
        'step.summary',
        'step.outcome',
        'plan.created_at',
        'plan.created_by',
      ])
      .where('step.customer_id', '=', customerId)
      .where('plan.type', '=', 'profile')
      .where(sql<boolean>`not (step.state = 'planned' and plan.expires_at < ${context.clock.now()})`)
      .orderBy('plan.created_at', 'desc')
      .limit(50)
      .execute();
    return rows
      .filter((row) => !['expired', 'stale'].includes(PlanState.parse(row.plan_state)))
      .map((row) => ({
        planId: row.plan_id,
        state: states[StepState.parse(row.state)],
        summary: row.summary,
        sentence: row.outcome === null ? null : StepOutcome.parse(row.outcome).sentence,
        createdAt: row.created_at,
        createdBy: row.created_by,
      }));
  });
