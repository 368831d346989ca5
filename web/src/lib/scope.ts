import { useUrlState } from './url-state.ts';

/** One Partner Center account or everything. In the address, so that a copied link shows the same rows. */
export function useScope(): string | undefined {
  const [search] = useUrlState();
  return search['scope']?.startsWith('con_') === true ? search['scope'] : undefined;
}
