import { json, type RemoteAnswer } from '../../remote.ts';
import type { Route } from '../../routing.ts';
import type { ServiceRequestRow } from '../../world/types.ts';
import { put } from '../../world/world.ts';
import { type Fields, objectOf, readBody, wholeOf, wordOf } from '../body.ts';
import { actorOf, byWhom, type Call, callRoute } from '../call.ts';
import type { KnownCustomer } from '../customers/find.ts';
import { withCustomer } from '../customers/with.ts';
import { wireInstant } from '../dates.ts';
import { isRefusal, type Refusal, refuse } from '../errors.ts';
import { matches, readFilter } from '../filter.ts';
import { collection, link, sizeOf } from '../paging.ts';
import { newRequestId, requestsOf } from './state.ts';
import { supportTopics, topicName } from './topics.ts';

const needs = { audience: 'user', right: 'view' } as const;
const never = '0001-01-01T00:00:00';

const item = (row: ServiceRequestRow, call: Call) => ({
  title: row.title,
  severity: row.severity,
  id: row.id,
  status: row.status,
  primaryContact: { lastName: call.account.contact.lastName, firstName: call.account.contact.firstName },
  createdDate: wireInstant(row.createdAt),
  lastModifiedDate: wireInstant(row.modifiedAt),
  lastClosedDate: row.closedAt === undefined ? never : wireInstant(row.closedAt),
  attributes: { objectType: 'ServiceRequest' },
});

const full = (row: ServiceRequestRow, call: Call) => ({
  title: row.title,
  description: row.description,
  severity: row.severity,
  supportTopicId: row.supportTopicId,
  supportTopicName: topicName(row.supportTopicId),
  id: row.id,
  status: row.status,
  organization: organizationOf(row, call),
  productId: '15960',
  createdDate: wireInstant(row.createdAt),
  lastModifiedDate: wireInstant(row.modifiedAt),
  lastClosedDate: row.closedAt === undefined ? never : wireInstant(row.closedAt),
  notes: row.notes.map((note) => ({
    createdByName: note.createdByName,
    createdDate: wireInstant(note.createdAt).replace('Z', ''),
    text: note.text,
  })),
  attributes: { objectType: 'ServiceRequest' },
});

const organizationOf = (row: ServiceRequestRow, call: Call) => {
  const customer = row.customerId === undefined ? undefined : call.world.tables.customers.get(row.customerId);
  return customer === undefined ? { id: call.account.tenantId, name: call.account.name } : { id: customer.id, name: customer.name };
};

/** `size` and `offset`; filter on the status. */
function listed(call: Call, rows: readonly ServiceRequestRow[], path: string): RemoteAnswer | Refusal {
  const { query, rawQuery } = call.request;
  const filter = readFilter(query.get('filter'), { status: ['equals'], severity: ['equals'] });
  if (isRefusal(filter)) return filter;
  const size = sizeOf(query);
  const offset = query.get('offset') ?? '0';
  if (typeof size !== 'number' || !/^\d{1,9}$/.test(offset)) return isRefusal(size) ? size : refuse(800002);
  const found = rows.filter((row) => filter === undefined || matches(filter, filter.field === 'status' ? row.status : row.severity));
  const start = Number(offset);
  const next = start + size < found.length ? { next: link(`${path}?size=${String(size)}&offset=${String(start + size)}`) } : {};
  const items = found.slice(start, start + size).map((row) => item(row, call));
  return json(200, collection(items, { self: link(`${path}${rawQuery}`), ...next }));
}

const list = (call: Call): RemoteAnswer | Refusal => listed(call, requestsOf(call.world, call.account), '/servicerequests');

const ofCustomer = (call: Call, { customer }: KnownCustomer): RemoteAnswer | Refusal =>
  listed(
    call,
    requestsOf(call.world, call.account).filter((row) => row.customerId === customer.id),
    `/customers/${customer.id}/servicerequests`,
  );

function find(call: Call): ServiceRequestRow | Refusal {
  return requestsOf(call.world, call.account).find((row) => row.id === call.params['requestId']) ?? refuse(1000);
}

function get(call: Call): RemoteAnswer | Refusal {
  const row = find(call);
  return isRefusal(row) ? row : json(200, full(row, call));
}

/** PATCH: a new note, another severity, or the end. `none` and `unknown` mean: leave it. */
function patch(call: Call): RemoteAnswer | Refusal {
  const before = find(call);
  if (isRefusal(before)) return before;
  const body = readBody(call.request.body);
  if (body === undefined) return refuse(800002);
  const status = wordOf(body, 'status').toLowerCase();
  const severity = wordOf(body, 'severity').toLowerCase();
  if (!['', 'none', 'open', 'closed'].includes(status) || !['', 'unknown', 'minimal', 'moderate', 'critical'].includes(severity))
    return refuse(3000);
  const row: ServiceRequestRow = {
    ...before,
    severity: severity === 'minimal' || severity === 'moderate' || severity === 'critical' ? severity : before.severity,
    ...statusOf(status, call.world.now()),
    notes: [...notesIn(body, call), ...before.notes],
    modifiedAt: call.world.now(),
  };
  keep(call, 'serviceRequest.updated', row);
  return json(200, full(row, call));
}

function statusOf(status: string, now: string): Partial<ServiceRequestRow> {
  if (status === 'closed') return { status, closedAt: now };
  return status === 'open' ? { status } : {};
}

function notesIn(body: Fields, call: Call): ServiceRequestRow['notes'] {
  const text = wordOf(objectOf(body, 'newNote'), 'text').trim();
  return text === '' ? [] : [{ createdByName: call.account.contact.lastName, createdAt: call.world.now(), text }];
}

const keep = (call: Call, kind: string, row: ServiceRequestRow): void => {
  call.world.apply({ kind, actor: actorOf(call), cause: call.requestId, about: byWhom(call), changes: [put('serviceRequests', row)] });
};

/** The older SDK could open requests; newer sources say that only the portal can, so a switch opens this way. */
function create(call: Call): RemoteAnswer | Refusal {
  if (!call.world.switch('customers').supportByApi) return refuse(1000);
  const body = readBody(call.request.body);
  const title = wordOf(body, 'title').trim();
  const topicId = String(wholeOf(body, 'supportTopicId') ?? '');
  if (body === undefined || title === '') return body === undefined ? refuse(800002) : { ...refuse(3000), data: ['Title'] };
  if (!supportTopics.some((topic) => String(topic.id) === topicId)) return { ...refuse(3000), data: ['SupportTopicId'] };
  const severity = (['minimal', 'moderate', 'critical'] as const).find((one) => one === wordOf(body, 'severity').toLowerCase());
  const now = call.world.now();
  const row: ServiceRequestRow = {
    id: newRequestId(call.world.random()),
    accountId: call.account.id,
    title,
    description: wordOf(body, 'description'),
    severity: severity ?? 'minimal',
    status: 'open',
    supportTopicId: topicId,
    createdAt: now,
    modifiedAt: now,
    notes: [],
  };
  keep(call, 'serviceRequest.opened', row);
  return json(201, full(row, call));
}

const topics = (): RemoteAnswer =>
  json(
    200,
    collection(supportTopics.map(({ name, description, id }) => ({ name, description, id, attributes: { objectType: 'SupportTopic' } }))),
  );

export const serviceRequestRoutes: readonly Route[] = [
  callRoute('GET', '/v1/servicerequests/supporttopics', needs, topics),
  callRoute('GET', '/v1/servicerequests', needs, list),
  callRoute('GET', '/v1/servicerequests/{requestId}', needs, get),
  callRoute('PATCH', '/v1/servicerequests/{requestId}', needs, patch),
  callRoute('POST', '/v1/servicerequests/{locale}', needs, create),
  callRoute('GET', '/v1/customers/{customerId}/servicerequests', needs, withCustomer(ofCustomer)),
];
