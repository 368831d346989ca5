import type { Remote } from '../remote.ts';
import { type Route, route, routed } from '../routing.ts';
import { hosts } from './access.ts';
import { assignmentRoutes } from './assignments.ts';
import { billingRoutes } from './billing/routes.ts';
import { customerRoutes } from './customers.ts';
import { refusalAnswer, refuse } from './errors.ts';
import { relationshipRoutes } from './relationships.ts';
import { requestRoutes } from './requests.ts';

/** Graph says the same for an unknown path and for a verb that a path does not take. */
const misses: readonly Route[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'].map((method) =>
  route(method, '/*', (request, world) => {
    const requestId = world.newId();
    const text = `Resource not found for the segment '${request.path.split('/').at(-1) ?? ''}'.`;
    const answer = refusalAnswer(world, request, refuse(404, 'ResourceNotFound', text), requestId);
    return { ...answer, headers: { ...answer.headers, 'request-id': requestId } };
  }),
);

const none = () => ({ status: 405 });

/** Microsoft Graph: the partner's delegated admin relationships, `/v1.0/tenantRelationships`. Everything else answers 404 in Graph's form. */
export const graph: Remote = {
  name: 'graph',
  hosts: [...hosts],
  handle: routed([...relationshipRoutes, ...requestRoutes, ...assignmentRoutes, ...customerRoutes, ...billingRoutes, ...misses], {
    notFound: none,
    wrongVerb: none,
  }),
};
