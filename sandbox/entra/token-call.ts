import type { RemoteRequest } from '../remote.ts';
import type { PartnerAccount } from '../world/types.ts';
import type { Issued } from './issue.ts';
import type { Asked } from './scopes.ts';
import type { Tenant } from './tenants.ts';

/** A token call after tenant, app and secret were found right. */
export type TokenCall = {
  readonly request: RemoteRequest;
  readonly version: 'v1' | 'v2';
  readonly account: PartnerAccount;
  /** Undefined at `common` and its like. */
  readonly tenant: Tenant | undefined;
  readonly form: URLSearchParams;
  readonly asked: Asked;
};

/** A call that names no resource gets what was first asked for. */
export const resolved = (asked: Asked, resource: string | undefined): Asked =>
  asked.audience === '' ? { ...asked, audience: resource ?? '' } : asked;

export type Redeemed = { readonly issued: Issued; readonly asked: Asked };
