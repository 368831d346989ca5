import { escapeHtml } from '../../entra/pages.ts';
import { directoryRoles } from '../../world/people/directory-roles.ts';
import type { GdapRelationship, GdapStatus } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import { globalAdministrator } from '../rules.ts';
import { facts } from './layout.ts';

/** Partner Center still says some names of old. */
const newerNames: Readonly<Record<string, string>> = {
  [globalAdministrator]: 'Global Administrator',
  'fe930be7-5e62-47db-91af-98c3a49a38b1': 'User Administrator',
};

const roleName = (id: string): string => {
  const renamed = newerNames[id];
  if (renamed !== undefined) return renamed;
  return directoryRoles.find((role) => role.id === id)?.name ?? `Role ${id}`;
};

const day = (instant: string): string =>
  Temporal.Instant.from(instant).toZonedDateTimeISO('UTC').toPlainDate().toLocaleString('en-US', { dateStyle: 'long' });

/** What a person is told about a state. */
export const stateTexts: Readonly<Record<GdapStatus, string>> = {
  created: 'The partner has not sent this request yet.',
  approvalPending: 'Waiting for approval',
  approved: 'Approved. It is being set up.',
  activating: 'Approved. It is being set up.',
  active: 'Active',
  expiring: 'About to end',
  expired: 'This request or relationship has expired.',
  terminationRequested: 'Being ended',
  terminating: 'Being ended',
  terminated: 'This request was declined, or the relationship was ended.',
};

/** Who wants what, for how long, in which state. */
export function detailsOf(world: World, row: GdapRelationship): string {
  const partner = world.tables.partnerAccounts.get(row.accountId);
  const provider = world.tables.partnerAccounts.all().find(({ tenantId }) => tenantId === row.reseller?.providerTenantId);
  const customer = row.customerId === undefined ? undefined : world.tables.customers.get(row.customerId);
  const roles = row.roleDefinitionIds.map((id) => `<li>${escapeHtml(roleName(id))}</li>`).join('');
  return (
    facts([
      ['Partner', `${escapeHtml(partner?.name ?? row.accountId)}<br><span class="note">MPN ID ${escapeHtml(partner?.mpnId ?? '')}</span>`],
      ...(provider === undefined ? [] : [['Asked for by', `${escapeHtml(provider.name)}, indirect provider`] as const]),
      ['Organization', escapeHtml(customer?.name ?? row.customerId ?? 'Whoever accepts')],
      ['Relationship', escapeHtml(row.displayName)],
      ['Duration', Temporal.Duration.from(row.duration).toLocaleString('en-US')],
      ['Extended automatically', row.autoExtendDuration === 'PT0S' ? 'No' : 'By six months each time'],
      ['Requested on', day(row.createdAt)],
      ...(row.endAt === undefined ? [] : [['Ends on', day(row.endAt)] as const]),
      ['Status', escapeHtml(stateTexts[row.status])],
    ]) + `<h2>Admin roles</h2><ul>${roles}</ul>`
  );
}
