import { pascal } from '../../webhooks/pascal.ts';
import { auditRecord } from '../../world/audit.ts';
import type { AuditRecord, Customer } from '../../world/types.ts';
import { type Change, put } from '../../world/world.ts';
import type { Call } from '../call.ts';

/** What the activity log says about a call, beside who made it and when. */
export type Trail = {
  readonly customer?: Customer | undefined;
  readonly resourceId: string;
  readonly resourceType: string;
  readonly operationType: string;
  readonly old?: unknown;
  readonly new?: unknown;
  readonly customizedData?: AuditRecord['customizedData'];
};

/** The record that goes with the event of a call (page "Auditing resources" for the words). */
export const trail = (call: Call, facts: Trail): Change =>
  put(
    'auditRecords',
    auditRecord({
      account: call.account,
      customer: facts.customer,
      resourceId: facts.resourceId,
      resourceType: facts.resourceType,
      operationType: facts.operationType,
      at: call.world.now(),
      userPrincipalName: call.userPrincipalName ?? '',
      applicationId: call.token.clientId,
      ...(facts.old === undefined ? {} : { oldValue: pascal(facts.old) }),
      ...(facts.new === undefined ? {} : { newValue: pascal(facts.new) }),
      ...(facts.customizedData === undefined ? {} : { customizedData: facts.customizedData }),
      correlationId: call.correlationId,
      seq: call.world.events.length + 1,
    }),
  );
