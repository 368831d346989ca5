import type { z } from 'zod';
import type { Connection } from '#contract/connections.ts';
import { formatNumber } from '../../lib/format.ts';
import { StateBadge } from '../../ui/state-badge.tsx';
import { countWordOf, writeKindWords } from './words.ts';

type ConnectionData = z.infer<typeof Connection>;

export const countsText = (counts: ConnectionData['counts']): string | undefined => {
  const parts = Object.entries(counts).map(([name, count]) => `${formatNumber(count)} ${countWordOf(name)}`);
  return parts.length === 0 ? undefined : parts.join(', ');
};

export function WriteBadge({ writeKinds }: { readonly writeKinds: ConnectionData['writeKinds'] }) {
  return (
    <StateBadge
      state={
        writeKinds.length === 0
          ? { word: 'Read only', intent: 'neutral' }
          : { word: `Writes: ${writeKinds.map((kind) => writeKindWords[kind]).join(', ')}`, intent: 'info' }
      }
    />
  );
}
