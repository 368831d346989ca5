import { isFromTheBeginning } from '../../world/people/derived.ts';
import type { Customer, QualificationRow } from '../../world/types.ts';
import type { World } from '../../world/world.ts';

export type Qualified = {
  readonly qualification: QualificationRow['qualification'];
  readonly vettingStatus: 'InReview' | 'Approved' | 'Denied';
  readonly reason?: string;
  readonly createdAt: string;
};

/** What a customer qualifies as, with what came of the review by now. Schools of the estate are approved from the beginning. */
export function qualificationsOf(world: World, customer: Customer): readonly Qualified[] {
  const rows = world.tables.qualifications.by('customerId', customer.id);
  const isSchool = isFromTheBeginning(world, customer.createdAt) && /\b(school|college)\b/i.test(customer.name);
  const first: Qualified[] =
    isSchool && !rows.some((row) => row.qualification === 'Education')
      ? [{ qualification: 'Education', vettingStatus: 'Approved', createdAt: customer.createdAt }]
      : [];
  return [...first, ...rows.map((row) => reviewed(world, row))];
}

function reviewed(world: World, row: QualificationRow): Qualified {
  const { qualification, createdAt } = row;
  const hours = qualification === 'StateOwnedEntity' ? 0 : world.switch('customers').vettingHours;
  const isOver = world.clock.nowMs() >= Date.parse(createdAt) + hours * 3_600_000;
  const vettingStatus = row.decided ?? (isOver ? 'Approved' : 'InReview');
  return { qualification, vettingStatus, createdAt, ...(row.reason === undefined ? {} : { reason: row.reason }) };
}
