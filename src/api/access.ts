import type { z } from 'zod';
import * as contract from '../contract/access.ts';
import { type AccessRow, countAccess, listAccess } from '../features/access/index.ts';
import { publicId } from '../model/ids.ts';
import { invitationEnd, invitationLink, isInvitation } from '../model/invitation.ts';
import { good, handle, type Mounted } from './handle.ts';
import { defaultLimit, pageReply } from './page.ts';
import { readSort } from './sort.ts';

export const accessRoutes: readonly Mounted[] = [
  handle(contract.listAccess, async ({ context, query: { limit, cursor, sort, count, ...filter } }) => {
    const page = await listAccess(context, {
      ...readSort(sort, 'name'),
      limit: limit ?? defaultLimit,
      cursor,
      filter,
      count: count ?? false,
    });
    return good(pageReply(page, limit, present, page.total));
  }),
  handle(contract.countAccess, async ({ context, query }) => {
    const { unread, ...counts } = await countAccess(context, query.connectionId);
    return good({
      ...counts,
      unread: unread.map((each) => ({ ...each, connectionId: publicId('connection', each.connectionId), since: each.since.toString() })),
    });
  }),
];

const text = (at: Temporal.Instant | null): string | null => at?.toString() ?? null;

const present = (row: AccessRow): z.input<typeof contract.AccessRow> => ({
  ...row,
  customerId: publicId('customer', row.customerId),
  endsAt: text(row.endsAt),
  flags: [...row.flags],
  consent: { ...row.consent, nextCheckAt: text(row.consent.nextCheckAt) },
  checkedAt: text(row.checkedAt),
  lastGood: row.lastGood === null ? null : { state: row.lastGood.state, at: text(row.lastGood.at) },
  relationship: row.relationship === null ? null : presentRelationship(row.relationship),
  connectionIds: row.connectionIds.map((id) => publicId('connection', id)),
  atRisk: [...row.atRisk],
});

function presentRelationship(relationship: NonNullable<AccessRow['relationship']>) {
  const { id, connectionId, name, remoteStatus, roleIds, groups, autoExtends, startsAt, endsAt, askedAt } = relationship;
  const isOpen = isInvitation(remoteStatus);
  return {
    id,
    connectionId: publicId('connection', connectionId),
    name,
    remoteStatus,
    roleIds: [...roleIds],
    groups,
    autoExtends,
    startsAt: text(startsAt),
    endsAt: text(endsAt),
    askedAt: text(askedAt),
    invitationLink: isOpen ? invitationLink(id) : null,
    invitationEndsAt: isOpen && askedAt !== null ? invitationEnd(askedAt).toString() : null,
  };
}
