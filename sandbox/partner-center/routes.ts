import type { Remote } from '../remote.ts';
import { type Route, routed } from '../routing.ts';
import { hosts } from './access.ts';
import { auditRoutes } from './audit.ts';
import { notFound } from './call.ts';
import { buyingRoutes } from './catalogue/buying-area.ts';
import { customerAreaRoutes } from './customers-area.ts';
import { customerPageHosts } from './customers-pages.ts';
import { noteRequest } from './customers-requests.ts';
import { invoiceRoutes } from './invoices/routes.ts';
import { migrationRoutes } from './migrations/routes.ts';
import { registrationRoutes } from './registration.ts';
import { subscriptionRoutes } from './subscriptions/routes.ts';
import { transferRoutes } from './transfers/routes.ts';
import { usageRoutes } from './usage/routes.ts';
import { watch } from './watch.ts';

/** Every path of this remote, for itself and for the laws that hold of all of them. */
export const partnerCenterRoutes: readonly Route[] = [
  ...usageRoutes,
  ...customerAreaRoutes,
  ...subscriptionRoutes,
  ...migrationRoutes,
  ...transferRoutes,
  ...auditRoutes,
  ...registrationRoutes,
  ...buyingRoutes,
  ...invoiceRoutes,
];

const answer = routed(partnerCenterRoutes, { notFound, wrongVerb: notFound });

/** Partner Center REST, `/v1` and `/webhooks/v1`. Paths that are documented but not here answer 404 with code 1000. */
export const partnerCenter: Remote = {
  name: 'partner-center',
  hosts: [...hosts, ...customerPageHosts],
  handle: (request, world) => {
    noteRequest(request, world);
    return answer(request, world);
  },
  watch,
};
