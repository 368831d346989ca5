import type { ConsentRow } from './store.ts';

/** Something about who consented that a partner should change before it hurts. */
export type IdentityWarning = { readonly code: 'globalAdmin' | 'dayToDay' | 'rolesUnknown'; readonly text: string; readonly fix: string };

/** Names that show an account made for a machine; only a hint, because partners name it as they like (capabilities S11). */
const machineName = /integration|concord|svc|service|api|sync|csp|partner|app|connector|automation|bot|sam/i;

/**
 * What is wrong with an identity that works: it can do more than the product needs (SEC-36), or it seems to be a person's own account, which
 * goes when the person goes. Directory roles stand in the token's `wids`, which is general knowledge: without it nothing is claimed.
 */
export function warningsOf(
  consent: Pick<ConsentRow, 'userPrincipalName' | 'isGlobalAdmin'>,
  expected: string | undefined,
): IdentityWarning[] {
  const { userPrincipalName: user, isGlobalAdmin } = consent;
  const isNamed = user !== undefined && user.toLowerCase() === expected?.toLowerCase();
  return [
    ...(isGlobalAdmin === true
      ? [
          {
            code: 'globalAdmin' as const,
            text: `${user ?? 'The account'} is a Global Administrator: whoever gets hold of this sign-in can do anything in the partner tenant.`,
            fix: 'Let an account without that role sign in: Admin agent, or Sales agent and Billing admin, is enough. Mappings and cursors stay.',
          },
        ]
      : []),
    ...(user !== undefined && !isNamed && !machineName.test(user.split('@')[0] ?? '')
      ? [
          {
            code: 'dayToDay' as const,
            text: `${user} looks like somebody\u2019s own account. When that person leaves or changes the password, the sign-in ends.`,
            fix: 'Make a user for Concord alone and let it sign in, or enter this one as the integration account if it is meant.',
          },
        ]
      : []),
    ...(isGlobalAdmin === undefined
      ? [
          {
            code: 'rolesUnknown' as const,
            text: 'Microsoft did not say which directory roles the account has.',
            fix: 'Make sure that it is no Global Administrator.',
          },
        ]
      : []),
  ];
}
