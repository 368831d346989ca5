import { z } from 'zod';

/** A company that registered itself by the public form (capabilities S104): nobody's customer before one of us approved. */
export const RegistrationState = z.enum(['pending', 'approved', 'refused']);
export type RegistrationState = z.infer<typeof RegistrationState>;

export const registrationNext = {
  pending: ['approved', 'refused'],
  approved: [],
  refused: [],
} as const satisfies Record<RegistrationState, readonly RegistrationState[]>;

/** Where the TXT record stands that proves a domain, and what is in it. Whoever can write it there holds the domain. */
export const proofOf = (domain: string, challenge: string): { readonly name: string; readonly value: string } => ({
  name: `_concord.${domain}`,
  value: `concord-domain=${challenge}`,
});
