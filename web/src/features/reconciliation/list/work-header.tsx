import { makeStyles, ProgressBar, Tab as TabItem, TabList, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { DifferenceTab } from '#model/worklist.ts';
import { formatNumber } from '../../../lib/format.ts';
import { Money, NoRight } from '../../../ui/money.tsx';
import { countsQuery } from '../queries.ts';
import { ComparedAgo } from './compare-now.tsx';
import type { Filter } from './filters.ts';
import { tabWords } from './work-words.ts';

const useStyles = makeStyles({
  facts: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalM,
    color: tokens.colorNeutralForeground2,
  },
  progress: { width: '96px', flexShrink: 0 },
  tabs: { flexWrap: 'wrap', flexShrink: 1, minWidth: 0 },
});

/** The header tells of everything; the tabs tell of what the filters leave. */
const noFilter: Filter = {};

/** "52 to do", "USD 4,210.35 a month at stake", "38 done", and how far that is. */
export function WorkFacts() {
  const styles = useStyles();
  const { data } = useQuery(countsQuery(noFilter));
  if (data === undefined) return <ComparedAgo />;
  const { todo, waiting, resolved, dismissed } = data.tabs;
  const done = resolved.count + dismissed.count;
  const all = todo.count + waiting.count + done;
  return (
    <div className={styles.facts} role="status">
      <strong>{formatNumber(todo.count)} to do</strong>
      <span>
        <Money value={todo.monthly} per="month" />
        {todo.once.length > 0 && (
          <>
            {' and '}
            <Money value={todo.once} per="once" />
          </>
        )}{' '}
        at stake
      </span>
      {data.costsLeftOut && (
        <span>
          costs: <NoRight />
        </span>
      )}
      <span>{formatNumber(done)} done</span>
      {all > 0 && <ProgressBar className={styles.progress} value={done / all} aria-label={`${done} of ${all} done`} />}
      <ComparedAgo />
    </div>
  );
}

type TabsProps = { readonly tab: DifferenceTab; readonly filter: Filter; readonly onTab: (tab: DifferenceTab) => void };

export function WorkTabs({ tab, filter, onTab }: TabsProps) {
  const styles = useStyles();
  const counts = useQuery(countsQuery(filter)).data?.tabs;
  return (
    <TabList
      className={styles.tabs}
      selectedValue={tab}
      aria-label="State of the differences"
      onTabSelect={(_, { value }) => {
        onTab(DifferenceTab.options.find((each) => each === value) ?? 'todo');
      }}
    >
      {DifferenceTab.options.map((each) => (
        <TabItem key={each} value={each}>
          {tabWords[each] + (counts === undefined ? '' : ` ${formatNumber(counts[each].count)}`)}
        </TabItem>
      ))}
    </TabList>
  );
}
