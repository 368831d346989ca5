import { watchPsa } from '../psa-notices.ts';
import { json, type Remote, type RemoteAnswer, type RemoteRequest } from '../remote.ts';
import { openPsa } from '../world/estate/other-psas.ts';
import type { World } from '../world/world.ts';
import { forbidden, notFound, refused } from './errors.ts';
import { adjustQuantity, importedLicences } from './integration.ts';
import { processNow } from './invoicing.ts';
import { listAnswer, oneAnswer } from './lists.ts';
import { type Resource, resourceNamed } from './resources.ts';
import { isRefusal, signIn } from './session.ts';
import { authInfo, token } from './token.ts';
import { haloNews } from './webhooks.ts';
import { type Call, deleteAnswer, postAnswer, postLines, updateLines } from './write.ts';

const wrongVerb = (): RemoteAnswer => refused(405, 'The requested resource does not support this method.');

function handle(request: RemoteRequest, world: World): RemoteAnswer {
  const path = request.path.toLowerCase().replace(/\/+$/, '');
  if (path === '/api/authinfo') return request.method === 'GET' ? authInfo(request, world) : wrongVerb();
  if (path === '/auth/token') return request.method === 'POST' ? token(request, world) : wrongVerb();
  const parts = path.split('/').slice(1);
  if (parts[0] !== 'api' || parts.length < 2) return notFound();
  const session = signIn(request, world);
  if (isRefusal(session)) return session;
  openPsa(world, 'halopsa');
  return answer({ request, world, session }, parts.slice(1));
}

function answer(call: Call, [name = '', ...rest]: readonly string[]): RemoteAnswer {
  if (name === 'integrationdata') return onIntegration(call, rest.join('/'));
  const kind = resourceNamed(name);
  if (kind === undefined || kind.name === 'InvoiceDetail') return notFound();
  const { method } = call.request;
  if (!call.session.may(method === 'GET' ? 'read' : 'edit', kind.area)) return forbidden();
  const [second, ...more] = rest;
  if (second === undefined) return onCollection(call, kind);
  if (more.length > 0) return notFound();
  const own = method === 'POST' ? ownPaths[`${kind.name}/${second}`] : undefined;
  if (own !== undefined) return own(call);
  return /^\d+$/.test(second) ? onRow(call, kind, second) : notFound();
}

const ownPaths: Readonly<Record<string, (call: Call) => RemoteAnswer>> = {
  'RecurringInvoice/updatelines': updateLines,
  'RecurringInvoice/lines': postLines,
  'RecurringInvoice/process': processNow,
  'Invoice/updatelines': updateLines,
};

function onCollection(call: Call, kind: Resource): RemoteAnswer {
  const { method } = call.request;
  if (method === 'GET') return listAnswer(call.request, call.world, kind);
  return method === 'POST' && kind.can.has('write') ? postAnswer(call, kind) : wrongVerb();
}

function onRow(call: Call, kind: Resource, id: string): RemoteAnswer {
  const { method } = call.request;
  if (method === 'GET') return oneAnswer(call.request, call.world, kind, id);
  return method === 'DELETE' && kind.can.has('delete') ? deleteAnswer(call, kind, id) : wrongVerb();
}

function onIntegration(call: Call, path: string): RemoteAnswer {
  const isRead = call.request.method === 'GET';
  if (!call.session.may(isRead ? 'read' : 'edit', 'softwarelicensing')) return forbidden();
  if (path === 'get/microsoftcsp') return isRead ? importedLicences(call) : wrongVerb();
  if (path === 'adjustqty/microsoftcsp') return call.request.method === 'POST' ? adjustQuantity(call) : wrongVerb();
  // The integrations with other distributors have nothing here.
  return isRead && /^get\/[a-z0-9]+$/.test(path) ? json(200, { licences: [] }) : notFound();
}

/** HaloPSA: one tenant under its own host name. */
export const halopsa: Remote = {
  name: 'halopsa',
  hosts: [/^[a-z0-9-]+\.halopsa\.com$/],
  handle,
  watch: (world) => watchPsa(world, 'halopsa', haloNews),
};
