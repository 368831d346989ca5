import { Seeded } from '../../../src/lib/seeded.ts';
import { dayMs } from '../../world/estate/times.ts';
import type { PartnerAccount, ServiceRequestRow } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import { supportTopics } from './topics.ts';

/** All requests of an account, newest first. Two to four were there from the beginning; a row is kept once something was changed. */
export function requestsOf(world: World, account: PartnerAccount): ServiceRequestRow[] {
  const rows = world.tables.serviceRequests.by('accountId', account.id);
  const kept = new Set(rows.map((row) => row.id));
  const all = [...rows, ...fromTheBeginning(world, account).filter((row) => !kept.has(row.id))];
  return all.toSorted((left, right) =>
    left.createdAt === right.createdAt ? (left.id < right.id ? -1 : 1) : left.createdAt > right.createdAt ? -1 : 1,
  );
}

export const newRequestId = (random: Seeded): string =>
  `6${String(random.int(1_000_000, 9_999_999))}${String(random.int(1_000_000, 9_999_999))}`;

function fromTheBeginning(world: World, account: PartnerAccount): ServiceRequestRow[] {
  const random = new Seeded(`${String(world.options.seed)}/service-requests/${account.id}`);
  const startsMs = Date.parse(world.options.startsAt);
  const [first] = world.tables.relationships.by('accountId', account.id);
  return Array.from({ length: random.int(2, 4) }, (_, place) => {
    const topic = random.pick(supportTopics);
    const createdMs = startsMs - random.int(5, 200) * dayMs;
    const createdAt = new Date(createdMs).toISOString();
    const modifiedAt = new Date(createdMs + random.int(1, 4) * dayMs).toISOString();
    const isOpen = place === 0;
    return {
      id: newRequestId(random),
      accountId: account.id,
      ...(place === 1 && first !== undefined ? { customerId: first.customerId } : {}),
      title: topic.name,
      description: topic.description,
      severity: random.pick(['minimal', 'moderate', 'critical'] as const),
      status: isOpen ? 'open' : 'closed',
      supportTopicId: String(topic.id),
      createdAt,
      modifiedAt,
      ...(isOpen ? {} : { closedAt: modifiedAt }),
      notes: [{ createdByName: account.contact.lastName, createdAt: modifiedAt, text: 'We are looking into it.' }],
    };
  });
}
