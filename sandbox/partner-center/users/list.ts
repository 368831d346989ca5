import { json, type RemoteAnswer } from '../../remote.ts';
import { tenantOf } from '../../world/people/tenant.ts';
import type { CustomerUser } from '../../world/types.ts';
import type { Call } from '../call.ts';
import type { KnownCustomer } from '../customers/find.ts';
import { isRefusal, type Refusal, refuse } from '../errors.ts';
import { type Filter, matches, readFilter } from '../filter.ts';
import { collection, seekPage } from '../paging.ts';
import { userAnswer } from './answers.ts';

const fields = {
  userstate: ['equals'],
  userprincipalname: ['startswith', 'equals'],
  displayname: ['startswith', 'equals'],
};

const sortable: Readonly<Record<string, (user: CustomerUser) => string>> = {
  displayname: (user) => user.displayName,
  userprincipalname: (user) => user.userPrincipalName,
  firstname: (user) => user.firstName,
  lastname: (user) => user.lastName,
  usagelocation: (user) => user.usageLocation,
};

/** Users of a tenant. Without a size all come at once; the bin is asked for with the filter `UserState equals Inactive`. */
export function listUsers(call: Call, { customer }: KnownCustomer): RemoteAnswer | Refusal {
  const { query, headers } = call.request;
  const filter = readFilter(query.get('filter'), fields);
  if (isRefusal(filter)) return filter;
  const found = tenantOf(call.world, customer.id).users.filter((user) => isWanted(filter, user));
  const sorted = sort(found, query);
  if (isRefusal(sorted)) return sorted;
  const path = `/customers/${customer.id}/users`;
  const paged = query.has('size') ? query : withSize(query, sorted.length);
  const page = seekPage(path, sorted, ({ key }) => key, { query: paged, continuation: headers['ms-continuationtoken'] });
  if (isRefusal(page)) return page;
  const items = page.items.map(({ user }) => userAnswer(user));
  if (!query.has('size')) return json(200, collection(items, { self: { ...page.links.self, uri: `${path}${call.request.rawQuery}` } }));
  return json(200, collection(items, page.links, page.continuation));
}

const withSize = (query: URLSearchParams, count: number): URLSearchParams => {
  const own = new URLSearchParams(query);
  own.set('size', String(Math.max(1, count)));
  return own;
};

function isWanted(filter: Filter | undefined, user: CustomerUser): boolean {
  if (filter?.field === 'userstate') return matches(filter, user.state);
  if (user.state === 'inactive') return false;
  if (filter === undefined) return true;
  return matches(filter, filter.field === 'displayname' ? user.displayName : user.userPrincipalName);
}

type Keyed = { readonly user: CustomerUser; readonly key: string };

/** `sortField`, `sortDirection` (Ascending, Descending): by display name when nothing is asked. */
function sort(users: readonly CustomerUser[], query: URLSearchParams): Keyed[] | Refusal {
  const field = (query.get('sortField') ?? query.get('sortfield') ?? 'displayName').toLowerCase().replaceAll('_', '');
  const direction = (query.get('sortDirection') ?? query.get('sortdirection') ?? 'ascending').toLowerCase();
  const of = sortable[field];
  if (of === undefined || !['ascending', 'descending'].includes(direction)) return refuse(3000);
  const keyed = users.map((user) => ({ user, key: `${of(user).toLowerCase()} ${user.id}` }));
  const rows = direction === 'descending' ? keyed.map(({ user, key }) => ({ user, key: turned(key) })) : keyed;
  return rows.toSorted((left, right) => (left.key < right.key ? -1 : 1));
}

/** A key that sorts the other way round, so that the cursor of a descending list is a key as well. */
const turned = (key: string): string => Array.from(key, (sign) => String.fromCharCode(0xd7ff - (sign.charCodeAt(0) % 0xd000))).join('');
