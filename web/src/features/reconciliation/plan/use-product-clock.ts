import { useQuery } from '@tanstack/react-query';
import { overviewQuery } from '../../../lib/overview-query.ts';
import { useNow } from '../../../lib/use-now.ts';

/** The product's time now, in milliseconds. It runs on a virtual clock in the sandbox, so the browser's own clock does not say when a plan expires. */
export function useProductClock(everyMs: number): number {
  const now = useNow(everyMs);
  const { data, dataUpdatedAt } = useQuery(overviewQuery);
  const at = data === undefined ? Number.NaN : Date.parse(data.at);
  return Number.isNaN(at) ? now : now + at - dataUpdatedAt;
}
