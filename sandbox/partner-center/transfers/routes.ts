import { json, type RemoteAnswer } from '../../remote.ts';
import type { Route } from '../../routing.ts';
import type { Subscription, Transfer } from '../../world/types.ts';
import { put } from '../../world/world.ts';
import { listOf, readBody, toFields, wordOf } from '../body.ts';
import { actorOf, byWhom, type Call, callRoute } from '../call.ts';
import { findCustomer } from '../customers/find.ts';
import { isRefusal, type Refusal, refuse } from '../errors.ts';
import type { Pace } from '../pace.ts';
import { collection, link } from '../paging.ts';
import { no } from '../subscriptions/codes.ts';
import { subscriptionsOf } from '../subscriptions/find.ts';
import { byCall } from '../subscriptions/patch.ts';
import { orderAnswer, transferAnswer, transferError } from './answers.ts';
import { create } from './create.ts';
import { eligibilityOf } from './eligibility.ts';
import { takeOver } from './take-over.ts';

const path = '/v1/customers/{customerId}/transfers';
const pace: Pace = { name: 'transfers', limit: { calls: 500, seconds: 60 }, per: 'partner' };
const read = { audience: 'app', right: 'view', pace: [pace] } as const;
const write = { audience: 'app', right: 'sell', pace: [pace] } as const;

/** Transfers are seen by both partners, and by nobody else. */
const isPartyTo = ({ account }: Call, row: Transfer): boolean => row.sourceAccountId === account.id || row.targetAccountId === account.id;

function find(call: Call): Transfer | Refusal {
  const known = findCustomer(call.world, call.account, call.params['customerId'] ?? '');
  if (isRefusal(known)) return known;
  const row = call.world.tables.transfers.get((call.params['transferId'] ?? '').toLowerCase());
  return row?.customerId === known.customer.id && isPartyTo(call, row) ? row : no(900100);
}

/** The transfer, if it waits for this side. */
function waiting(call: Call, side: 'sourceAccountId' | 'targetAccountId'): Transfer | Refusal {
  const row = find(call);
  if (isRefusal(row)) return row;
  if (row[side] !== call.account.id) return refuse(900308);
  return row.status === 'Pending' ? row : no(900102, row.id, row.status.toLowerCase());
}

function list(call: Call): RemoteAnswer | Refusal {
  const known = findCustomer(call.world, call.account, call.params['customerId'] ?? '');
  if (isRefusal(known)) return known;
  const { query } = call.request;
  const status = (query.get('status') ?? '').toLowerCase();
  const rows = call.world.tables.transfers
    .by('customerId', known.customer.id)
    .filter((row) => isPartyTo(call, row) && (status === '' || row.status.toLowerCase() === status));
  const items = rows.map((row) => transferAnswer(call.world, row));
  return json(200, collection(items, { self: link(`/customers/${known.customer.id}/transfers${call.request.rawQuery}`) }));
}

function get(call: Call): RemoteAnswer | Refusal {
  const row = find(call);
  return isRefusal(row) ? row : json(200, transferAnswer(call.world, row));
}

/** Which of the customer's subscriptions could go to another partner. */
function eligibility(call: Call): RemoteAnswer | Refusal {
  const known = findCustomer(call.world, call.account, call.params['customerId'] ?? '');
  if (isRefusal(known)) return known;
  const rows = subscriptionsOf(call.world, known);
  return json(
    200,
    rows.map((row) => ({ id: row.id.toUpperCase(), ...eligibilityOf(call.world, row) })),
  );
}

/** The partner who has them agrees: to all of them, or to those that the body names. */
function accept(call: Call): RemoteAnswer | Refusal {
  const row = waiting(call, 'sourceAccountId');
  if (isRefusal(row)) return row;
  const rows = row.subscriptionIds.flatMap((id) => call.world.tables.subscriptions.get(id) ?? []).filter(wantedBy(call));
  const judged = rows.map((one) => ({ row: one, eligibility: eligibilityOf(call.world, one, row.id) }));
  const able = judged.filter((one) => one.eligibility.isEligible).map((one) => one.row);
  const target = call.world.tables.partnerAccounts.get(row.targetAccountId);
  if (target === undefined) return no(900100);
  const moved = able.length === 0 ? [] : takeOver(call.world, row, able, byCall(call));
  const errors = judged.flatMap(({ row: one, eligibility: found }, id) =>
    found.isEligible ? [] : [transferError(one, id, call.account, found.reason)],
  );
  return json(200, {
    orders: moved.map((one) => orderAnswer(one, target)),
    ...(errors.length === 0 ? {} : { transferErrors: errors }),
    attributes: { objectType: 'TransferSubmitResult' },
  });
}

function wantedBy({ request }: Call): (row: Subscription) => boolean {
  const lines = listOf(readBody(request.body), 'lineItems') ?? [];
  const ids = lines.map((line) => wordOf(toFields(line), 'subscriptionId').toLowerCase());
  return ({ id }) => ids.length === 0 || ids.includes(id.toLowerCase());
}

function reject(call: Call): RemoteAnswer | Refusal {
  const row = waiting(call, 'sourceAccountId');
  if (isRefusal(row)) return row;
  const status = wordOf(readBody(call.request.body), 'status').toLowerCase();
  if (status !== 'reject' && status !== 'rejected') return refuse(800002);
  return json(200, transferAnswer(call.world, ended(call, row, 'Reject')));
}

function withdraw(call: Call): RemoteAnswer | Refusal {
  const row = waiting(call, 'targetAccountId');
  if (isRefusal(row)) return row;
  ended(call, row, 'Cancelled');
  return { status: 204 };
}

function ended(call: Call, row: Transfer, status: 'Reject' | 'Cancelled'): Transfer {
  const modifiedBy = call.userPrincipalName ?? call.token.clientId;
  const after: Transfer = { ...row, status, modifiedAt: call.world.now(), modifiedBy };
  call.world.apply({
    kind: status === 'Reject' ? 'transfer.rejected' : 'transfer.withdrawn',
    actor: actorOf(call),
    cause: call.requestId,
    about: { ...byWhom(call), customerId: row.customerId, transferId: row.id },
    changes: [put('transfers', after)],
  });
  return after;
}

export const transferRoutes: readonly Route[] = [
  callRoute('GET', '/v1/customers/{customerId}/transferseligibility', read, eligibility),
  callRoute('GET', path, read, list),
  callRoute('POST', path, write, create),
  callRoute('GET', `${path}/{transferId}`, read, get),
  callRoute('PATCH', `${path}/{transferId}`, write, reject),
  callRoute('DELETE', `${path}/{transferId}`, write, withdraw),
  callRoute('POST', `${path}/{transferId}/accept`, write, accept),
];
