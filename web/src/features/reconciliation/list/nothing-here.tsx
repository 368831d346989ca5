import { useQuery } from '@tanstack/react-query';
import type { DifferenceTab } from '#model/worklist.ts';
import { overviewQuery } from '../../../lib/overview-query.ts';
import { Money } from '../../../ui/money.tsx';
import { Empty } from '../../../ui/states.tsx';

/** An empty tab says why it is empty, and what was won. */
export function NothingHere({ tab }: { readonly tab: DifferenceTab }) {
  const recovered = useQuery(overviewQuery).data?.recovered ?? [];
  const { title, text } = emptyWords[tab];
  return (
    <Empty title={title}>
      {tab === 'todo' && recovered.length > 0 ? (
        <>
          <Money value={recovered} per="month" /> recovered so far.
        </>
      ) : (
        text
      )}
    </Empty>
  );
}

const emptyWords: Readonly<Record<DifferenceTab, { readonly title: string; readonly text: string }>> = {
  todo: { title: 'Nothing left to review', text: 'Microsoft, distributor and PSA agree. The next comparison looks again.' },
  waiting: { title: 'Nothing waits for approval', text: 'Plans above the approval limit stand here until a second person decides.' },
  resolved: { title: 'Nothing was resolved yet', text: 'Corrected differences stand here, and those that went away by themselves.' },
  dismissed: { title: 'Nothing was dismissed', text: 'Differences that you accept as they are stand here with their reason.' },
  all: { title: 'No differences were found yet', text: 'Compare the books once the connections have been read.' },
};
