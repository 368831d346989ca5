import type { z } from 'zod';
import * as contract from '../contract/access.ts';
import {
  type AccessRow,
  countAccess,
  exportAccess,
  listAccess,
  listTemplates,
  proposedTemplates,
  readFrom,
  refreshAccess,
  type Standing,
} from '../features/access/index.ts';
import type { Context } from '../features/context.ts';
import { type AccessWish, createAccessPlan } from '../features/plans/index.ts';
import { publicId } from '../model/ids.ts';
import { invitationEnd, invitationLink, isInvitation } from '../model/invitation.ts';
import { accessCalendarRoutes } from './access-calendar.ts';
import { accessTemplateRoutes, noTemplate } from './access-templates.ts';
import { asFile } from './as-file.ts';
import { type AsOf, asOfIn } from './as-of.ts';
import { good, handle, handleFile, type Mounted } from './handle.ts';
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
    return good(pageReply(page, limit, presentWith(await asOfIn(context)), page.total));
  }),
  handleFile(contract.exportAccess, async ({ context, query }) =>
    asFile(context, await exportAccess(context, query), { name: 'access.csv', type: 'text/csv; charset=utf-8' }),
  ),
  ...accessCalendarRoutes,
  handle(contract.countAccess, async ({ context, query }) => {
    const { unread, noWitness, ...counts } = await countAccess(context, query.connectionId);
    return good({
      ...counts,
      noWitness: [...noWitness],
      unread: unread.map((each) => ({ ...each, connectionId: publicId('connection', each.connectionId), since: each.since.toString() })),
    });
  }),
  ...accessTemplateRoutes,
  handle(contract.createAccessPlan, async ({ context, body }) => {
    const { customerIds, connectionId } = body;
    const wish = await wishOf(context, body);
    if (wish === undefined) return noTemplate;
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
  if (body.templateId === undefined) return { act: 'requestBySegment', proposed: await proposedTemplates(context, body.customerIds) };
  const template = (await listTemplates(context)).find(({ templateId }) => templateId === body.templateId);
  return template === undefined ? undefined : { act: 'request', template };
}

const text = (at: Temporal.Instant | null): string | null => at?.toString() ?? null;

const presentWith =
  (asOf: AsOf) =>
  ({ template, ...row }: AccessRow): z.input<typeof contract.AccessRow> => ({
    ...row,
    customerId: publicId('customer', row.customerId),
    endsAt: text(row.endsAt),
    flags: [...row.flags],
    consent: { ...row.consent, nextCheckAt: text(row.consent.nextCheckAt) },
    checkedAt: text(row.checkedAt),
    ...asOf(readFrom(row), row.checkedAt),
    lastGood: row.lastGood === null ? null : { state: row.lastGood.state, at: text(row.lastGood.at) },
    relationship: row.relationship === null ? null : presentRelationship(row.relationship),
    replacement: row.replacement === null ? null : presentReplacement(row.replacement),
    templates: template.named.map(({ templateId, name, segments }) => ({
      id: publicId('accessTemplate', templateId),
      name,
      segments: [...segments],
    })),
    templateRoles: template.roles && { lacking: [...template.roles.lacking], beyond: [...template.roles.beyond] },
    connectionIds: row.connectionIds.map((id) => publicId('connection', id)),
    witnesses: row.witnesses.map((each) => ({
      ...each,
      connectionId: publicId('connection', each.connectionId),
      ...asOf(each.connectionId, each.readAt),
    })),
    atRisk: [...row.atRisk],
  });

function presentReplacement({ remoteId, endsAt, word, sentence, hint, planId }: Standing) {
  const plan = planId === undefined ? null : publicId('plan', planId);
  return { relationshipId: remoteId, endsAt: endsAt.toString(), word, sentence, hint, planId: plan };
}

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
