import type { Cloud, PartnerAccount } from '../world/types.ts';

/** What an authorize call asked for, carried from page to page in hidden fields. */
export type Asking = {
  readonly version: 'v1' | 'v2';
  readonly cloud: Cloud;
  readonly tenantName: string;
  readonly fields: Readonly<Record<string, string>>;
  /** Whose app it is. */
  readonly account: PartnerAccount;
};
