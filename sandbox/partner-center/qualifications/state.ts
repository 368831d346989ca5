import { dueRow } from '../../world/due.ts';
import { instantAt } from '../../world/estate/times.ts';
import { isFromTheBeginning } from '../../world/people/derived.ts';
import type { Customer, QualificationRow } from '../../world/types.ts';
import { put, type World } from '../../world/world.ts';

export type Qualified = {
  readonly qualification: QualificationRow['qualification'];
  readonly vettingStatus: 'InReview' | 'Approved' | 'Denied';
  readonly reason?: string;
  readonly createdAt: string;
};

/** What a customer qualifies as, with what came of the review. Schools of the estate are approved from the beginning. */
export function qualificationsOf(world: World, customer: Customer): readonly Qualified[] {
  const rows = world.tables.qualifications.by('customerId', customer.id);
  const isSchool = isFromTheBeginning(world, customer.createdAt) && /\b(school|college)\b/i.test(customer.name);
  const first: Qualified[] =
    isSchool && !rows.some((row) => row.qualification === 'Education')
      ? [{ qualification: 'Education', vettingStatus: 'Approved', createdAt: customer.createdAt }]
      : [];
  return [...first, ...rows.map(reviewed)];
}

const reviewed = ({ qualification, decided, reason, createdAt }: QualificationRow): Qualified => ({
  qualification,
  vettingStatus: decided ?? 'InReview',
  createdAt,
  ...(reason === undefined ? {} : { reason }),
});

/** How long Microsoft looks at a request; state-owned entities are believed at once. */
export const vettingMs = (world: World, qualification: QualificationRow['qualification']): number =>
  qualification === 'StateOwnedEntity' ? 0 : world.switch('customers').vettingHours * 3_600_000;

/** Reviews end well when their time has come, unless somebody decided before. */
export const qualificationRule = dueRow('qualifications', {
  at: (row, world) =>
    row.decided === undefined ? Date.parse(row.createdAt) + vettingMs(world, row.qualification) : Number.POSITIVE_INFINITY,
  happen: (world, row, atMs) => {
    world.apply({
      kind: 'customer.qualificationDecided',
      actor: { kind: 'system', name: 'Microsoft' },
      cause: 'vetting',
      about: { customerId: row.customerId },
      changes: [put('qualifications', { ...row, decided: 'Approved' })],
      at: instantAt(atMs),
    });
  },
});
