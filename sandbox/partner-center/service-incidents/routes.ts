import { json } from '../../remote.ts';
import type { Route } from '../../routing.ts';
import { callRoute } from '../call.ts';
import { collection } from '../paging.ts';

/** The old health list of Office services; the newer one is Graph's. Nothing is wrong in this world. */
const workloads = [
  'Exchange Online',
  'SharePoint Online',
  'Microsoft Teams',
  'Identity Service',
  'Office Subscription',
  'Power BI',
] as const;

export const serviceIncidentRoutes: readonly Route[] = [
  callRoute('GET', '/v1/serviceincidents/office', { audience: 'user', right: 'view' }, () =>
    json(
      200,
      collection(
        workloads.map((workload) => ({ workload, incidents: [], status: 'normal', attributes: { objectType: 'ServiceIncidents' } })),
      ),
    ),
  ),
];
