import { z } from 'zod';
import { customerRoles, type Role, resellerRoles } from './person.ts';

/** How people of an organisation sign in: with a password or a one-time link, or by one-time links only (capabilities S106, local accounts). */
export const SignInWay = z.enum(['password', 'link']);
export type SignInWay = z.infer<typeof SignInWay>;

export const OrganisationState = z.enum(['active', 'closed']);
export type OrganisationState = z.infer<typeof OrganisationState>;

/** Whose a person is: our own, of a reseller below us, or of a customer. */
export type PersonOf = 'us' | 'reseller' | 'customer';

/** Each kind of people has roles of its own: none opens another's door (RB3). */
export function personOf(role: Role): PersonOf {
  if (customerRoles.some((each) => each === role)) return 'customer';
  return resellerRoles.some((each) => each === role) ? 'reseller' : 'us';
}
