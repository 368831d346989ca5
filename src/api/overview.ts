import * as contract from '../contract/overview.ts';
import { getOverview, linkOf, type OverviewView, search } from '../features/overview/index.ts';
import type { DifferenceKind } from '../model/difference.ts';
import { publicId } from '../model/ids.ts';
import { good, handle, type Mounted } from './handle.ts';

export const overviewRoutes: readonly Mounted[] = [
  handle(contract.getOverview, async ({ context }) => good(present(await getOverview(context)))),
  handle(contract.search, async ({ context, query }) => {
    const hits = await search(context, query.q);
    return good({ data: hits.map((hit) => ({ ...hit, id: publicId(hit.kind, hit.id), link: linkOf(hit) })) });
  }),
];

function present(view: OverviewView) {
  const byKind: Partial<Record<DifferenceKind, number>> = {};
  for (const { kind, count } of view.byKind) byKind[kind] = (byKind[kind] ?? 0) + count;
  return {
    differences: { open: view.open, byKind },
    monthly: [...view.monthly],
    once: [...view.once],
    byKind: view.byKind.map((each) => ({ ...each })),
    recovered: [...view.recovered],
    costsLeftOut: view.costsLeftOut,
    customers: view.customers,
    subscriptions: view.subscriptions,
    attention: view.attention.map((each) => ({ ...each, money: [...each.money] })),
    freshness: view.freshness.map((each) => ({
      ...each,
      connectionId: publicId('connection', each.connectionId),
      lastSuccessAt: each.lastSuccessAt?.toString() ?? null,
    })),
    sandbox: view.sandbox,
    writingHeld: view.writingHeld,
    at: view.at.toString(),
  };
}
