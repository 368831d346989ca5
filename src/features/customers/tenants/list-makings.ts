import { inScope } from '../../../platform/db/transaction.ts';
import type { Context } from '../../context.ts';
import { readMakings, type TenantMaking } from './store.ts';

/** Tenants that were asked for, the newest first. */
export const listMakings = (context: Context): Promise<TenantMaking[]> => inScope(context.db, context.scope, readMakings);
