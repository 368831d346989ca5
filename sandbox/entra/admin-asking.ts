import type { Cloud, PartnerAccount } from '../world/types.ts';
import type { Tenant } from './tenants.ts';

export type Fields = Readonly<Record<string, string>>;

/** What an administrator is asked for. `tenant` undefined: that of whoever signs in. */
export type AdminAsking = {
  readonly version: 'v1' | 'v2';
  readonly cloud: Cloud;
  readonly owner: PartnerAccount;
  readonly tenant: Tenant | undefined;
  readonly fields: Fields;
};
