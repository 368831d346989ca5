import type { z } from 'zod';
import * as contract from '../contract/distributor-prices.ts';
import { findDistributorPrice, listDistributorPrices, type PriceRow } from '../features/prices/index.ts';
import { publicId } from '../model/ids.ts';
import { termLabel } from '../model/term.ts';
import { type AsOf, asOfIn } from './as-of.ts';
import { good, handle, type Mounted, refuse } from './handle.ts';
import { defaultLimit, pageReply } from './page.ts';
import { readSort } from './sort.ts';

const presentWith =
  (asOf: AsOf) =>
  ({ priceId, since, knownSince, readAt, previous, ...row }: PriceRow): z.input<typeof contract.DistributorPriceRow> => ({
    ...row,
    id: publicId('distributorPrice', priceId),
    connectionId: publicId('connection', row.connectionId),
    termLabel: termLabel(row.term, row.frequency),
    since: since.toString(),
    knownSince: knownSince.toString(),
    previous: previous && { ...previous, lastReadAt: previous.lastReadAt.toString() },
    ...asOf(row.connectionId, readAt, 'charges'),
  });

export const distributorPriceRoutes: readonly Mounted[] = [
  handle(contract.listDistributorPrices, async ({ context, query: { limit, cursor, sort, count, ...filter } }) => {
    const page = await listDistributorPrices(context, {
      ...readSort(sort, 'productName'),
      limit: limit ?? defaultLimit,
      cursor,
      filter,
      count: count ?? false,
    });
    return good(pageReply(page, limit, presentWith(await asOfIn(context)), page.total));
  }),
  handle(contract.getDistributorPrice, async ({ context, params }) => {
    const found = await findDistributorPrice(context, params.id);
    if (found === undefined) return refuse('not_found', 'There is no such price.');
    const { versions, ...row } = found;
    return good({
      ...presentWith(await asOfIn(context))(row),
      versions: versions.map(({ readAt, lastReadAt, endedAt, ...version }) => ({
        ...version,
        readAt: readAt.toString(),
        lastReadAt: lastReadAt.toString(),
        endedAt: endedAt?.toString() ?? null,
      })),
    });
  }),
];
