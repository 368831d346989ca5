import { z } from 'zod';
import { optionalCount, optionalFlag, optionalText, wireCount, wireText } from '../../lib/wire.ts';
import { optionalInstant } from '../../lib/wire-date.ts';

/** What Microsoft Graph sends about delegated administration (GDAP); only the fields that we read. */

/** An OData list. */
export const WireOdataList = z.looseObject({ value: z.array(z.unknown()), '@odata.nextLink': optionalText });
export type WireOdataList = z.infer<typeof WireOdataList>;

const AccessDetails = z.looseObject({ unifiedRoles: z.array(z.looseObject({ roleDefinitionId: wireText })).nullish() }).nullish();

export const WireRelationship = z.looseObject({
  id: wireText,
  /** Must be sent back with a change (If-Match). */
  '@odata.etag': optionalText,
  displayName: optionalText,
  /** Absent while anybody may still accept the invitation. */
  customer: z.looseObject({ tenantId: optionalText }).nullish(),
  accessDetails: AccessDetails,
  status: optionalText,
  createdDateTime: optionalInstant,
  activatedDateTime: optionalInstant,
  endDateTime: optionalInstant,
  /** ISO 8601 period. */
  duration: optionalText,
  /** ISO 8601 period; `PT0S` or `P0D` is off. */
  autoExtendDuration: optionalText,
});
export type WireRelationship = z.infer<typeof WireRelationship>;

/** Gives the roles of a relationship to a group of the partner; without an active one nobody gets in. */
export const WireAccessAssignment = z.looseObject({
  id: optionalText,
  status: optionalText,
  accessContainer: z.looseObject({ accessContainerId: optionalText }).nullish(),
  accessDetails: AccessDetails,
});
export type WireAccessAssignment = z.infer<typeof WireAccessAssignment>;

/** A request on a relationship (lock for approval, terminate). */
export const WireRequest = z.looseObject({ id: wireText, action: wireText, status: optionalText });

/** A running change of a relationship or an assignment. */
export const WireOperation = z.looseObject({ id: wireText, operationType: optionalText, status: optionalText });

export const WireDelegatedCustomer = z.looseObject({ id: wireText, tenantId: optionalText, displayName: optionalText });

/** What the billing export answers while it works and when it is done; the manifest comes inside or behind a link (reference 12). */
export const WireOperationOfExport = z.looseObject({
  '@odata.type': optionalText,
  status: optionalText,
  'resourceLocation@odata.navigationLink': optionalText,
  resourceLocation: z.unknown().optional(),
  error: z.looseObject({ code: optionalText, message: optionalText }).nullish(),
});
export type WireOperationOfExport = z.infer<typeof WireOperationOfExport>;

export const WireManifest = z.looseObject({
  id: optionalText,
  schemaVersion: optionalText,
  dataFormat: optionalText,
  eTag: wireText,
  partnerTenantId: optionalText,
  rootDirectory: wireText,
  sasToken: z.string().min(1),
  blobCount: optionalCount,
  blobs: z.array(z.looseObject({ name: wireText })),
});
export type WireManifest = z.infer<typeof WireManifest>;

/** `GET /subscribedSkus`: what a tenant owns and how much of it people have. */
export const WireSubscribedSku = z.looseObject({
  skuId: wireText,
  skuPartNumber: optionalText,
  capabilityStatus: optionalText,
  consumedUnits: wireCount,
  prepaidUnits: z.looseObject({ enabled: optionalCount, suspended: optionalCount, warning: optionalCount }).nullish(),
});
export type WireSubscribedSku = z.infer<typeof WireSubscribedSku>;

/** `GET /users`, only what counts licences; no name is asked for. */
export const WireUser = z.looseObject({
  accountEnabled: optionalFlag,
  assignedLicenses: z.array(z.looseObject({ skuId: wireText })).nullish(),
});
export type WireUser = z.infer<typeof WireUser>;

/** Graph's error form. */
export const WireGraphError = z.looseObject({
  error: z.looseObject({
    code: wireText,
    message: optionalText,
    innerError: z.looseObject({ 'request-id': optionalText, 'client-request-id': optionalText }).nullish(),
  }),
});
