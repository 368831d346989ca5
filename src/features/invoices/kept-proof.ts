import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';

type Version = { readonly invoiceId: string; readonly n: number };

/** A proof as it was kept; `mark` stands for what it was made with. */
export type KeptProof = { readonly mark: string; readonly proof: unknown };

export const readProof = (context: Context, { invoiceId, n }: Version): Promise<KeptProof | undefined> =>
  inScope(context.db, context.scope, async (tx) => {
    const row = await tx
      .selectFrom('invoice_version')
      .select(['proof_mark', 'proof'])
      .where('invoice_id', '=', invoiceId)
      .where('n', '=', n)
      .executeTakeFirst();
    return row === undefined || row.proof_mark === null ? undefined : { mark: row.proof_mark, proof: row.proof };
  });

/** A version never changes, so its proof is made again only when what it is made with does. */
export const keepProof = (context: Context, { invoiceId, n }: Version, { mark, proof }: KeptProof): Promise<unknown> =>
  inScope(context.db, everything, (tx) =>
    tx
      .updateTable('invoice_version')
      .set({ proof_mark: mark, proof: JSON.stringify(proof) })
      .where('invoice_id', '=', invoiceId)
      .where('n', '=', n)
      .execute(),
  );
