import { sql } from 'kysely';
import { z } from 'zod';
import { must } from '../../lib/must.ts';
import { sentenceWithoutCosts } from '../../model/costs.ts';
import { CauseCode, Certainty, DifferenceKind, DifferenceState, Per, perOf } from '../../model/difference.ts';
import { publicId } from '../../model/ids.ts';
import { DismissReason, DismissScope } from '../../model/worklist.ts';
import type { Tx } from '../../platform/db/connect.ts';
import type { DifferenceView } from '../reconciliation/index.ts';

const text = z.string().nullable();

/** A difference as evidence: what was known, what was decided, by whom and why. It stands in exports and is frozen with a month. */
export const EvidenceRow = z.object({
  id: z.string(),
  kind: DifferenceKind,
  state: DifferenceState,
  customer: z.string(),
  product: z.string(),
  cause: CauseCode,
  certainty: Certainty,
  sentence: z.string(),
  microsoft: text,
  distributor: text,
  psa: text,
  /** Decimal text; null: not for the eyes of whoever asked. */
  impact: text,
  currency: z.string(),
  /** The money is a cost, or a price less a cost. */
  isCost: z.boolean(),
  per: Per,
  period: text,
  invoice: text,
  line: z.number().int().nullable(),
  owner: text,
  dueOn: text,
  tags: z.array(z.string()),
  notes: z.array(z.object({ by: z.string(), at: z.string(), text: z.string() })),
  because: DismissReason.nullable(),
  scope: DismissScope.nullable(),
  mutedUntil: text,
  reason: text,
  decidedBy: text,
  firstSeenAt: z.string(),
});
export type EvidenceRow = z.infer<typeof EvidenceRow>;
export type Note = EvidenceRow['notes'][number];

const quantityOf = ({ present, quantity }: DifferenceView['finding']['microsoft']): string | null => (present ? (quantity ?? 'yes') : null);

export const toEvidence = (view: DifferenceView, notes: readonly Note[], isCost: boolean): EvidenceRow => ({
  id: publicId('difference', view.differenceId),
  kind: view.kind,
  state: view.state,
  customer: view.customerName,
  product: view.productName,
  cause: view.cause,
  certainty: view.certainty,
  sentence: must(view.finding.causes[0], 'a cause').sentence,
  microsoft: quantityOf(view.finding.microsoft),
  distributor: quantityOf(view.finding.distributor),
  psa: quantityOf(view.finding.psa),
  impact: view.impact.amount,
  currency: view.impact.currency,
  isCost,
  per: perOf(view.finding),
  period: view.finding.period ?? null,
  invoice: view.finding.invoice ?? null,
  line: view.finding.lineNo ?? null,
  owner: view.owner?.name ?? null,
  dueOn: view.dueOn ?? null,
  tags: [...view.tags],
  notes: [...notes],
  because: view.because ?? null,
  scope: view.scope ?? null,
  mutedUntil: view.mutedUntil ?? null,
  reason: view.reason ?? null,
  decidedBy: view.decidedBy ?? null,
  firstSeenAt: view.firstSeenAt.toString(),
});

/** As somebody may have it who may not see costs (rule RB8): as `withoutCosts` does with what the API answers. */
export const withoutCosts = (row: EvidenceRow): EvidenceRow => ({
  ...row,
  impact: row.isCost ? null : row.impact,
  sentence: sentenceWithoutCosts[row.cause] ?? row.sentence,
});

/** What people wrote on these differences, oldest first. */
export async function notesOf(tx: Tx, views: readonly DifferenceView[]): Promise<ReadonlyMap<string, Note[]>> {
  const noted = views.filter(({ notes }) => notes > 0);
  if (noted.length === 0) return new Map();
  const { rows } = await sql<{ difference_id: string; author: string; at: Temporal.Instant; text: string }>`
    select difference_id, author, at, text from difference_note
    where customer_id = any(${[...new Set(noted.map(({ customerId }) => customerId))]}::uuid[])
      and difference_id = any(${noted.map(({ differenceId }) => differenceId)}::uuid[])
    order by at, note_id`.execute(tx);
  const notes = rows.map((row) => ({ id: row.difference_id, note: { by: row.author, at: row.at.toString(), text: row.text } }));
  return new Map([...Map.groupBy(notes, ({ id }) => id)].map(([id, of]) => [id, of.map(({ note }) => note)]));
}
