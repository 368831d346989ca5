import { z } from 'zod';
import { type Role, resellerRoles } from './person.ts';

/** How people of an organisation sign in: with a password or a one-time link, or by one-time links only (capabilities S106, local accounts). */
export const SignInWay = z.enum(['password', 'link']);
export type SignInWay = z.infer<typeof SignInWay>;

export const OrganisationState = z.enum(['active', 'closed']);
export type OrganisationState = z.infer<typeof OrganisationState>;

/** Roles of our own people are for them alone, and those of resellers for people of an organisation: neither opens the other's door (RB3). */
export const fitsOrganisation = (role: Role, isOfOrganisation: boolean): boolean =>
  resellerRoles.some((each) => each === role) === isOfOrganisation;
