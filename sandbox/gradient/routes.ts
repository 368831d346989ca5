import { json, jsonBody, type Remote, type RemoteAnswer, type RemoteRequest } from '../remote.ts';
import { type Params, type Route, route, routed } from '../routing.ts';
import type { GradientAccount, GradientService } from '../world/types.ts';
import { type Change, put, type World } from '../world/world.ts';
import { gradientKeys } from './keys.ts';

type Body = Readonly<Record<string, unknown>>;
type Call = { readonly request: RemoteRequest; readonly world: World; readonly params: Params; readonly body: Body };

// The wording of refusals is unverified; status and "no account map" are documented.
const refuse = (status: number, message: string): RemoteAnswer => json(status, { statusCode: status, message });

/** A route behind the `Gradient-Token` header. */
const guarded = (method: string, path: string, work: (call: Call) => RemoteAnswer): Route =>
  route(method, `/api/vendor-api${path}`, (request, world, params) => {
    if (request.headers['gradient-token'] !== gradientKeys(world).token) return refuse(401, 'Unauthorized');
    const body = jsonBody(request);
    // What is no object has no members.
    return work({ request, world, params, body: typeof body === 'object' && body !== null ? (body as Body) : {} });
  });

const textIn = (body: Body, name: string): string => {
  const value = body[name];
  return typeof value === 'string' ? value.trim() : '';
};

const happen = (world: World, kind: string, change: Change): void => {
  world.apply({ kind: `gradient.${kind}`, actor: { kind: 'api', name: 'vendor' }, cause: 'gradient', changes: [change] });
};

const accountAnswer = ({ id, name, description }: GradientAccount) => ({ id, name, description });
const serviceAnswer = ({ counts: _counts, ...service }: GradientService) => service;

const categories = ['security', 'backup', 'productivity', 'infrastructure', 'service delivery', 'consulting', 'other'];
const statuses = ['pending', 'active', 'inactive', 'disabled', 'error'];

/** POST of an account: one that is known by its id is changed. */
function keepAccount({ world, body }: Call): RemoteAnswer {
  const [id, name] = [textIn(body, 'id'), textIn(body, 'name')];
  if (id === '' || name === '') return refuse(400, 'id and name are required');
  const mapped = world.tables.gradientAccounts.get(id)?.mapped ?? false;
  const account: GradientAccount = { id, name, description: textIn(body, 'description'), mapped };
  happen(world, 'accountKept', put('gradientAccounts', account));
  return json(201, accountAnswer(account));
}

function makeService({ world, body }: Call): RemoteAnswer {
  const [name, category] = [textIn(body, 'name'), textIn(body, 'category')];
  if (name === '') return refuse(400, 'name is required');
  if (!categories.includes(category)) return refuse(400, `category must be one of ${categories.join(', ')}`);
  const service: GradientService = {
    id: world.newId(),
    name,
    description: textIn(body, 'description'),
    category,
    subcategory: textIn(body, 'subcategory'),
    counts: {},
  };
  happen(world, 'serviceMade', put('gradientServices', service));
  return json(201, serviceAnswer(service));
}

/** How many units of a service an account has. 404 "no account map" is normal: nobody has said yet which PSA account it is. */
function count({ world, params, body }: Call): RemoteAnswer {
  const service = world.tables.gradientServices.get(params['id'] ?? '');
  if (service === undefined) return refuse(404, 'service not found');
  const { unitCount } = body;
  if (typeof unitCount !== 'number' || unitCount < 0) return refuse(400, 'unitCount must be a number from 0');
  const accountId = textIn(body, 'accountId') || textIn(body, 'clientOId');
  const account = world.tables.gradientAccounts.get(accountId);
  if (account?.mapped !== true) return refuse(404, 'no account map');
  const after: GradientService = { ...service, counts: { ...service.counts, [accountId]: unitCount } };
  happen(world, 'counted', put('gradientServices', after));
  return json(201, { accountId, unitCount });
}

function setStatus({ world, params }: Call): RemoteAnswer {
  const status = params['status'] ?? '';
  if (!statuses.includes(status)) return refuse(400, `status must be one of ${statuses.join(', ')}`);
  happen(world, 'statusSet', put('gradientStatuses', { id: 'integration', status }));
  return json(200, { status });
}

const routes: readonly Route[] = [
  guarded('GET', '/organization/accounts', ({ world }) => json(200, world.tables.gradientAccounts.all().map(accountAnswer))),
  guarded('POST', '/organization/accounts', keepAccount),
  guarded('GET', '/service', ({ world }) => json(200, world.tables.gradientServices.all().map(serviceAnswer))),
  guarded('POST', '/service', makeService),
  guarded('POST', '/service/{id}/count', count),
  guarded('PATCH', '/organization/status/{status}', setStatus),
  guarded('POST', '/organization/status/{status}', setStatus),
];

/** Gradient's vendor API: accounts, services and their counts. Its host name is an assumption. */
export const gradient: Remote = {
  name: 'gradient',
  hosts: ['app.usegradient.com'],
  handle: routed(routes, {
    notFound: (request) => refuse(404, `Cannot ${request.method} ${request.path}`),
    wrongVerb: (request) => refuse(404, `Cannot ${request.method} ${request.path}`),
  }),
};
