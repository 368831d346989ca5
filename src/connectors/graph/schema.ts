import { z } from 'zod';
import { optionalText, wireText } from '../../lib/wire.ts';
import { optionalInstant } from '../../lib/wire-date.ts';

/** What Microsoft Graph sends about delegated administration (GDAP); only the fields that we read. */

/** An OData list. */
export const WireOdataList = z.looseObject({ value: z.array(z.unknown()), '@odata.nextLink': optionalText });
export type WireOdataList = z.infer<typeof WireOdataList>;

const AccessDetails = z.looseObject({ unifiedRoles: z.array(z.looseObject({ roleDefinitionId: wireText })).nullish() }).nullish();

export const WireRelationship = z.looseObject({
  id: wireText,
  displayName: optionalText,
  /** Absent while anybody may still accept the invitation. */
  customer: z.looseObject({ tenantId: optionalText }).nullish(),
  accessDetails: AccessDetails,
  status: optionalText,
  endDateTime: optionalInstant,
  /** ISO 8601 period; `PT0S` or `P0D` is off. */
  autoExtendDuration: optionalText,
});
export type WireRelationship = z.infer<typeof WireRelationship>;

/** Gives the roles of a relationship to a group of the partner; without an active one nobody gets in. */
export const WireAccessAssignment = z.looseObject({ id: optionalText, status: optionalText, accessDetails: AccessDetails });
export type WireAccessAssignment = z.infer<typeof WireAccessAssignment>;

/** A request on a relationship (lock for approval, terminate). */
export const WireRequest = z.looseObject({ id: wireText, action: wireText, status: optionalText });

/** A running change of a relationship or an assignment. */
export const WireOperation = z.looseObject({ id: wireText, operationType: optionalText, status: optionalText });

export const WireDelegatedCustomer = z.looseObject({ id: wireText, tenantId: optionalText, displayName: optionalText });

/** Graph's error form. */
export const WireGraphError = z.looseObject({
  error: z.looseObject({
    code: wireText,
    message: optionalText,
    innerError: z.looseObject({ 'request-id': optionalText, 'client-request-id': optionalText }).nullish(),
  }),
});
