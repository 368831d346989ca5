import { Fault } from '../../lib/errors.ts';
import { inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { beginSetup } from '../setup/index.ts';

/** One installation is one workspace: one database, sandbox or live, fixed at its first start (product.md 4.2). */
export type Workspace = { readonly workspaceId: string };

type Deps = Pick<Context, 'db' | 'clock' | 'ids'>;

/** The workspace of this database; made at the first start. Refuses a database that belongs to the other kind. */
export async function ensureWorkspace(deps: Deps, kind: 'trial' | 'production'): Promise<Workspace> {
  const row = await inScope(deps.db, { reseller: '*' }, async (tx) => {
    await tx
      .insertInto('workspace')
      .values({ workspace_id: deps.ids(), profile: kind, system_epoch: deps.ids(), restored_at: null, created_at: deps.clock.now() })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    await beginSetup(tx, deps.clock.now());
    return tx.selectFrom('workspace').select(['workspace_id', 'profile']).executeTakeFirstOrThrow();
  });
  if (row.profile !== kind) {
    const [has, wants] = row.profile === 'trial' ? ['a sandbox', 'a live'] : ['a live', 'a sandbox'];
    throw new Fault('workspace_profile_mismatch', 'needs_operator', `This database holds ${has} workspace and cannot become ${wants} one`, {
      hint: 'Choose another data folder (CONCORD_DATA_DIR) or database for the other workspace.',
    });
  }
  return { workspaceId: row.workspace_id };
}

/** A data folder as it is written beside the process: which it is, and how often it has started. */
export type Place = { readonly placeId: string; readonly starts: number };

/**
 * Counts this start in the database and answers what to write beside the process. When the database knows of fewer starts of this folder than
 * the folder itself, it was brought back from a backup: outbound writing is held until a person releases it (journal rule 9). The database is
 * counted first: a process that dies in between leaves the folder behind, which is no sign of a restore.
 */
export function countStart(deps: Deps, beside: Place | undefined): Promise<{ readonly place: Place; readonly isHeld: boolean }> {
  return inScope(deps.db, { reseller: '*' }, async (tx) => {
    const now = deps.clock.now();
    const placeId = beside?.placeId ?? deps.ids();
    const known = await tx.selectFrom('place').select('starts').where('place_id', '=', placeId).forUpdate().executeTakeFirst();
    const isRestored = beside !== undefined && Number(known?.starts ?? 0) < beside.starts;
    const starts = Math.max(Number(known?.starts ?? 0), beside?.starts ?? 0) + 1;
    await tx
      .insertInto('place')
      .values({ place_id: placeId, starts, started_at: now })
      .onConflict((conflict) => conflict.column('place_id').doUpdateSet({ starts, started_at: now }))
      .execute();
    if (isRestored) await tx.updateTable('workspace').set({ restored_at: now }).where('restored_at', 'is', null).execute();
    const { restored_at: heldSince } = await tx.selectFrom('workspace').select('restored_at').executeTakeFirstOrThrow();
    return { place: { placeId, starts }, isHeld: heldSince !== null };
  });
}
