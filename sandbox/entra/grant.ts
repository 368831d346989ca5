import type { PartnerAccount, PartnerUser } from '../world/types.ts';

/** For whom and what tokens are made. */
export type Grant = {
  readonly version: 'v1' | 'v2';
  readonly account: PartnerAccount;
  /** Tenant of the token: the partner's, or a customer's. */
  readonly tenantId: string;
  /** Absent: application token. */
  readonly user?: PartnerUser | undefined;
  readonly mfa: boolean;
  readonly audience: string;
  readonly scopes: readonly string[];
  readonly family: string;
  readonly nonce?: string | undefined;
  readonly wantsRefreshToken: boolean;
  /** Given back instead of a new one when rotation is switched off. */
  readonly oldRefreshToken?: string | undefined;
  readonly cause: string;
};
