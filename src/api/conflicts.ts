import * as contract from '../contract/conflicts.ts';
import { type Conflict, exportConflicts, listConflicts } from '../features/conflicts/index.ts';
import { conflictRules } from '../model/conflict.ts';
import { publicId } from '../model/ids.ts';
import { asFile } from './as-file.ts';
import { good, handle, handleFile, type Mounted } from './handle.ts';
import { defaultLimit, pageReply } from './page.ts';

export const conflictRoutes: readonly Mounted[] = [
  handle(contract.listConflicts, async ({ context, query: { limit, cursor, sort, count, ...filter } }) => {
    const page = await listConflicts(context, {
      filter,
      limit: limit ?? defaultLimit,
      cursor,
      count: count ?? false,
      descending: sort === undefined || sort.startsWith('-'),
    });
    return good(pageReply(page, limit, present, page.total));
  }),
  handleFile(contract.exportConflicts, async ({ context, query }) =>
    asFile(context, await exportConflicts(context, query), { name: 'conflicts.csv', type: 'text/csv; charset=utf-8' }),
  ),
];

const present = ({ conflictId, customerId, planId, at, ...conflict }: Conflict) => ({
  ...conflict,
  id: publicId('conflict', conflictId),
  at: at.toString(),
  customerId: publicId('customer', customerId),
  planId: planId === null ? null : publicId('plan', planId),
  rule: conflictRules[conflict.kind],
});
