import type { AuditRecord } from '../world/types.ts';

/** One thing that Microsoft tells about a change: in the activity log, to the registered address, or both. */
export type Notice = {
  readonly accountId: string;
  readonly customerId: string | undefined;
  readonly audit?: {
    readonly resourceId: string;
    readonly resourceType: string;
    readonly operationType: string;
    readonly old: unknown;
    readonly new: unknown;
    readonly customizedData?: AuditRecord['customizedData'];
  };
  readonly event?: {
    readonly name: string;
    readonly resourceName: string;
    readonly resourceUri: string | null;
    readonly namesAudit: boolean;
  };
};
