import type { Remote } from '../remote.ts';
import { routed } from '../routing.ts';
import { hosts } from './access.ts';
import { notFound } from './call.ts';
import { customerRoutes } from './customers/routes.ts';
import { settle } from './settle.ts';
import { subscriptionRoutes } from './subscriptions/routes.ts';

const answer = routed([...customerRoutes, ...subscriptionRoutes], { notFound, wrongVerb: notFound });

/** Partner Center REST, `/v1` and `/webhooks/v1`. Paths that are documented but not here answer 404 with code 1000. */
export const partnerCenter: Remote = {
  name: 'partner-center',
  hosts: [...hosts],
  handle: (request, world) => {
    settle(world);
    return answer(request, world);
  },
};
