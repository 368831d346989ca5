import type { Remote, RemoteRequest } from '../remote.ts';
import { routed } from '../routing.ts';
import type { World } from '../world/world.ts';
import { hosts } from './access.ts';
import { assignmentRoutes } from './assignments.ts';
import { customerRoutes } from './customers.ts';
import { refusalAnswer, refuse } from './errors.ts';
import { settleGdap } from './life.ts';
import { relationshipRoutes } from './relationships.ts';
import { requestRoutes } from './requests.ts';

/** Graph says the same for an unknown path and for a verb that a path does not take. */
const missing = (world: World, request: RemoteRequest) =>
  refusalAnswer(
    world,
    request,
    refuse(404, 'ResourceNotFound', `Resource not found for the segment '${request.path.split('/').at(-1) ?? ''}'.`),
    world.newId(),
  );

/** Microsoft Graph: the partner's delegated admin relationships, `/v1.0/tenantRelationships`. Everything else answers 404 in Graph's form. */
export const graph: Remote = {
  name: 'graph',
  hosts: [...hosts],
  handle: (request, world) => {
    settleGdap(world);
    const miss = (asked: RemoteRequest) => missing(world, asked);
    return routed([...relationshipRoutes, ...requestRoutes, ...assignmentRoutes, ...customerRoutes], { notFound: miss, wrongVerb: miss })(
      request,
      world,
    );
  },
};
