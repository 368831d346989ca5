import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { z } from 'zod';
import * as contract from '../contract/access.ts';
import { apiBase } from '../contract/base.ts';
import {
  type AccessRow,
  countAccess,
  exportAccess,
  listAccess,
  listTemplates,
  makeCalendar,
  readCalendar,
  refreshAccess,
  removeTemplate,
  revokeCalendar,
  saveTemplate,
  type Template,
} from '../features/access/index.ts';
import type { Context } from '../features/context.ts';
import { type AccessWish, createAccessPlan } from '../features/plans/index.ts';
import { publicId } from '../model/ids.ts';
import { invitationEnd, invitationLink, isInvitation } from '../model/invitation.ts';
import { type FileAnswer, good, handle, handleFile, type Mounted, refuse } from './handle.ts';
import { defaultLimit, pageReply } from './page.ts';
import { refusal } from './plans.ts';
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
  handleFile(contract.exportAccess, async ({ context, query }) =>
    asFile(context, await exportAccess(context, query), { name: 'access.csv', type: 'text/csv; charset=utf-8' }),
  ),
  handle(contract.makeAccessCalendar, async ({ context, request }) => {
    const token = await makeCalendar(context);
    if (token === undefined) return refuse('conflict', 'A calendar belongs to a person.', { hint: 'Sign in with a browser.' });
    return good({ url: `${request.baseUrl}${apiBase}/access-calendars/${token}` });
  }),
  handle(contract.revokeAccessCalendar, async ({ context }) =>
    (await revokeCalendar(context)) ? good(undefined) : refuse('not_found', 'There is no calendar of yours.'),
  ),
  handleFile(contract.readAccessCalendar, async ({ context, params }) => {
    const text = await readCalendar(context, params.token);
    if (text === undefined) return refuse('not_found', 'There is no calendar behind this address.');
    return asFile(context, text, { name: 'access.ics', type: 'text/calendar; charset=utf-8' });
  }),
  handle(contract.countAccess, async ({ context, query }) => {
    const { unread, ...counts } = await countAccess(context, query.connectionId);
    return good({
      ...counts,
      unread: unread.map((each) => ({ ...each, connectionId: publicId('connection', each.connectionId), since: each.since.toString() })),
    });
  }),
  handle(contract.listAccessTemplates, async ({ context }) => good({ data: (await listTemplates(context)).map(presentTemplate) })),
  handle(contract.saveAccessTemplate, async ({ context, body }) => good(presentTemplate(await saveTemplate(context, body)))),
  handle(contract.removeAccessTemplate, async ({ context, params }) =>
    (await removeTemplate(context, params.id)) ? good(undefined) : refuse('not_found', 'There is no such template.'),
  ),
  handle(contract.createAccessPlan, async ({ context, body }) => {
    const { customerIds, connectionId } = body;
    const wish = await wishOf(context, body);
    if (wish === undefined) return refuse('not_found', 'There is no such template.');
    const created = await createAccessPlan(context, { customerIds, connectionId, wish });
    if (created.status === 'refused') return refusal(created);
    const leftOut = created.leftOut.map((each) => ({ ...each, customerId: publicId('customer', each.customerId) }));
    return good({ planId: publicId('plan', created.planId), steps: created.steps, leftOut });
  }),
  handle(contract.refreshAccess, async ({ context, body }) => {
    const { jobId, joined } = await refreshAccess(context, body.customerIds);
    return good({ jobId: publicId('job', jobId), joined });
  }),
];

type PlanBody = z.output<(typeof contract.createAccessPlan)['body'] & z.ZodType>;

/** The template by its id is the template; undefined when it is gone. */
async function wishOf(context: Context, body: PlanBody): Promise<AccessWish | undefined> {
  if (body.act === 'assign') return { act: 'assign', groups: body.groups };
  if (body.act !== 'request') return { act: body.act };
  const template = (await listTemplates(context)).find(({ templateId }) => templateId === body.templateId);
  return template === undefined ? undefined : { act: 'request', template };
}

const presentTemplate = ({ templateId, changedAt, ...template }: Template): z.input<typeof contract.AccessTemplate> => ({
  ...template,
  id: publicId('accessTemplate', templateId),
  roleIds: [...template.roleIds],
  groups: template.groups.map((each) => ({ ...each })),
  changedAt: changedAt.toString(),
});

/** Written for this answer; whoever sends it deletes it. Nobody else on the machine can read it. */
async function asFile(
  { ids }: Context,
  content: string,
  { name, type }: { readonly name: string; readonly type: string },
): Promise<FileAnswer> {
  const path = join(tmpdir(), `concord-${ids()}-${name}`);
  await writeFile(path, content, { mode: 0o600, flag: 'wx' });
  return { file: { path, name, type } };
}

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
  witnesses: row.witnesses.map((each) => ({
    ...each,
    connectionId: publicId('connection', each.connectionId),
    readAt: each.readAt.toString(),
  })),
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
