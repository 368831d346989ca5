import { publicId } from '../../model/ids.ts';
import { inScope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { type DifferenceDetail, findDifference } from '../reconciliation/index.ts';
import { type Assignee, listAssignees } from './assignees.ts';

export type Change = {
  /** null: nobody any more. */
  readonly ownerId?: string | null | undefined;
  readonly dueOn?: string | null | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly version: number;
};

export type Changed =
  | { readonly status: 'changed'; readonly difference: DifferenceDetail }
  | { readonly status: 'absent' }
  | { readonly status: 'changed_since'; readonly difference: DifferenceDetail }
  | { readonly status: 'no_such_person' };

/** Who works on a difference, until when, and how it is tagged. Money and state stay; the version grows, so that others see it. */
export async function changeDifference(context: Context, differenceId: string, change: Change): Promise<Changed> {
  const before = await findDifference(context, differenceId);
  if (before === undefined) return { status: 'absent' };
  const owner = await ownerOf(context, change.ownerId);
  if (owner === 'unknown') return { status: 'no_such_person' };
  const fields = {
    ...(owner !== undefined && { owner_id: owner?.personId ?? null, owner_name: owner?.name ?? null }),
    ...(change.dueOn !== undefined && { due_on: change.dueOn }),
    ...(change.tags !== undefined && { tags: [...new Set(change.tags)] }),
  };
  const isChanged = await inScope(context.db, context.scope, async (tx) => {
    const row = await tx
      .updateTable('difference')
      .set((now) => ({ ...fields, changed_at: context.clock.now(), version: now('version', '+', 1) }))
      .where('customer_id', '=', before.customerId)
      .where('difference_id', '=', differenceId)
      .where('version', '=', change.version)
      .returning('reseller_id')
      .executeTakeFirst();
    if (row === undefined) return false;
    const was = { owner: before.owner?.name ?? null, dueOn: before.dueOn ?? null, tags: before.tags };
    await record(tx, context, {
      action: 'difference.changed',
      object: publicId('difference', differenceId),
      resellerId: row.reseller_id,
      before: was,
      after: { ...was, ...shown(fields) },
    });
    return true;
  });
  const difference = (await findDifference(context, differenceId)) ?? before;
  return { status: isChanged ? 'changed' : 'changed_since', difference };
}

type Fields = { readonly owner_name?: string | null; readonly due_on?: string | null; readonly tags?: readonly string[] };

/** What changed, in the words of the trail. */
const shown = ({ owner_name, due_on, tags }: Fields) => ({
  ...(owner_name !== undefined && { owner: owner_name }),
  ...(due_on !== undefined && { dueOn: due_on }),
  ...(tags !== undefined && { tags }),
});

/** undefined: stays as it is; null: nobody. */
async function ownerOf(context: Context, ownerId: string | null | undefined): Promise<Assignee | null | undefined | 'unknown'> {
  if (ownerId === undefined || ownerId === null) return ownerId;
  return (await listAssignees(context)).find(({ personId }) => personId === ownerId) ?? 'unknown';
}
