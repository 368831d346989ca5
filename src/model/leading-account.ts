import { z } from 'zod';

/** Why an account's billing profile speaks for a customer (decision 0014). */
export const LeadingReason = z.enum(['only', 'chosen', 'longest', 'left']);
export type LeadingReason = z.infer<typeof LeadingReason>;

export const leadingSentences: Readonly<Record<LeadingReason, string>> = {
  only: 'No other account sells to this customer.',
  chosen: 'It was chosen.',
  longest: 'Of the accounts that sell to this customer it has done so for the longest here.',
  left: 'No account sells to this customer any more; this one is the last word.',
};
