import { bearerOf, json, type RemoteAnswer, type RemoteRequest } from '../../remote.ts';
import { type Route, route } from '../../routing.ts';
import { findToken } from '../../tokens.ts';
import type { PartnerAccount } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import { customersOf, type KnownCustomer } from '../customers/find.ts';

/** The temporary host of the statistics about the old delegated rights, closed when those ended. */
export const dapHost = 'traf-pcsvcadmin-prod.trafficmanager.net';
const base = '/CustomerServiceAdminApi/Web/v1';
const context = `https://${dapHost}${base}/$metadata#`;

type Work = (request: RemoteRequest, world: World, account: PartnerAccount) => RemoteAnswer;

/** OData errors, and a bearer token of the partner's own. */
const refused = (status: number, code: string, message: string): RemoteAnswer => json(status, { error: { code, message } });

const guarded = (work: Work) => (request: RemoteRequest, world: World) => {
  if (request.host !== dapHost) return refused(404, 'ResourceNotFound', 'Resource not found.');
  const token = findToken(world, bearerOf(request), 'entra');
  const account = token === undefined ? undefined : world.tables.partnerAccounts.get(token.accountId);
  return account === undefined ? refused(401, 'Unauthorized', 'Access token is missing or invalid.') : work(request, world, account);
};

const american = (instant: string): string => {
  const [year, month, day] = instant.slice(0, 10).split('-').map(Number);
  return `${String(month)}/${String(day)}/${String(year)}`;
};

function perDay(instants: readonly string[]): { date: string; count: number }[] {
  const days = new Map<string, number>();
  for (const instant of instants.toSorted()) days.set(american(instant), (days.get(american(instant)) ?? 0) + 1);
  return [...days].map(([date, count]) => ({ date, count }));
}

/** How many old rights were set up and how many lie idle, by day. */
const statistics: Work = (_, world, account) => {
  const known = customersOf(world, account.id);
  const idle = known.filter(({ relationship }) => relationship.allowDelegatedAccess).slice(0, 2);
  return json(200, {
    '@odata.context': `${context}delegatedAdminStatistics/$entity`,
    id: account.tenantId,
    partnerTenantId: account.tenantId,
    totalDapCustomerCount: known.filter(({ relationship }) => relationship.allowDelegatedAccess).length,
    establishedDapCount: perDay(known.map(({ relationship }) => relationship.acceptedAt)),
    inactiveDapCount: perDay(idle.map(({ relationship }) => relationship.acceptedAt)),
  });
};

const row = ({ customer, relationship }: KnownCustomer) => ({
  id: customer.id,
  customerTenantId: customer.id,
  organizationDisplayName: customer.name,
  partnerAgentCount: 0,
  partnerSignInCount: 0,
  globalAdminSignInCount: 0,
  dapEnabled: relationship.allowDelegatedAccess,
  startDateTime: relationship.acceptedAt,
  endDateTime: relationship.removedAt ?? null,
  lastSignInDateTime: relationship.allowDelegatedAccess ? relationship.acceptedAt : null,
});

type DapRow = ReturnType<typeof row>;
const sortable: Readonly<Record<string, (one: DapRow) => string>> = {
  organizationdisplayname: (one) => one.organizationDisplayName.toLowerCase(),
  dapenabled: (one) => String(one.dapEnabled),
  startdatetime: (one) => one.startDateTime,
  lastsignindatetime: (one) => one.lastSignInDateTime ?? '',
};
const mostRows = 300;

/** `$skip`, `$top` and `$select`. */
function cut(query: URLSearchParams, rows: readonly DapRow[]) {
  const skip = Math.max(0, Number(query.get('$skip') ?? 0));
  const top = Math.min(mostRows, Math.max(0, Number(query.get('$top') ?? mostRows)));
  const names = (query.get('$select') ?? '').split(',').map((name) => name.trim().toLowerCase());
  const shown = (one: DapRow) =>
    query.has('$select') ? Object.fromEntries(Object.entries(one).filter(([name]) => names.includes(name.toLowerCase()))) : one;
  return rows.slice(skip, skip + top).map(shown);
}

/** `$top` (300 at most), `$skip`, `$count`, `$orderby`, `$select`, and `$filter` on whether the rights stand. */
const customers: Work = ({ query }, world, account) => {
  const wanted = /^\s*dapEnabled\s+eq\s+(true|false)\s*$/i.exec(query.get('$filter') ?? '')?.[1];
  const all = customersOf(world, account.id)
    .map(row)
    .filter((one) => wanted === undefined || String(one.dapEnabled) === wanted.toLowerCase());
  const [field = 'organizationDisplayName', direction = 'asc'] = (query.get('$orderby') ?? query.get('$orderBy') ?? '')
    .trim()
    .split(/\s+/)
    .filter(Boolean);
  const of = sortable[field.toLowerCase()];
  if (of === undefined) return refused(400, 'BadRequest', `The property ${field} cannot be used in $orderby.`);
  const sorted = all.toSorted((left, right) => (`${of(left)} ${left.id}` < `${of(right)} ${right.id}` ? -1 : 1));
  if (direction.toLowerCase() === 'desc') sorted.reverse();
  return json(200, {
    '@odata.context': `${context}delegatedAdminCustomers`,
    ...(query.get('$count') === 'true' ? { '@odata.count': all.length } : {}),
    value: cut(query, sorted),
  });
};

export const dapRoutes: readonly Route[] = [
  route('GET', `${base}/delegatedAdminStatistics`, guarded(statistics)),
  route('GET', `${base}/delegatedAdminCustomers`, guarded(customers)),
];
