export type { Attention } from './attention.ts';
export { getOverview, type KindTotal, type OverviewView } from './overview.ts';
export { type Hit, linkOf, search } from './search.ts';
