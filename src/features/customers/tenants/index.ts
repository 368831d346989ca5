export { listMakings } from './list-makings.ts';
export { type MakeTenant, makeTenant, type TenantOutcome } from './make-tenant.ts';
export { healTenants } from './settle-making.ts';
export type { TenantMaking } from './store.ts';
