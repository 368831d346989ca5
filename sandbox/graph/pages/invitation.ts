import { findCustomer } from '../../control/find.ts';
import { escapeHtml, form } from '../../entra/pages.ts';
import { partnerCenter } from '../../partner-center/routes.ts';
import type { Remote, RemoteAnswer, RemoteRequest } from '../../remote.ts';
import { type Params, route, routed } from '../../routing.ts';
import type { Customer, GdapRelationship } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import { byCustomer } from '../acts.ts';
import { approveByCustomer, declineByCustomer, terminate } from '../life.ts';
import { detailsOf } from './details.ts';
import { portalPage } from './layout.ts';

const portal = 'Microsoft 365 admin center';
const home = '/AdminPortal/Home';
const below = '/AdminPortal/partners/invitation/granularAdminRelationships';

/**
 * The invitation's address carries the relationship behind a `#`, which no server sees: the page reads it and goes on to a page of its own.
 * Without scripts a person types the id.
 */
const start = (): RemoteAnswer =>
  portalPage(
    portal,
    'Partner invitation',
    `<h1>Partner invitation</h1><p id="wait" hidden>Opening the invitation...</p>
<form method="get" action="partners/invitation/open"><div class="field"><label for="id">Id of the relationship</label><input id="id" name="id" required></div><button class="main">Open</button></form>
<script>const found=/granularAdminRelationships\\/([0-9a-f-]+)/i.exec(location.hash);if(found){document.getElementById('wait').hidden=false;location.replace('partners/invitation/granularAdminRelationships/'+found[1])}</script>`,
  );

const missing = (): RemoteAnswer =>
  portalPage(portal, 'Partner invitation', '<h1>There is no such invitation</h1><p>Ask your partner for a new link.</p>', { status: 404 });

const pageOf = (request: RemoteRequest, id: string): RemoteAnswer => ({
  status: 303,
  headers: { location: `${request.linkBase}${below}/${encodeURIComponent(id)}` },
});

const open = (request: RemoteRequest): RemoteAnswer => pageOf(request, (request.query.get('id') ?? '').trim().toLowerCase());

const withRelationship =
  (work: (request: RemoteRequest, world: World, row: GdapRelationship) => RemoteAnswer) =>
  (request: RemoteRequest, world: World, params: Params): RemoteAnswer => {
    const row = world.tables.gdap.get((params['relationshipId'] ?? '').toLowerCase());
    // A draft is not sent to anybody yet.
    return row === undefined || row.status === 'created' ? missing() : work(request, world, row);
  };

const customerOf = (world: World, row: GdapRelationship): Customer | undefined =>
  row.customerId === undefined ? undefined : world.tables.customers.get(row.customerId);

function show(world: World, row: GdapRelationship, problem = ''): RemoteAnswer {
  const customer = customerOf(world, row);
  const partner = world.tables.partnerAccounts.get(row.accountId);
  const alert = problem === '' ? '' : `<p role="alert">${escapeHtml(problem)}</p>`;
  return portalPage(
    portal,
    'Partner relationship',
    `<h1>${escapeHtml(partner?.name ?? 'A partner')} asks for admin roles in ${escapeHtml(customer?.name ?? 'your organization')}</h1>
<p>If you approve, people of this partner can do what the roles below allow, until the relationship ends. You can end it here at any time.</p>${alert}${detailsOf(world, row)}${actsOf(row)}`,
    {
      who: `Signed in as admin@${customer?.defaultDomain ?? 'your organization'}`,
      status: problem === '' ? 200 : 409,
    },
  );
}

const button = (action: string, text: string, look = ''): string =>
  form({ action }, `<button${look === '' ? '' : ` class="${look}"`}>${text}</button>`);

/** What can be done with it now. */
function actsOf(row: GdapRelationship): string {
  if (row.status === 'active') return `<div class="acts">${button('end', 'Remove partner')}</div>`;
  if (row.status !== 'approvalPending') return '';
  if (row.reseller?.customerAccepted === true)
    return `<p role="status">You approved this. The partner has to approve it too.</p><div class="acts">${button('decline', 'Decline')}</div>`;
  const approve =
    row.customerId === undefined
      ? form(
          { action: 'approve' },
          '<div class="field"><label for="tenant">Your organization: domain, name or tenant id</label><input id="tenant" name="tenant" required></div><button class="main">Approve all</button>',
        )
      : button('approve', 'Approve all', 'main');
  return `<div class="acts">${approve}${button('decline', 'Decline')}</div>`;
}

/** A click on one of the buttons. */
function act(request: RemoteRequest, world: World, row: GdapRelationship): RemoteAnswer {
  const given = new URLSearchParams(request.body);
  const customer = customerOf(world, row) ?? findCustomer(world, (given.get('tenant') ?? '').trim());
  const by = byCustomer(world, customer?.id);
  const does: Readonly<Record<string, () => boolean>> = {
    approve: () => approveByCustomer(world, row.id, by, customer?.id),
    decline: () => declineByCustomer(world, row.id, by),
    end: () => terminate(world, row.id, by),
  };
  const action = given.get('action') ?? '';
  if (action === 'approve' && row.customerId === undefined && customer === undefined)
    return show(world, row, 'We cannot find that organization.');
  const done = Object.hasOwn(does, action) && does[action]?.() === true;
  return done ? pageOf(request, row.id) : show(world, row, 'That is not possible any more.');
}

const routes = [
  route('GET', home, start),
  route('GET', '/AdminPortal/partners/invitation/open', open),
  route(
    'GET',
    `${below}/{relationshipId}`,
    withRelationship((_, world, row) => show(world, row)),
  ),
  route('POST', `${below}/{relationshipId}`, withRelationship(act)),
];

const answer = routed(routes, { notFound: missing, wrongVerb: missing });

/** A reseller's invitation has the same address, with what it is about in the query: Partner Center's pages answer it. */
const isOurs = ({ path, query }: RemoteRequest): boolean =>
  path.toLowerCase().startsWith('/adminportal/') && ![...query.keys()].some((name) => name.toLowerCase() === 'invtype');

/** The customer's admin center: the page on which an invitation to delegated access is answered. No sign-in: it stands in for a browser session. */
export const adminCenter: Remote = {
  name: 'admin-center',
  hosts: ['admin.microsoft.com'],
  handle: (request, world) => (isOurs(request) ? answer(request, world) : partnerCenter.handle(request, world)),
};
