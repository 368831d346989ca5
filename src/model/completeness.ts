import { z } from 'zod';

/** The verdict that every list read from a remote ends in (rule B7). Only `complete` may retire rows. */
export const Verdict = z.enum(['complete', 'partial', 'suspicious']);
export type Verdict = z.infer<typeof Verdict>;
