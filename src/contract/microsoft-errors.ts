import { z } from 'zod';
import { route } from './route.ts';

export const MicrosoftErrorRow = z
  .object({
    /** As Microsoft writes it: `AADSTS700082`, `900421`. */
    code: z.string(),
    from: z.enum(['entra', 'partnerCenter']),
    cause: z.string(),
    fix: z.string(),
    /** Whether signing in again by a consent link mends it: alone, after the fix, or not at all. */
    reconsent: z.enum(['helps', 'afterFix', 'no']),
    /** What a connection is while it lasts, as the code of a failed check; null where the answer's status says it. */
    check: z.string().nullable(),
    /** Nobody has seen the meaning in a public source of Microsoft yet. */
    isUnverified: z.boolean(),
  })
  .meta({ id: 'MicrosoftError' });

export const listMicrosoftErrors = route({
  id: 'listMicrosoftErrors',
  method: 'GET',
  path: '/microsoft-errors',
  summary: 'What codes of Entra and Partner Center mean: cause, fix, and whether signing in again helps',
  tag: 'Connections',
  may: 'connections:read',
  tenantScope: 'none',
  query: z.strictObject({
    code: z.string().trim().min(1).max(40).optional().meta({ description: 'One code as it came; a bare number of Entra counts too' }),
  }),
  status: 200,
  reply: z.object({ data: z.array(MicrosoftErrorRow) }),
});
