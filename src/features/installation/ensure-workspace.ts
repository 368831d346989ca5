import { Fault } from '../../lib/errors.ts';
import { inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';

/** One installation is one workspace: one database, sandbox or live, fixed at its first start (product.md 4.2). */
export type Workspace = { readonly workspaceId: string; readonly systemEpoch: string };

type Deps = Pick<Context, 'db' | 'clock' | 'ids'>;

/** The workspace of this database; made at the first start. Refuses a database that belongs to the other kind. */
export async function ensureWorkspace(deps: Deps, kind: 'trial' | 'production'): Promise<Workspace> {
  const row = await inScope(deps.db, { reseller: '*' }, async (tx) => {
    await tx
      .insertInto('workspace')
      .values({ workspace_id: deps.ids(), profile: kind, system_epoch: deps.ids(), restored_at: null, created_at: deps.clock.now() })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    return tx.selectFrom('workspace').select(['workspace_id', 'profile', 'system_epoch']).executeTakeFirstOrThrow();
  });
  if (row.profile !== kind) {
    const [has, wants] = row.profile === 'trial' ? ['a sandbox', 'a live'] : ['a live', 'a sandbox'];
    throw new Fault('workspace_profile_mismatch', 'needs_operator', `This database holds ${has} workspace and cannot become ${wants} one`, {
      hint: 'Choose another data folder (CONCORD_DATA_DIR) or database for the other workspace.',
    });
  }
  return { workspaceId: row.workspace_id, systemEpoch: row.system_epoch };
}

/**
 * After a restore the database carries another epoch than the file beside the process: outbound writing is then held until a person has
 * looked up what the backup does not know (journal rule 9). Answers whether it is held.
 */
export async function holdAfterRestore(deps: Deps, workspace: Workspace, epochBeside: string | undefined): Promise<boolean> {
  if (epochBeside === undefined || epochBeside === workspace.systemEpoch) return false;
  await inScope(deps.db, { reseller: '*' }, (tx) =>
    tx.updateTable('workspace').set({ restored_at: deps.clock.now() }).where('restored_at', 'is', null).execute(),
  );
  return true;
}
