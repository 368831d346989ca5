import type { RemoteAnswer } from '../../remote.ts';
import type { Route } from '../../routing.ts';
import { checkToken } from '../access.ts';
import { type Call, callRoute } from '../call.ts';
import { type GraphRefusal, isRefusal } from '../errors.ts';
import { type Sight, type Tenant, tenantFor } from './tenant.ts';

export type InTenant = Call & { readonly tenant: Tenant };

/** A call inside the tenant of its token. */
export const tenantRoute = (method: string, template: string, sight: Sight, work: (call: InTenant) => RemoteAnswer | GraphRefusal): Route =>
  callRoute(
    method,
    template,
    (call) => {
      const tenant = tenantFor(call.world, call, sight);
      return isRefusal(tenant) ? tenant : work({ ...call, tenant });
    },
    checkToken,
  );
