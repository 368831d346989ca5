import type { Instant } from './column.ts';

interface TenantMakingTable {
  making_id: string;
  reseller_id: string;
  connection_id: string;
  cloud: string;
  domain: string;
  name: string;
  state: string;
  made_by: string;
  tenant_id: string;
  agreement_url: string;
  code: string;
  detail: string;
  started_at: Instant;
  changed_at: Instant;
}

/** 0175-tenants-made.sql */
export interface TenantsMadeTables {
  tenant_making: TenantMakingTable;
}
