import { z } from 'zod';

/** How two sides came to say something different of one thing that flows both ways (S22). */
export const ConflictKind = z
  .enum(['planOvertaken', 'writeOvertaken', 'undoOvertaken', 'changedAfterWrite', 'heldHere', 'heldByPsa', 'ownerChanged'])
  .meta({ id: 'ConflictKind' });
export type ConflictKind = z.infer<typeof ConflictKind>;

/** Whose value stands. `here`: what is kept in Concord. */
export const ConflictWinner = z.enum(['microsoft', 'psa', 'here']).meta({ id: 'ConflictWinner' });
export type ConflictWinner = z.infer<typeof ConflictWinner>;

/** The rule that decided. */
export const conflictRules: Readonly<Record<ConflictKind, string>> = {
  planOvertaken: 'A plan is carried out only on what its preview showed. It had changed, so nothing was sent.',
  writeOvertaken: 'It changed between the last look and the write. What people saw was no longer there, so nothing was sent.',
  undoOvertaken: 'Somebody changed it again after Concord. Taking back would have undone that change too, so nothing was sent.',
  changedAfterWrite: 'It was changed there after Concord had written it. The system that owns it decides, so its value counts.',
  heldHere: 'The field is ours. Microsoft changed its own; what is kept here stays.',
  heldByPsa: 'The field is the PSA’s. Microsoft changed its own; what the PSA says stays.',
  ownerChanged: 'Another owner was chosen for the field. The value of the new owner counts; ours is kept.',
};
