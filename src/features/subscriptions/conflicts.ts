import { sql } from 'kysely';
import type { Tx } from '../../platform/db/connect.ts';
import { type NewConflict, noteConflicts } from '../conflicts/index.ts';
import type { Reading } from '../reading.ts';

/** A subscription that a reading found changed. */
export type ChangedSubscription = {
  readonly customerId: string;
  readonly resellerId: string;
  readonly remoteId: string;
  readonly name: string;
  readonly changes: Readonly<Record<string, { readonly before: unknown; readonly after: unknown }>>;
};

/** Values that plans write, by the column and by their name in a step. */
const written = { seats: 'seats', auto_renew: 'autoRenew', status: 'status' } as const;
const flags: Readonly<Record<string, string>> = { true: 'on', false: 'off' };
const wordOf = (value: unknown): string => flags[String(value)] ?? String(value);

/** So long a change of ours can be taken back (ux reference 4.6); what is changed later is simply a later change. */
const days = 30;

type Step = {
  readonly remote_id: string;
  readonly plan_id: string;
  readonly standing: string;
  readonly before: Readonly<Record<string, string>>;
  readonly after: Readonly<Record<string, string>>;
};

/** What changed at Microsoft after we had written it (S22). A step that is still on its way is our own doing, not another's. */
export async function noteSubscriptionConflicts(tx: Tx, reading: Reading, changed: readonly ChangedSubscription[]): Promise<void> {
  const meant = changed.filter(({ changes }) => Object.keys(written).some((column) => column in changes));
  const [first] = meant;
  if (first === undefined) return;
  const { rows } = await sql<Step>`
    select correction ->> 'subscriptionRemoteId' as remote_id, plan_id, state as standing, before, after from plan_step
    where customer_id = ${first.customerId}::uuid and connection_id = ${reading.connectionId}::uuid
      and changed_at > ${reading.seenAt.subtract({ hours: 24 * days })}
      and state in ('applying', 'checking', 'needsDecision', 'done', 'undone')
      and correction ->> 'subscriptionRemoteId' = any(${meant.map(({ remoteId }) => remoteId)}::text[])
    order by changed_at desc, step_id desc`.execute(tx);
  const steps = Map.groupBy(rows, (row) => row.remote_id);
  const conflicts = meant.flatMap((each) => conflictsOf(each, steps.get(each.remoteId) ?? [], reading.connectionId));
  await noteConflicts(tx, reading, reading.seenAt, conflicts);
}

function conflictsOf(
  { customerId, resellerId, name, changes }: ChangedSubscription,
  steps: readonly Step[],
  connectionId: string,
): NewConflict[] {
  return Object.entries(written).flatMap(([column, field]) => {
    const change = changes[column];
    const last = steps.find(({ before, after }) => before[field] !== after[field]);
    if (change === undefined || last === undefined || leftBy(last, field) !== wordOf(change.before)) return [];
    const what = { kind: 'changedAfterWrite', winner: 'microsoft', subject: name, field } as const;
    const values = { ours: wordOf(change.before), theirs: wordOf(change.after) };
    return [{ customerId, resellerId, connectionId, planId: last.plan_id, ...what, ...values }];
  });
}

/** What a step that is over left there; undefined while it is on its way. */
function leftBy({ standing, before, after }: Step, field: string): string | undefined {
  if (standing === 'done') return after[field];
  return standing === 'undone' ? before[field] : undefined;
}
