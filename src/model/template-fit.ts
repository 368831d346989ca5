import { z } from 'zod';

/**
 * How the access of a customer compares with the template that its segments name. undecided: they name several. The others are of an access that is
 * active: the same roles, fewer, or more; it may be too few and too many at once.
 */
export const TemplateFit = z.enum(['fits', 'tooFew', 'tooMany', 'undecided']);
export type TemplateFit = z.infer<typeof TemplateFit>;

export type RoleDifference = { readonly lacking: readonly string[]; readonly beyond: readonly string[] };

/** Roles that are wanted and not held, and the other way round. Pure. */
export function compareRoles(wanted: readonly string[], held: readonly string[]): RoleDifference {
  const [want, have] = [lower(wanted), lower(held)];
  return { lacking: [...want].filter((id) => !have.has(id)), beyond: [...have].filter((id) => !want.has(id)) };
}

const lower = (ids: readonly string[]): ReadonlySet<string> => new Set(ids.map((id) => id.toLowerCase()));
