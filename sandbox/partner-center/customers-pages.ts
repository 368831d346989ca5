import { createHash } from 'node:crypto';
import { acceptRelationship } from '../acts/accept-relationship.ts';
import { findCustomer } from '../control/find.ts';
import { errorPage, escapeHtml, form, page } from '../entra/pages.ts';
import type { RemoteAnswer, RemoteRequest } from '../remote.ts';
import { type Route, route } from '../routing.ts';
import type { World } from '../world/world.ts';
import { acceptAttestation } from './agreements/attest.ts';
import { pageHost } from './agreements/hosts.ts';
import { dapHost } from './dap/routes.ts';

/** Where a customer accepts the invitation of a reseller. */
const adminHost = 'admin.microsoft.com';

const at = (host: string, work: (request: RemoteRequest, world: World) => RemoteAnswer) => (request: RemoteRequest, world: World) =>
  request.host === host ? work(request, world) : errorPage('There is no such page.', 404);

const done = (title: string, text: string): RemoteAnswer => page(title, `<h1>${escapeHtml(title)}</h1><p>${escapeHtml(text)}</p>`);

/** `?attestationid=`: the agreement that a partner sent. */
function showAttestation(request: RemoteRequest, world: World): RemoteAnswer {
  const row = world.tables.attestations.get((request.query.get('attestationid') ?? '').toLowerCase());
  if (row === undefined) return errorPage('This link is not valid.', 404);
  if (row.acceptedAt !== undefined) return done('Microsoft Customer Agreement', `${row.companyName} has accepted.`);
  const text = `${row.signatory.firstName} ${row.signatory.lastName}, you accept the Microsoft Customer Agreement for ${row.companyName}.`;
  const button = '<button class="main">Accept</button>';
  return page('Microsoft Customer Agreement', `<h1>Microsoft Customer Agreement</h1><p>${escapeHtml(text)}</p>${form({}, button)}`);
}

const accept = (request: RemoteRequest, world: World): RemoteAnswer => {
  acceptAttestation(world, request.query.get('attestationid') ?? '');
  return showAttestation(request, world);
};

/** The invitation of a reseller: `?invType=ResellerRelationship&partnerId=`. */
function showInvitation(request: RemoteRequest, world: World): RemoteAnswer {
  const partner = inviter(request, world);
  if (partner === undefined) return errorPage('This invitation is not valid.', 404);
  const field =
    '<p><label>Your company, domain or tenant<br><input name="customer" required></label></p><button class="main">Accept</button>';
  const text = `${partner.name} wants to be your reseller. Sign in for your company and accept.`;
  return page('Accept a reseller', `<h1>Authorize your partner</h1><p>${escapeHtml(text)}</p>${form({}, field)}`);
}

const inviter = (request: RemoteRequest, world: World) =>
  request.query.get('invType') === 'ResellerRelationship'
    ? world.tables.partnerAccounts.by('tenantId', (request.query.get('partnerId') ?? '').toLowerCase())[0]
    : undefined;

function acceptInvitation(request: RemoteRequest, world: World): RemoteAnswer {
  const partner = inviter(request, world);
  const customer = findCustomer(world, new URLSearchParams(request.body).get('customer')?.trim() ?? '');
  if (partner === undefined || customer === undefined) return errorPage('There is no such company.', 404);
  const refused = acceptRelationship(world, partner, customer.id);
  return refused === undefined ? done('Accepted', `${partner.name} is now a reseller of ${customer.name}.`) : errorPage(refused, 409);
}

/** The text of an agreement, until its link ends. */
function document(request: RemoteRequest, world: World): RemoteAnswer {
  const until = Number(request.query.get('se'));
  if (!(until > world.clock.nowMs())) return { status: 403, headers: { 'content-type': 'text/plain' }, body: 'The link has expired.' };
  const etag = createHash('sha256').update(request.path).digest('hex').slice(0, 16);
  const body = `Microsoft Customer Agreement (text of the sandbox)\n${request.path.split('/').slice(3).join(' ')}\n`;
  return { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8', etag: `"${etag}"` }, body };
}

/** Hosts beside Partner Center's own: the pages below, and the old statistics. */
export const customerPageHosts = [pageHost, adminHost, dapHost] as const;

/** Pages that people open from links in answers. */
export const customerPageRoutes: readonly Route[] = [
  route('GET', '/mca', at(pageHost, showAttestation)),
  route('POST', '/mca', at(pageHost, accept)),
  route('GET', '/agreements/{kind}/{templateId}/{country}/{language}', at(pageHost, document)),
  route('GET', '/Adminportal/Home', at(adminHost, showInvitation)),
  route('POST', '/Adminportal/Home', at(adminHost, acceptInvitation)),
];
