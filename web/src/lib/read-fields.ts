import type { Read } from '../ui/as-of.tsx';

/** Columns of a file that say how fresh each row is (#contract/as-of.ts). */
export const readHead = ['Read', 'Read from', 'Stale'] as const;

export const readFields = ({ readAt, source, isStale }: Read): readonly string[] => [
  readAt ?? '',
  source?.name ?? '',
  isStale ? 'yes' : 'no',
];
