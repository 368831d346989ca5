import type { PartnerAccount } from '../world/types.ts';
import type { Person } from './people.ts';

/** For whom and what tokens are made. */
export type Grant = {
  readonly version: 'v1' | 'v2';
  /** Whose app asks. */
  readonly account: PartnerAccount;
  /** The partner account that the token acts for; '' for people of customers. */
  readonly accountId: string;
  /** Tenant of the token: the person's own, or a customer's. */
  readonly tenantId: string;
  /** Absent: application token. */
  readonly user?: Person | undefined;
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
