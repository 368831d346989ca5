import { csvRecord } from '../../lib/csv.ts';
import { abilities, coveredBy, namesOfRoles } from '../../model/access-roles.ts';
import { publicId } from '../../model/ids.ts';
import { invitationEnd, invitationLink, isInvitation } from '../../model/invitation.ts';
import { type RecordAges, readRecordAges } from '../connections/index.ts';
import type { Context } from '../context.ts';
import type { AccessFilter } from './list.ts';
import { readRows } from './read-rows.ts';
import { type AccessRow, readFrom } from './row.ts';

/** The list as CSV (UTF-8 with BOM), one row for each customer: states, link of the invitation, and what the roles are enough for. */
export async function exportAccess(context: Context, filter: AccessFilter): Promise<string> {
  const rows = await readRows(context, filter);
  const ages = await readRecordAges(context);
  const columns = [...facts, ...readColumns(ages), ...coverage];
  return `\uFEFF${csvRecord(columns.map(({ title }) => title))}${rows.map((row) => csvRecord(columns.map(({ value }) => value(row)))).join('')}`;
}

type Column = { readonly title: string; readonly value: (row: AccessRow) => string };

const facts: readonly Column[] = [
  { title: 'Customer id', value: (row) => publicId('customer', row.customerId) },
  { title: 'Customer', value: (row) => row.name },
  { title: 'Domain', value: (row) => row.domain },
  { title: 'Tenant id', value: (row) => row.tenantId },
  { title: 'Access', value: (row) => row.access },
  { title: 'Ends', value: (row) => row.endsAt?.toString() ?? '' },
  { title: 'Days left', value: (row) => String(row.daysLeft ?? '') },
  { title: 'Consent', value: (row) => row.consent.state },
  { title: 'Ready', value: (row) => (row.ready ? 'yes' : 'no') },
  { title: 'Notes', value: (row) => row.flags.join(' ') },
  { title: 'Distributor says', value: (row) => row.witnesses.map(({ connectionName, told }) => `${connectionName}: ${told}`).join('; ') },
  { title: 'Relationship', value: (row) => row.relationship?.name ?? '' },
  { title: 'Roles', value: (row) => namesOfRoles(row.relationship?.roleIds ?? []).join('; ') },
  { title: 'Extends itself', value: (row) => (row.relationship?.autoExtends === true ? 'yes' : 'no') },
  { title: 'Template of its segments', value: ({ template }) => template.named.map(({ name }) => name).join('; ') },
  { title: 'Roles lacking', value: ({ template }) => namesOfRoles(template.roles?.lacking ?? []).join('; ') },
  { title: 'Roles beyond', value: ({ template }) => namesOfRoles(template.roles?.beyond ?? []).join('; ') },
  { title: 'Replacement', value: ({ replacement }) => replacement?.sentence ?? '' },
  { title: 'What to do', value: ({ replacement }) => replacement?.hint ?? '' },
  {
    title: 'Invitation link',
    value: ({ relationship: held }) => (held !== null && isInvitation(held.remoteStatus) ? invitationLink(held.id) : ''),
  },
  {
    title: 'Invitation lapses',
    value: ({ relationship: held }) =>
      held?.askedAt != null && isInvitation(held.remoteStatus) ? invitationEnd(held.askedAt).toString() : '',
  },
  { title: 'Billed a month', value: (row) => row.atRisk.map(({ currency, amount }) => `${currency} ${amount}`).join('; ') },
];

/** How fresh the row is: when and where it was read, and whether that is too old to rely on (O3). */
function readColumns(ages: RecordAges): readonly Column[] {
  const ageOf = (row: AccessRow) => (row.checkedAt === null ? undefined : ages(readFrom(row), row.checkedAt, 'books'));
  return [
    { title: 'Read', value: (row) => row.checkedAt?.toString() ?? '' },
    { title: 'Read from', value: (row) => ageOf(row)?.source?.name ?? '' },
    { title: 'Stale', value: (row) => (ageOf(row)?.isStale === true ? 'yes' : 'no') },
  ];
}

const coverage: readonly Column[] = abilities.map((ability) => ({
  title: ability.name,
  value: (row) => (row.access === 'active' && coveredBy(row.relationship?.roleIds ?? []).includes(ability) ? 'yes' : 'no'),
}));
