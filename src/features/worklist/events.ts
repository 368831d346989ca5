import { publicId } from '../../model/ids.ts';
import { type AuditRow, listEvents } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { findDifference } from '../reconciliation/index.ts';

const most = 200;

/** What was decided and changed on a difference, newest first; undefined when there is no such difference. */
export async function listDifferenceEvents(context: Context, differenceId: string): Promise<readonly AuditRow[] | undefined> {
  if ((await findDifference(context, differenceId)) === undefined) return undefined;
  const object = publicId('difference', differenceId);
  const { rows } = await listEvents(context, { filter: { object }, limit: most, cursor: undefined, descending: true });
  return rows;
}
