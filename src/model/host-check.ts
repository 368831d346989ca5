import { z } from 'zod';
import { ConnectionKind } from './connection.ts';

/** A host of a chosen system, asked from this machine. `needs`: all hosts of the system have to answer, or one of them. */
export const HostCheck = z.object({
  system: ConnectionKind,
  needs: z.enum(['all', 'one']),
  host: z.string(),
  outcome: z.enum(['answers', 'fails']),
  ms: z.number().int(),
  /** How far the call came; null when it was answered. */
  stage: z.enum(['name', 'connection', 'certificate', 'answer']).nullable(),
  code: z.string().nullable(),
  detail: z.string(),
  hint: z.string().nullable(),
});
export type HostCheck = z.infer<typeof HostCheck>;
