import { z } from 'zod';
import { instant } from './page.ts';
import { route } from './route.ts';

export const Notice = z
  .object({
    id: z.string(),
    /** Dotted, as in webhooks: `connection.needs_attention`. */
    event: z.string(),
    title: z.string(),
    detail: z.string(),
    /** Path in the browser app. */
    link: z.string(),
    at: instant,
  })
  .meta({ id: 'Notice' });

export const listNotices = route({
  id: 'listNotices',
  method: 'GET',
  path: '/notices',
  summary: 'What people were told without asking: sign-ins that end, checks that fail or pass again; newest first',
  tag: 'Connections',
  may: 'connections:read',
  tenantScope: 'installation',
  query: z.strictObject({ limit: z.coerce.number().int().min(1).max(500).optional().meta({ description: 'Rows; 100 if left out' }) }),
  status: 200,
  reply: z.object({ data: z.array(Notice) }),
});
