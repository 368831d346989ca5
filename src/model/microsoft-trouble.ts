import type { FaultKind } from '../lib/errors.ts';

/**
 * What goes wrong with a Microsoft account, in the partner's words: cause, what to do, and whether signing in again by a consent link mends it.
 * Microsoft has hundreds of codes for these few troubles (`microsoft-error.ts`).
 */
export type Trouble = {
  readonly cause: string;
  readonly fix: string;
  /** `helps`: it is the fix. `afterFix`: it is needed besides. `no`: it changes nothing. */
  readonly reconsent: 'helps' | 'afterFix' | 'no';
  /** What the connection is then, as the code of a probe; where the answer's status says it already there is none. */
  readonly probe?: 'mfa_required' | 'reconsent_needed' | 'wrong_client_secret' | 'wrong_tenant' | 'role_missing';
  /** What happens next; `needs_operator` unless said otherwise. */
  readonly kind?: FaultKind;
};

const again = 'Sign in to Microsoft again with a second factor: open the connection and use its consent link.';

export const troubles = {
  mfaMissing: {
    cause: 'No second factor stands behind the sign-in.',
    fix: `Let the integration user register a second factor. ${again}`,
    reconsent: 'helps',
    probe: 'mfa_required',
  },
  signInEnded: { cause: 'The sign-in has ended or was revoked.', fix: again, reconsent: 'helps', probe: 'reconsent_needed' },
  consentMissing: {
    cause: 'Nobody consented to the app in this tenant, or the consent was withdrawn.',
    fix: 'Open the connection and use its consent link.',
    reconsent: 'helps',
    probe: 'reconsent_needed',
  },
  approvalNeeded: {
    // The roles: partner-center-api reference 1.5 (who may consent to an app in a tenant); which of them a tenant lets do it is unverified.
    cause:
      'Only an administrator may consent to the app for the whole organisation: the account lacks the directory role Global Administrator, Application Administrator or Cloud Application Administrator.',
    fix: 'Give the link to somebody in the partner tenant who has one of these roles and let him consent. Then sign in again as the integration user.',
    reconsent: 'afterFix',
    probe: 'reconsent_needed',
  },
  declined: {
    cause: 'Somebody declined, or closed the Microsoft page.',
    fix: 'Start again and accept what is asked for.',
    reconsent: 'helps',
    probe: 'reconsent_needed',
  },
  mfaDeclined: {
    cause: 'The second factor was not confirmed.',
    fix: 'Start again and confirm the second factor.',
    reconsent: 'helps',
    probe: 'mfa_required',
  },
  otherAccount: {
    cause: 'The account that signed in does not belong to the partner tenant.',
    fix: 'Start again and choose the integration user of the partner tenant.',
    reconsent: 'helps',
    probe: 'wrong_tenant',
  },
  blocked: {
    cause: 'A Conditional Access policy of the partner tenant blocks this sign-in.',
    fix: 'Ask the administrator of the tenant to let this sign-in pass, then sign in again.',
    reconsent: 'afterFix',
  },
  accountLocked: {
    cause: 'The integration user is locked or disabled.',
    fix: 'Unlock or enable the user in the partner tenant, then sign in again.',
    reconsent: 'afterFix',
    probe: 'reconsent_needed',
  },
  codeUnusable: {
    cause: 'The one-time code of the sign-in was used already, or came too late.',
    fix: 'Start the sign-in again.',
    reconsent: 'helps',
    probe: 'reconsent_needed',
  },
  wrongSecret: {
    cause: 'The client secret of the app is wrong or has ended.',
    fix: 'Put a valid client secret into the connection; the one it has is wrong or has ended.',
    reconsent: 'no',
    probe: 'wrong_client_secret',
  },
  appUnknown: {
    cause: 'The app is not known in this tenant.',
    fix: 'Check client id and tenant id of the connection.',
    reconsent: 'no',
    probe: 'wrong_tenant',
  },
  redirectUnknown: {
    cause: 'The app does not list the address that Microsoft is to send the browser back to.',
    fix: 'Add the redirect address that the connection shows to the app registration, as an address of type Web.',
    reconsent: 'no',
  },
  tenantUnknown: {
    cause: 'There is no such tenant in this cloud.',
    fix: 'Check the tenant id and the cloud of the connection.',
    reconsent: 'no',
    probe: 'wrong_tenant',
  },
  wrongCloud: {
    cause: 'The tenant does not know the API that was asked for: wrong cloud, or an address that Microsoft has retired.',
    fix: 'Check the cloud of the connection.',
    reconsent: 'no',
  },
  audienceRetired: {
    cause: 'The token was made for an API that Partner Center does not take any more, or for another cloud.',
    fix: 'Check the cloud of the connection.',
    reconsent: 'no',
  },
  roleMissing: {
    cause: 'The integration user lacks a role at Partner Center.',
    fix: 'Give the integration user a role at Partner Center (Admin agent, or Sales agent and Billing admin).',
    reconsent: 'no',
    probe: 'role_missing',
  },
  personMissing: {
    cause: 'This call needs a person behind the sign-in.',
    fix: 'Use the consent link instead of the app alone.',
    reconsent: 'helps',
    probe: 'role_missing',
  },
  agreementMissing: {
    cause: 'The Microsoft Partner Agreement is not accepted.',
    fix: 'Let a Global Administrator of the account accept it at Partner Center.',
    reconsent: 'no',
  },
  relationGone: {
    cause: 'There is no reseller relationship with this customer any more.',
    fix: 'Nothing was removed here. Ask the customer to accept a relationship link if this is not meant.',
    reconsent: 'no',
  },
  notThere: {
    cause: 'Microsoft does not know what was asked for under this account; what is new can take 15 minutes to show.',
    fix: 'Look again later.',
    reconsent: 'no',
    kind: 'permanent',
  },
  throttled: { cause: 'Microsoft asked us to slow down.', fix: 'Nothing: it goes on by itself.', reconsent: 'no', kind: 'retryable' },
} as const satisfies Record<string, Trouble>;

export type TroubleName = keyof typeof troubles;
