import { json, type RemoteAnswer } from '../../remote.ts';
import type { Route } from '../../routing.ts';
import type { Subscription, SupportContact } from '../../world/types.ts';
import { put } from '../../world/world.ts';
import { readBody, wordOf } from '../body.ts';
import { actorOf, byWhom, type Call, callRoute } from '../call.ts';
import { isRefusal, type Refusal, refuse } from '../errors.ts';
import { link } from '../paging.ts';
import { no } from './codes.ts';
import { findSubscription } from './find.ts';

const path = '/v1/customers/{customerId}/subscriptions/{subscriptionId}/supportcontact';

/** Only subscriptions of the old commerce have one. Until somebody names another, the partner himself supports. */
function found(call: Call): Subscription | Refusal {
  const row = findSubscription(call);
  return isRefusal(row) || row.legacy !== undefined ? row : no(800042);
}

function get(call: Call): RemoteAnswer | Refusal {
  const row = found(call);
  return isRefusal(row) ? row : json(200, answer(row, contactOf(call, row)));
}

const contactOf = ({ world, account }: Call, { id }: Subscription): SupportContact =>
  world.tables.supportContacts.get(id) ?? { id, supportTenantId: account.tenantId, supportMpnId: account.mpnId, name: account.name };

function update(call: Call): RemoteAnswer | Refusal {
  const row = found(call);
  if (isRefusal(row)) return row;
  const body = readBody(call.request.body);
  const [supportTenantId, supportMpnId] = [wordOf(body, 'supportTenantId'), wordOf(body, 'supportMpnId')];
  if (supportTenantId === '' || supportMpnId === '') return refuse(800002);
  const contact: SupportContact = { id: row.id, supportTenantId, supportMpnId, name: wordOf(body, 'name') };
  call.world.apply({
    kind: 'supportContact.changed',
    actor: actorOf(call),
    cause: call.requestId,
    about: { ...byWhom(call), customerId: row.customerId, subscriptionId: row.id },
    changes: [put('supportContacts', contact)],
  });
  return json(200, answer(row, contact));
}

const answer = ({ customerId, id }: Subscription, { supportTenantId, supportMpnId, name }: SupportContact) => ({
  supportTenantId,
  supportMpnId,
  name,
  links: { self: link(`/customers/${customerId}/subscriptions/${id}/supportcontact`, [], 'Get') },
  attributes: { objectType: 'SupportContact' },
});

export const supportContactRoutes: readonly Route[] = [
  callRoute('GET', path, { audience: 'user', right: 'view' }, get),
  callRoute('PUT', path, { audience: 'user', right: 'sell' }, update),
];
