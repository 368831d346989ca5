import { Table } from '../table.ts';
import type * as t from '../types.ts';

const owner = (resource: string, value: unknown): string | undefined =>
  typeof value === 'number' || typeof value === 'string' ? `${resource}/${String(value)}` : undefined;

/** Autotask and HaloPSA; filled at first use (world/estate/other-psas.ts). Keys: `id` of the row. */
export const psa2Tables = () => ({
  psaOpened: new Table<t.PsaOpened>(),
  autotaskRows: new Table<t.AutotaskRow>({
    entity: (row) => row.entity,
    contract: (row) => owner(row.entity, row.values['contractID']),
    company: (row) => owner(row.entity, row.values['companyID']),
  }),
  haloRows: new Table<t.HaloRow>({
    resource: (row) => row.resource,
    client: (row) => owner(row.resource, row.values['client_id']),
    header: (row) => owner(row.resource, row.values['ihid']),
    licence: (row) => owner(row.resource, row.values['_licence_id']),
  }),
  psaNotices: new Table<t.PsaNotice>({ status: (row) => row.status, webhookId: (row) => `${row.psa}/${row.webhookId}` }),
});
