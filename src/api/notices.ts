import * as contract from '../contract/notices.ts';
import { listNotices } from '../features/notices/index.ts';
import { good, handle, type Mounted } from './handle.ts';

export const noticeRoutes: readonly Mounted[] = [
  handle(contract.listNotices, async ({ context, query }) => {
    const notices = await listNotices(context, query.limit);
    return good({ data: notices.map(({ noticeId, at, ...notice }) => ({ id: noticeId, at: at.toString(), ...notice })) });
  }),
];
