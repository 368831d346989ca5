import type { GdapAssignment, GdapOperation, GdapRelationship, GdapRequest } from '../world/types.ts';
import type { World } from '../world/world.ts';

/** `W/"<base64>"`: opaque, another one for every version. */
export const etagOf = (id: string, version: number): string => `W/"${Buffer.from(`'${id}-${version}'`).toString('base64')}"`;

const roles = (ids: readonly string[]) => ({ unifiedRoles: ids.map((roleDefinitionId) => ({ roleDefinitionId })) });

/** A customer that this world does not know by name keeps the invitation's tenant only. */
const customerOf = (world: World, customerId: string | undefined) =>
  customerId === undefined ? null : { tenantId: customerId, displayName: world.tables.customers.get(customerId)?.name ?? '' };

export const relationshipAnswer = (world: World, row: GdapRelationship) => ({
  '@odata.type': `#microsoft.graph.${row.reseller === undefined ? 'delegated' : 'resellerDelegated'}AdminRelationship`,
  '@odata.etag': etagOf(row.id, row.version),
  id: row.id,
  displayName: row.displayName,
  duration: row.duration,
  customer: customerOf(world, row.customerId),
  accessDetails: roles(row.roleDefinitionIds),
  status: row.status,
  autoExtendDuration: row.autoExtendDuration,
  createdDateTime: row.createdAt,
  lastModifiedDateTime: row.modifiedAt,
  activatedDateTime: row.activatedAt ?? null,
  endDateTime: row.endAt ?? null,
  ...(row.reseller === undefined
    ? {}
    : { isPartnerConsentPending: row.reseller.consent === 'pending', indirectProviderTenantId: row.reseller.providerTenantId }),
});

/** `reject` came later: programs that did not say they know it see the placeholder. */
export const requestAnswer = (request: GdapRequest, knowsAll = true) => ({
  '@odata.type': '#microsoft.graph.delegatedAdminRelationshipRequest',
  '@odata.etag': etagOf(request.id, Temporal.Instant.from(request.modifiedAt).epochMilliseconds),
  id: request.id,
  action: request.action === 'reject' && !knowsAll ? 'unknownFutureValue' : request.action,
  status: request.status,
  createdDateTime: request.createdAt,
  lastModifiedDateTime: request.modifiedAt,
});

export const assignmentAnswer = (assignment: GdapAssignment) => ({
  '@odata.type': '#microsoft.graph.delegatedAdminAccessAssignment',
  '@odata.etag': etagOf(assignment.id, assignment.version),
  id: assignment.id,
  status: assignment.status,
  createdDateTime: assignment.createdAt,
  lastModifiedDateTime: assignment.modifiedAt,
  accessContainer: { accessContainerId: assignment.groupId, accessContainerType: 'securityGroup' },
  accessDetails: roles(assignment.roleDefinitionIds),
});

export const operationAnswer = (operation: GdapOperation) => ({
  '@odata.type': '#microsoft.graph.delegatedAdminRelationshipOperation',
  '@odata.etag': etagOf(operation.id, Temporal.Instant.from(operation.modifiedAt).epochMilliseconds),
  id: operation.id,
  operationType: operation.operationType,
  data: operation.data,
  status: operation.status,
  createdDateTime: operation.createdAt,
  lastModifiedDateTime: operation.modifiedAt,
});

export const customerAnswer = (customer: { readonly id: string; readonly name: string }) => ({
  '@odata.type': '#microsoft.graph.delegatedAdminCustomer',
  '@odata.etag': etagOf(customer.id, 1),
  id: customer.id,
  tenantId: customer.id,
  displayName: customer.name,
});
