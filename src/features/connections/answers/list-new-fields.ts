import { everything, inScope } from '../../../platform/db/transaction.ts';
import type { Context } from '../../context.ts';

export type NewField = { readonly call: string; readonly path: string; readonly firstAt: Temporal.Instant };

/** Fields that came after the form of a call was learned, the newest first, and how many fields are known; undefined when there is no such connection. */
export const listNewFields = (
  context: Context,
  connectionId: string,
): Promise<{ readonly fields: readonly NewField[]; readonly known: number } | undefined> =>
  inScope(context.db, everything, async (tx) => {
    const exists = await tx.selectFrom('connection').select('name').where('connection_id', '=', connectionId).executeTakeFirst();
    if (exists === undefined) return undefined;
    const ofConnection = tx.selectFrom('seen_field').where('connection_id', '=', connectionId);
    const rows = await ofConnection
      .where('told', '=', true)
      .select(['call', 'path', 'first_at'])
      .orderBy('first_at', 'desc')
      .orderBy('call')
      .orderBy('path')
      .limit(200)
      .execute();
    const { known } = await ofConnection.select((count) => count.fn.countAll<string>().as('known')).executeTakeFirstOrThrow();
    return { fields: rows.map(({ call, path, first_at: firstAt }) => ({ call, path, firstAt })), known: Number(known) };
  });
