import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Tx } from '../../../platform/db/connect.ts';
import { inScope } from '../../../platform/db/transaction.ts';
import type { Context } from '../../context.ts';
import { decideWanted } from '../batch.ts';
import type { MappingKind } from '../decide.ts';
import { lockMapping } from '../lock.ts';
import { diffFile, type FileDiff, type TargetOf } from './diff.ts';
import { type FileRow, readFileRows } from './rows.ts';

/** What a file would change; `token` stands for exactly this file over exactly these mappings. */
export type ImportPreview = FileDiff & { readonly token: string };
export type ImportOutcome =
  | { readonly status: 'imported'; readonly batchId: string; readonly decided: number; readonly refused: number }
  | { readonly status: 'stale' }
  | { readonly status: 'nothing' };

export const previewImport = (context: Context, kind: MappingKind, text: string): Promise<ImportPreview> =>
  inScope(context.db, context.scope, (tx) => look(tx, kind, text));

/** Takes the good lines of a file as one undo step; bad ones were named by the preview. Refused as stale when anything moved since it was looked at. */
export const importMappings = (context: Context, kind: MappingKind, text: string, token: string): Promise<ImportOutcome> =>
  inScope(context.db, context.scope, async (tx): Promise<ImportOutcome> => {
    await lockMapping(tx); // of two who send the same file at once the second finds everything moved
    const preview = await look(tx, kind, text);
    if (preview.token !== token) return { status: 'stale' };
    if (preview.changes.length === 0) return { status: 'nothing' };
    const wanted = preview.changes.map(({ mappingId, decision }) => ({ mappingId, decision }));
    return { status: 'imported', ...(await decideWanted(tx, context, kind, wanted, `mapping.${kind}.imported`)) };
  });

async function look(tx: Tx, kind: MappingKind, text: string): Promise<ImportPreview> {
  const rows = await readFileRows(tx, kind);
  const diff = diffFile(kind, text, rows, await targets(tx, kind));
  return { ...diff, token: tokenOf(text, rows, diff) };
}

async function targets(tx: Tx, kind: MappingKind): Promise<TargetOf> {
  const { rows } =
    kind === 'account'
      ? await sql<{ key: string; id: string; name: string }>`
          select connection_id || ' ' || remote_id as key, account_id as id, name from account where retired_at is null`.execute(tx)
      : await sql<{ key: string; id: string; name: string }>`
          select connection_id || ' ' || remote_id as key, remote_id as id, name from psa_service where retired_at is null`.execute(tx);
  const known = new Map(rows.map(({ key, id, name }) => [key, { targetId: id, name }]));
  return (connectionId, remoteId) => known.get(`${connectionId} ${remoteId}`);
}

function tokenOf(text: string, rows: readonly FileRow[], { changes }: FileDiff): string {
  const changedAt = new Map(rows.map((row) => [row.id, row.changedAt]));
  const hash = createHash('sha256').update(text);
  for (const { mappingId, decision } of changes)
    hash.update(`${mappingId} ${changedAt.get(mappingId) ?? ''} ${JSON.stringify(decision)}\n`);
  return hash.digest('base64url');
}
