import type { Remote, RemoteAnswer, RemoteRequest } from '../remote.ts';
import { type Route, route, routed } from '../routing.ts';
import type { World } from '../world/world.ts';
import { hosts } from './access.ts';
import { assignmentRoutes } from './assignments.ts';
import { answerBatch, isBatch } from './batch.ts';
import { billingRoutes } from './billing/routes.ts';
import { isUnknownInChina } from './china.ts';
import { customerRoutes } from './customers.ts';
import { licenceRoutes } from './directory/licences.ts';
import { organizationRoutes } from './directory/organization.ts';
import { userRoutes } from './directory/users.ts';
import { refusalAnswer, refuse } from './errors.ts';
import { issueRoutes } from './health/issue-routes.ts';
import { messageRoutes } from './health/message-routes.ts';
import { relationshipRoutes } from './relationships.ts';
import { requestRoutes } from './requests.ts';

/** Graph says the same for an unknown path and for a verb that a path does not take. */
function miss(request: RemoteRequest, world: World): RemoteAnswer {
  const requestId = world.newId();
  const text = `Resource not found for the segment '${request.path.split('/').at(-1) ?? ''}'.`;
  const answer = refusalAnswer(world, request, refuse(404, 'ResourceNotFound', text), requestId);
  return { ...answer, headers: { ...answer.headers, 'request-id': requestId } };
}

const misses: readonly Route[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'].map((method) => route(method, '/*', miss));

const none = () => ({ status: 405 });

const routes: readonly Route[] = [
  ...relationshipRoutes,
  ...requestRoutes,
  ...assignmentRoutes,
  ...customerRoutes,
  ...organizationRoutes,
  ...userRoutes,
  ...licenceRoutes,
  ...issueRoutes,
  ...messageRoutes,
  ...billingRoutes,
  ...misses,
];

const single = routed(routes, { notFound: none, wrongVerb: none }, (request, world) =>
  isUnknownInChina(request, world) ? miss(request, world) : undefined,
);

/**
 * Microsoft Graph: the partner's delegated access, `/v1.0/tenantRelationships`, his billing exports, and what he reads in a customer's tenant.
 * Everything else answers 404 in Graph's form.
 */
export const graph: Remote = {
  name: 'graph',
  hosts: [...hosts],
  handle: (request, world) => (isBatch(request) ? answerBatch(request, world, single) : single(request, world)),
};
