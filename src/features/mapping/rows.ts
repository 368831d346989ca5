import { z } from 'zod';
import { MappingState, MatchHow, MatchTier } from '../../model/mapping.ts';
import type { Mapping } from './match.ts';

const Stored = z.object({
  state: MappingState,
  how: MatchHow.nullable(),
  targetId: z.string().nullable(),
  evidence: z.array(z.string()),
  candidates: z.array(
    z.object({ targetId: z.string(), name: z.string(), detail: z.string(), how: MatchHow, tier: MatchTier, evidence: z.array(z.string()) }),
  ),
  decidedBy: z.string().nullable(),
  reason: z.string().nullable(),
  ignoredUntil: z.string().nullable(),
  // What was kept before these existed has neither.
  isAbsent: z.boolean().default(false),
  rejected: z.array(z.string()).default([]),
});

export type MappingColumns = {
  readonly state: string;
  readonly how: string | null;
  readonly evidence: unknown;
  readonly candidates: unknown;
  readonly decided_by: string | null;
  readonly reason: string | null;
  readonly ignored_until: string | null;
  readonly rejected: readonly string[];
  /** Of accounts only: a product is everywhere. */
  readonly is_absent?: boolean;
};

export const toMapping = (row: MappingColumns, targetId: string | null): Mapping =>
  Stored.parse({
    state: row.state,
    how: row.how,
    targetId,
    evidence: row.evidence,
    candidates: row.candidates,
    decidedBy: row.decided_by,
    reason: row.reason,
    ignoredUntil: row.ignored_until,
    isAbsent: row.is_absent ?? false,
    rejected: row.rejected,
  });

/** What undo goes back to. */
export const readPrevious = (stored: unknown): Mapping | undefined =>
  stored === null || stored === undefined ? undefined : Stored.parse(stored);

/** The columns without the target, whose name differs between the two tables. JSON columns as values, for json_populate_recordset. */
export const toColumns = (mapping: Mapping) => ({
  state: mapping.state,
  how: mapping.how,
  evidence: mapping.evidence,
  candidates: mapping.candidates,
  decided_by: mapping.decidedBy,
  reason: mapping.reason,
  ignored_until: mapping.ignoredUntil,
  is_absent: mapping.isAbsent,
  rejected: mapping.rejected,
});
