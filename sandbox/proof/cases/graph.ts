import { partnerCenterAudience, type TestSandbox } from '../../testing.ts';
import { type Answered, ask, graph, requestOf, shown, taken, textAt } from '../asks.ts';
import type { Case, Shown } from '../case.ts';

const base = '/tenantRelationships/delegatedAdminRelationships';
const sampleOf = (name: string, kind = 'response'): string => `partner-center/graph-gdap.${name}.${kind}.json`;

/** A relationship of the account that is active and lasts. */
function active(box: TestSandbox): { readonly id: string; readonly customerId: string; readonly assignmentId: string } {
  const row = box.sandbox.world.tables.gdap
    .by('accountId', 'pc-1')
    .find(({ status, assignments }) => status === 'active' && assignments.some((one) => one.status === 'active'));
  if (row?.customerId === undefined) throw new Error('pc-1 has no active relationship');
  return { id: row.id, customerId: row.customerId, assignmentId: row.assignments[0]?.id ?? '' };
}

let made = 0;

/** The published request, with a customer and a name of this world. */
async function created(box: TestSandbox): Promise<{ readonly sent: Readonly<Record<string, unknown>>; readonly answer: Answered }> {
  made += 1;
  const sent = {
    ...requestOf('graph-gdap.tenantrelationship-post-delegatedadminrelationships'),
    displayName: `Contoso admin relationship ${String(made)}`,
    customer: { tenantId: active(box).customerId, displayName: 'Contoso' },
  };
  return { sent, answer: await graph(box, base, { method: 'POST', body: sent }) };
}

/** The published roles are not all those of a relationship here: the same request with the world's own. */
async function updated(box: TestSandbox): Promise<{ readonly sent: unknown; readonly answer: Answered }> {
  const { id, assignmentId } = active(box);
  const path = `${base}/${id}/accessAssignments/${assignmentId}`;
  const before = await graph(box, path);
  const relationship = box.sandbox.world.tables.gdap.get(id);
  const unifiedRoles = (relationship?.roleDefinitionIds ?? []).slice(0, 3).map((roleDefinitionId) => ({ roleDefinitionId }));
  const sent = { ...requestOf('graph-gdap.delegatedadminaccessassignment-update'), accessDetails: { unifiedRoles } };
  const answer = await graph(box, path, { method: 'PATCH', body: sent, headers: { 'If-Match': textAt(before.body, '@odata.etag') } });
  return { sent, answer };
}

const read =
  (path: (box: TestSandbox) => string) =>
  async (box: TestSandbox): Promise<Shown> =>
    shown(await graph(box, path(box)));

const dapHost = 'traf-pcsvcadmin-prod.trafficmanager.net/CustomerServiceAdminApi/Web/v1';

const dap =
  (name: string) =>
  async (box: TestSandbox): Promise<Shown> =>
    shown(
      await ask(box, `${dapHost}/${name}`, {
        headers: { authorization: `Bearer ${await box.bearer('pc-1', partnerCenterAudience)}` },
      }),
    );

/** Delegated access, granular and of old. */
export const graphCases: readonly Case[] = [
  { sample: sampleOf('delegatedadminrelationship-get'), show: read((box) => `${base}/${active(box).id}`) },
  {
    sample: sampleOf('tenantrelationship-post-delegatedadminrelationships', 'request'),
    show: async (box) => {
      const { sent, answer } = await created(box);
      return taken(sent, answer);
    },
  },
  {
    sample: sampleOf('delegatedadminrelationshiprequest-get'),
    show: async (box) => {
      const { answer } = await created(box);
      const path = `${base}/${textAt(answer.body, 'id')}/requests`;
      const locked = await graph(box, path, { method: 'POST', body: { action: 'lockForApproval' } });
      return shown(await graph(box, `${path}/${textAt(locked.body, 'id')}`));
    },
  },
  { sample: sampleOf('delegatedadminrelationship-list-requests'), show: read((box) => `${base}/${active(box).id}/requests`) },
  {
    sample: sampleOf('delegatedadminaccessassignment-get'),
    show: read((box) => `${base}/${active(box).id}/accessAssignments/${active(box).assignmentId}`),
  },
  {
    sample: sampleOf('delegatedadminrelationship-list-accessassignments'),
    show: read((box) => `${base}/${active(box).id}/accessAssignments`),
  },
  {
    sample: sampleOf('delegatedadminaccessassignment-update', 'request'),
    show: async (box) => {
      const { sent, answer } = await updated(box);
      return taken(sent, answer);
    },
  },
  { sample: sampleOf('delegatedadminaccessassignment-update'), show: async (box) => shown((await updated(box)).answer, 202) },
  { sample: sampleOf('delegatedadminrelationship-list-operations'), show: read((box) => `${base}/${active(box).id}/operations`) },
  {
    sample: sampleOf('delegatedadmincustomer-get'),
    show: read((box) => `/tenantRelationships/delegatedAdminCustomers/${active(box).customerId}`),
  },
  {
    sample: sampleOf('delegatedadmincustomer-list-servicemanagementdetails'),
    show: read((box) => `/tenantRelationships/delegatedAdminCustomers/${active(box).customerId}/serviceManagementDetails`),
  },
  { sample: 'partner-center/dap.get-delegated-admin-relation-statistics.response.json', show: dap('delegatedAdminStatistics') },
  { sample: 'partner-center/dap.list-delegated-admin-customers.response.json', show: dap('delegatedAdminCustomers') },
];
