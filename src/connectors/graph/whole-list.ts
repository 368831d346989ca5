import type { z } from 'zod';
import { sift } from '../../lib/sift.ts';
import { walkPages } from '../walk-pages.ts';
import type { GraphPage } from './client.ts';

/**
 * A short list of Graph, all its pages. `isWhole`: every record could be read; if not, what is missing here is no proof that it is gone there
 * (reliability reference B7).
 */
export async function wholeList<Wire extends { readonly id?: string | undefined }>(
  schema: z.ZodType<Wire>,
  read: (at: string | undefined) => Promise<GraphPage>,
  signal: AbortSignal | undefined,
): Promise<{ readonly items: readonly Wire[]; readonly isWhole: boolean }> {
  const items: Wire[] = [];
  let unread = 0;
  const pages = walkPages({
    remote: 'graph',
    from: undefined,
    signal,
    idOf: (wire: Wire) => wire.id ?? '',
    read: async (at) => {
      const { list, next } = await read(at);
      return { ...sift(list.value, schema, (wire) => ({ item: wire })), cursor: next, total: undefined };
    },
  });
  for await (const page of pages) {
    items.push(...page.items);
    unread += page.quarantined.length;
  }
  return { items, isWhole: unread === 0 };
}
