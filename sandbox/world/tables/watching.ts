import { Table } from '../table.ts';
import type * as t from '../types.ts';

/** Activity log and notifications of Partner Center. Keys: `id` of the row as text. */
export const watchingTables = () => ({
  auditRecords: new Table<t.AuditRecord>({ accountId: (row) => row.accountId }),
  webhookRegistrations: new Table<t.WebhookRegistration>(),
  webhookDeliveries: new Table<t.WebhookDelivery>({ accountId: (row) => row.accountId, correlationId: (row) => row.correlationId }),
});
