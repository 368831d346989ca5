import { escapeHtml, form } from '../../entra/pages.ts';
import type { RemoteAnswer, RemoteRequest } from '../../remote.ts';
import { type Params, type Route, route } from '../../routing.ts';
import type { GdapRelationship } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import { byPartner } from '../acts.ts';
import { answerOfReseller } from '../life.ts';
import { detailsOf } from './details.ts';
import { portalPage } from './layout.ts';

const portal = 'Partner Center';
/** The address that notifications about delegated access carry. */
const path = '/granularAdminRelationships/{relationshipId}';

const withRelationship =
  (work: (request: RemoteRequest, world: World, row: GdapRelationship) => RemoteAnswer) =>
  (request: RemoteRequest, world: World, params: Params): RemoteAnswer => {
    const row = world.tables.gdap.get((params['relationshipId'] ?? '').toLowerCase());
    return row === undefined
      ? portalPage(portal, 'Admin relationship', '<h1>There is no such relationship</h1>', { status: 404 })
      : work(request, world, row);
  };

function show(request: RemoteRequest, world: World, row: GdapRelationship, problem = ''): RemoteAnswer {
  const account = world.tables.partnerAccounts.get(row.accountId);
  const waits = row.status === 'approvalPending' && row.reseller?.consent === 'pending';
  const heading = waits ? 'Your indirect provider asks for your approval' : 'Admin relationship';
  const acts = waits
    ? `<p>The customer gets these roles assigned to you only when you and the customer have both approved.</p><div class="acts">${form({ action: 'approve' }, '<button class="main">Approve</button>')}${form({ action: 'reject' }, '<button>Reject</button>')}</div>`
    : '';
  const alert = problem === '' ? '' : `<p role="alert">${escapeHtml(problem)}</p>`;
  return portalPage(
    portal,
    heading,
    `<h1>${heading}</h1>${alert}${detailsOf(world, row)}${consentOf(row)}${invitation(request, row)}${acts}`,
    {
      who: account?.users[0]?.userPrincipalName ?? '',
      status: problem === '' ? 200 : 409,
    },
  );
}

const consents = {
  pending: 'Neither approved nor rejected by you yet.',
  approved: 'Approved by you.',
  rejected: 'Rejected by you.',
} as const;

const consentOf = ({ reseller }: GdapRelationship): string =>
  reseller === undefined
    ? ''
    : `<p role="status">${consents[reseller.consent]}${reseller.customerAccepted === true ? ' The customer has approved.' : ''}</p>`;

/** The link that the partner sends to the customer. */
function invitation(request: RemoteRequest, row: GdapRelationship): string {
  if (row.status !== 'approvalPending' || row.reseller?.customerAccepted === true) return '';
  const address = `${request.linkTo('admin.microsoft.com')}/AdminPortal/Home#/partners/invitation/granularAdminRelationships/${row.id}`;
  return `<h2>Link for the customer</h2><p><a href="${escapeHtml(address)}">${escapeHtml(address)}</a></p>`;
}

function act(request: RemoteRequest, world: World, row: GdapRelationship): RemoteAnswer {
  const action = new URLSearchParams(request.body).get('action');
  const by = byPartner(world.tables.partnerAccounts.get(row.accountId));
  const done = action === 'approve' || action === 'reject' ? answerOfReseller(world, row.id, action, by) : undefined;
  if (done === undefined) return show(request, world, row, 'That is not possible any more.');
  return { status: 303, headers: { location: `${request.linkBase}${request.path}` } };
}

/** The partner portal's page of a relationship. */
export const relationshipPageRoutes: readonly Route[] = [
  route(
    'GET',
    path,
    withRelationship((request, world, row) => show(request, world, row)),
  ),
  route('POST', path, withRelationship(act)),
];
