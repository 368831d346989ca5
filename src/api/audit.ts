import * as contract from '../contract/audit.ts';
import { type Checkpoint, listEvents, verifyTrail } from '../features/audit/index.ts';
import { publicId } from '../model/ids.ts';
import { good, handle, type Mounted } from './handle.ts';
import { pageReply } from './page.ts';

export const auditRoutes = (checkpoints: () => readonly Checkpoint[]): readonly Mounted[] => [
  handle(contract.listAuditEvents, async ({ context, query }) => {
    const { action, object, actor, limit, cursor, sort } = query;
    const page = await listEvents(context, {
      filter: { action, object, actor },
      limit: limit ?? 50,
      cursor,
      descending: sort === undefined || sort.startsWith('-'),
    });
    return good(
      pageReply(page, limit, ({ eventId, at, planId, ...row }) => ({
        ...row,
        id: publicId('event', eventId),
        at: at.toString(),
        planId: planId === null ? null : publicId('plan', planId),
      })),
    );
  }),
  handle(contract.verifyAudit, async ({ context }) => good({ ...(await verifyTrail(context, checkpoints())) })),
];
