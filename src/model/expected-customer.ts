import { z } from 'zod';

/**
 * A customer that we expect at Microsoft and that is none yet: somebody entered it, it registered itself, or it was invited. It has no tenant
 * of ours, so it can never be a second record of a customer (ruling 1); once its tenant is read, it joins that customer.
 */
export const ExpectedState = z.enum(['pending', 'waiting', 'expired', 'joinedElsewhere', 'joined', 'declined', 'withdrawn']);
export type ExpectedState = z.infer<typeof ExpectedState>;

/**
 * `pending`: it registered itself and nobody decided. `waiting`: for the customer to accept the invitation. `joinedElsewhere`: it accepted
 * another account's invitation than the one we sent.
 */
export const expectedNext = {
  pending: ['waiting', 'declined', 'joined', 'joinedElsewhere'],
  waiting: ['joined', 'joinedElsewhere', 'expired', 'withdrawn'],
  expired: ['waiting', 'joined', 'joinedElsewhere', 'withdrawn'],
  joinedElsewhere: ['joined', 'withdrawn'],
  joined: [],
  declined: [],
  withdrawn: [],
} as const satisfies Record<ExpectedState, readonly ExpectedState[]>;

export const mayBecomeExpected = (from: ExpectedState, to: ExpectedState): boolean => {
  const next: readonly ExpectedState[] = expectedNext[from];
  return next.includes(to);
};

/** Nobody waits for it any more. */
export const isOverExpected = (state: ExpectedState): boolean => expectedNext[state].length === 0;

export const ExpectedOrigin = z.enum(['manual', 'selfRegistered']);
export type ExpectedOrigin = z.infer<typeof ExpectedOrigin>;

/** Letters of any script as the names of domains have them (`xn--`, RFC 5891), which is what Microsoft has; anything else as it was. */
function asRegistered(text: string): string {
  if (/^[\x21-\x7e]*$/.test(text) || /[\s/\\?#@:%]/.test(text) || !URL.canParse(`http://${text}`)) return text;
  return new URL(`http://${text}`).hostname;
}

/** A domain as people type it, in any script; kept in letters, digits and hyphens, with a dot. */
export const Domain = z
  .string()
  .trim()
  .toLowerCase()
  .overwrite(asRegistered)
  .max(253)
  .regex(/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+([a-z]{2,63}|xn--[a-z0-9-]{1,59})$/, { message: 'is not a domain like contoso.com' });
