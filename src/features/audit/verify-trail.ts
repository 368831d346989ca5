import { inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { type ChainVerdict, ChainWalk, type Checkpoint } from './chain.ts';
import { readHead, walkLinks } from './store.ts';

/** Walks the whole trail of the installation and compares it with the checkpoints kept outside the database. */
export function verifyTrail(context: Pick<Context, 'db'>, checkpoints: readonly Checkpoint[]): Promise<ChainVerdict> {
  return inScope(context.db, { reseller: '*' }, async (tx) => {
    const walk = new ChainWalk(checkpoints);
    for await (const link of walkLinks(tx)) walk.step(link);
    return walk.end(await readHead(tx));
  });
}

export const currentHead = (context: Pick<Context, 'db'>): Promise<Checkpoint> => inScope(context.db, { reseller: '*' }, readHead);
