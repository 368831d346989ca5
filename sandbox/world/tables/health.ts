import { Table } from '../table.ts';
import type * as t from '../types.ts';

/** Service health beyond what the world's seed brings by itself. Keys: `id` of the row as text. */
export const healthTables = () => ({
  serviceIssues: new Table<t.ServiceIssue>(),
  serviceMessages: new Table<t.ServiceMessage>(),
});
