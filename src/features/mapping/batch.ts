import { sql } from 'kysely';
import type { MappingBatchId } from '../../model/ids.ts';
import { publicId } from '../../model/ids.ts';
import type { MappingState } from '../../model/mapping.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { inScope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { compareAgain } from '../reconciliation/index.ts';
import type { Decision, MappingKind } from './decide.ts';
import { decideAccountLinks, type Wanted } from './decide-account.ts';
import { decideProducts } from './decide-product.ts';

/** Which ones: by id, or all in these states; `strong`: whose best candidate is strong or better. */
export type BatchSelection =
  | { readonly ids: readonly string[] }
  | {
      readonly filter: { readonly state: readonly MappingState[]; readonly strong?: boolean | undefined; readonly q?: string | undefined };
    };
export type Sample = { readonly name: string; readonly target: string; readonly evidence: readonly string[] };
export type BatchOutcome =
  | { readonly status: 'seen'; readonly count: number; readonly samples: readonly Sample[] }
  | { readonly status: 'decided'; readonly batchId: string; readonly decided: number; readonly refused: number }
  | { readonly status: 'tooMany'; readonly most: number };

const mostInABatch = 20_000;
const samples = 10;
const tables = { account: 'account_mapping', product: 'product_mapping' } as const;

/**
 * One decision on many, in one transaction and as one undo step. `look`: only counts them and shows ten, spread evenly, so that a look at them
 * says something about all (ux reference 5.7, spot check).
 */
export function decideBatch(
  context: Context,
  of: { readonly kind: MappingKind; readonly selection: BatchSelection; readonly decision: Decision; readonly look: boolean },
): Promise<BatchOutcome> {
  return inScope(context.db, context.scope, async (tx): Promise<BatchOutcome> => {
    const found = await select(tx, of.kind, of.selection);
    if (found.length > mostInABatch) return { status: 'tooMany', most: mostInABatch };
    if (of.look) return { status: 'seen', count: found.length, samples: spread(found) };
    const wanted = found.map(({ id }) => ({ mappingId: id, decision: of.decision }));
    return { status: 'decided', ...(await decideWanted(tx, context, of.kind, wanted, `mapping.${of.kind}.${of.decision.decision}`)) };
  });
}

/** Decides all of these as one batch; a refused one stays as it is. Shared by bulk decisions and imports. */
export async function decideWanted(
  tx: Tx,
  context: Context,
  kind: MappingKind,
  wanted: readonly Wanted[],
  action: string,
): Promise<{ readonly batchId: string; readonly decided: number; readonly refused: number }> {
  const batchId = context.ids();
  const decide = kind === 'account' ? decideAccountLinks : decideProducts;
  const links = await decide(tx, context, wanted, batchId);
  const refused = links.filter(({ decided }) => 'refused' in decided).length + wanted.length - links.length;
  const counts = { decided: wanted.length - refused, refused };
  if (counts.decided > 0) await compareAgain(context, tx);
  await record(tx, context, { action, object: publicId('mappingBatch', batchId), after: counts });
  return { batchId, ...counts };
}

/** Takes a batch back as one step. What somebody decided again since stays as he decided it; undefined when there is no such batch. */
export function undoBatch(context: Context, batchId: MappingBatchId): Promise<{ readonly undone: number } | undefined> {
  return inScope(context.db, context.scope, async (tx) => {
    let undone = 0;
    for (const kind of ['account', 'product'] as const) {
      const { rows } = await sql<{ id: string }>`
        select mapping_id as id from ${sql.table(tables[kind])} where batch_id = ${batchId}::uuid`.execute(tx);
      const wanted = rows.map(({ id }): Wanted => ({ mappingId: id, decision: { decision: 'undo' } }));
      if (wanted.length === 0) continue;
      const decide = kind === 'account' ? decideAccountLinks : decideProducts;
      undone += (await decide(tx, context, wanted)).filter(({ decided }) => !('refused' in decided)).length;
    }
    if (undone === 0) return undefined;
    await compareAgain(context, tx);
    await record(tx, context, { action: 'mapping.batch.undone', object: publicId('mappingBatch', batchId), after: { undone } });
    return { undone };
  });
}

type Found = Sample & { readonly id: string };

async function select(tx: Tx, kind: MappingKind, selection: BatchSelection): Promise<readonly Found[]> {
  const name = kind === 'account' ? sql`mapping.customer_name` : sql`mapping.product_name`;
  const { rows } = await sql<Found>`
    select mapping.mapping_id as id, ${name} as name, coalesce(mapping.candidates -> 0 ->> 'name', '') as target,
      coalesce(mapping.candidates -> 0 -> 'evidence', '[]') as evidence
    from ${sql.table(tables[kind])} mapping where ${selected(kind, selection)} order by mapping.name_key, mapping.mapping_id
    limit ${mostInABatch + 1}`.execute(tx);
  return rows;
}

function selected(kind: MappingKind, selection: BatchSelection) {
  if ('ids' in selection) return sql`mapping.mapping_id = any(${[...selection.ids]}::uuid[])`;
  const { state, strong, q } = selection.filter;
  const letters = (q ?? '').trim().toLowerCase();
  return sql.join(
    [
      sql`mapping.state = any(${[...state]}::text[])`,
      kind === 'account' ? sql`not mapping.is_extra` : sql`true`,
      strong === true ? sql`mapping.candidates -> 0 ->> 'tier' in ('certain', 'exact', 'strong')` : sql`true`,
      sql`position(${letters} in mapping.name_key) > 0`,
    ],
    sql` and `,
  );
}

const spread = (found: readonly Found[]): Sample[] =>
  found
    .filter(
      (_, at) => found.length <= samples || Math.floor((at * samples) / found.length) > Math.floor(((at - 1) * samples) / found.length),
    )
    .slice(0, samples)
    .map(({ name, target, evidence }) => ({ name, target, evidence }));
